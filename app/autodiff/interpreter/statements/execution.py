"""Statements: a function for each kind of syntax. Branches are followed as the values stand."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.array_objects import changes_in_place
from app.autodiff.interpreter.arrays.coercion import vector_of
from app.autodiff.interpreter.arrays.leaf_inputs import make_input
from app.autodiff.interpreter.arrays.literal_inputs import as_input
from app.autodiff.interpreter.arrays.sharing import put_in_place, require_kind
from app.autodiff.interpreter.functions.builtins import builtin
from app.autodiff.interpreter.functions.standard_library import standard
from app.autodiff.interpreter.kinds.libraries import is_absent
from app.autodiff.interpreter.kinds.value_types import (
    Frame,
    Function,
    Instance,
    Opaque,
    UnknownFunction,
    Value,
)
from app.autodiff.interpreter.members.library_members import imported
from app.autodiff.interpreter.objects.function_calls import bound_defaults, call_method, method_of, setter
from app.autodiff.interpreter.objects.homes import gained
from app.autodiff.interpreter.objects.overloading import MODELS
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.list_signs import changed_for_all
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.running.blocks import Returned, run_block
from app.autodiff.interpreter.running.changed_names import called_name, spelled
from app.autodiff.interpreter.running.dispatch import EXECUTE, Arguments, attribute, bind, called, evaluate
from app.autodiff.interpreter.running.own_values import callee_of, own_value
from app.autodiff.interpreter.running.run import PassOver, Run, Silent
from app.autodiff.interpreter.statements.assignment import called_once, replace_in_place
from app.autodiff.interpreter.statements.evaluation import extended, gather, generates
from app.autodiff.interpreter.statements.exceptions import raise_
from app.autodiff.interpreter.statements.generators import refuse_late_reads
from app.autodiff.interpreter.statements.kept_arrays import keep_at_end
from app.language import Span, syntax
from app.language.syntax import Expr
from app.language.walk import spelled_out

WRAPPING = frozenset(
    (
        "vmap vectorize grad value_and_grad elementwise_grad filter_grad filter_value_and_grad jacfwd jacrev jacobian hessian "
        "custom_gradient custom_vjp custom_jvp primitive"
    ).split()
)
"""Decorators of libraries that change what a function gives."""
OF_PROPERTIES = frozenset({"getter", "setter", "deleter"})
CHANGING = frozenset({"fill_diagonal", "fill", "sort"})
"""Functions and methods that change an array, beside those that PyTorch marks by an underscore."""


@EXECUTE.of(syntax.Assign)
def assign(run: Run, statement: syntax.Assign, frame: Frame) -> None:
    with run.builder.within("statement", spelled(statement.targets[0]), statement.value):
        if isinstance(statement.value, syntax.Call):
            refuse_late_reads(run, statement.value, frame)
        given = value = vector_of(run, evaluate(run, statement.value, frame), statement)
        for place, target in enumerate(statement.targets):
            # `x = y = 2` are two inputs; an array would be one, which both names see.
            if frame is run.top and (not place or isinstance(given, (int, float))):
                value = as_input(run, target, statement.value, given, statement.span)
            bind(run, target, value, frame, statement.value)


@EXECUTE.of(syntax.Augment)
def augment(run: Run, statement: syntax.Augment, frame: Frame) -> None:
    target, given = called_once(run, statement.target, frame), (statement.value,)
    if statement.operator == "+" and generates(given) and isinstance(items := evaluate(run, target, frame), list):
        extended(run, attribute(run, items, "extend", statement.span), given, statement.span, frame)
        return
    expr = syntax.Binary(target, statement.operator, statement.value, span=statement.span, place=statement.span)
    with run.builder.within("statement", spelled(target), expr):
        before, value = gather(run, (target, statement.value), frame)
        result = augmented(run, statement, before, value)
        if isinstance(before, Tensor) and isinstance(result, list):
            changed_for_all(frame, before, result)
        if isinstance(before, np.ndarray) and isinstance(result, (Tensor, np.ndarray)):
            require_kind(run, before, result, statement.span)
        if isinstance(result, list) or is_entry(run, target, frame) or not changes_in_place(run, before):
            bind(run, target, result, frame)
        else:
            replace_in_place(run, target, before, result, frame)


def is_entry(run: Run, target: Expr, frame: Frame) -> bool:
    """Whether a target is a part of an array, not an array that a list or dict holds."""
    if not isinstance(target, syntax.Subscript):
        return False
    return not isinstance(evaluate(run, target.value, frame), (list, dict))


def augmented(run: Run, statement: syntax.Augment, before: Value, value: Value) -> Value:
    """The value of `before operator value`."""
    if isinstance(before, list) and statement.operator == "+":
        # All that hold the list see what is added to it.
        length = len(before)
        before += iterate(run, value, statement.value.span)
        gained(run, before, range(length, len(before)))
        return before
    own = f"__i{MODELS.get(statement.operator, '')}__"
    if isinstance(before, Instance) and (method := method_of(before, own)) is not None:
        return call_method(run, method, Arguments((value,), {}, statement.span))
    nothing = isinstance(before, (int, float)) and before == 0
    if nothing and statement.operator == "+" and isinstance(value, Tensor):
        # An accumulator that starts from nothing: `loss = 0; loss += …` adds no gate for the 0.
        return value
    result = binary(run, statement.operator, before, value, statement.span, (statement.target, statement.value))
    if isinstance(before, list) and isinstance(result, list):
        # All that hold the list, or the set, see what becomes of it.
        before[:] = result
        return before
    return result


@EXECUTE.of(syntax.Evaluate)
def evaluate_alone(run: Run, statement: syntax.Evaluate, frame: Frame) -> None:
    """An expression that stands alone is the output, unless it changes a value, prints or tells something."""
    if isinstance(statement.value, syntax.Call) and called_name(statement.value) == "print" and frame.parent is None:
        run.printed = statement.value
        look_at_gradients(run, statement.value.arguments, frame)
    with run.builder.within("statement", "f", statement.value):
        value = evaluate(run, statement.value, frame)
        if isinstance(statement.value, syntax.Call):
            keep_at_end(run, statement.value, frame)
        target = changed_in_place(statement.value)
        if target is not None and called_name(statement.value) == "sort":
            value = sorted_in_place(run, evaluate(run, target, frame), value, statement.span)
        if target is not None and isinstance(value, (Tensor, np.ndarray)):
            if called_name(statement.value) == "requires_grad_" and isinstance(value, np.ndarray):
                value = make_input(run, target.id, value, statement.span)
            bind(run, target, value, frame)
            return
    if isinstance(value, Opaque):
        if all(note.span != statement.span for note in run.notes):
            raise PassOver
        return
    if not isinstance(value, (str, Instance)) and value is not None:
        run.remember(getattr(statement.value, "id", "f"), value)


def look_at_gradients(run: Run, printed: tuple[Expr, ...], frame: Frame) -> None:
    """Read `h.grad` where it is printed, since PyTorch has none of some values, or the sum of several passes, which is told."""
    for each in (part for whole in printed for part in spelled_out(whole)):
        if (
            isinstance(each, syntax.Attribute)
            and each.name == "grad"
            and isinstance(known(run, each.value, frame), Tensor)
        ):
            evaluate(run, each, frame)


def known(run: Run, expr: Expr, frame: Frame) -> Value:
    """What a name stands for, or a dotted name behind an object; None for all else."""
    if isinstance(expr, syntax.Name):
        return frame.names.get(expr.id)
    if not isinstance(expr, syntax.Attribute) or not isinstance(owner := known(run, expr.value, frame), Instance):
        return None
    return evaluate(run, expr, frame) if expr.name in owner.attributes else None


def sorted_in_place(run: Run, before: Value, value: Value, span: Span) -> Value:
    """`x.sort()` standing alone changes x, as in NumPy; PyTorch's gives a pair and changes nothing."""
    ordered = value[0] if isinstance(value, tuple) else value
    return value if run.flavour == "torch" else put_in_place(run, before, ordered, span)


def changed_in_place(expr: Expr) -> syntax.Name | None:
    """The name that a call changes: `x.clamp_(min=0)`, a method with a `_` at its end, and `np.fill_diagonal(x, 0)`."""
    if not isinstance(expr, syntax.Call) or not isinstance(expr.function, syntax.Attribute):
        return None
    method = expr.function
    target = expr.arguments[0] if method.name == "fill_diagonal" and expr.arguments else method.value
    changes = method.name.endswith("_") or method.name in CHANGING
    return target if changes and isinstance(target, syntax.Name) else None


@EXECUTE.of(syntax.Declare)
def declare(run: Run, statement: syntax.Declare, frame: Frame) -> None:
    frame.names[statement.name] = UnknownFunction(statement.name)


@EXECUTE.of(syntax.If)
def branch(run: Run, statement: syntax.If, frame: Frame) -> None:
    main = isinstance(statement.test, syntax.Compare) and getattr(statement.test.first, "id", "") == "__name__"
    holds = main or truth(run, evaluate(run, statement.test, frame), statement.test)
    run_block(run, statement.then if holds else statement.otherwise, frame)


@EXECUTE.of(syntax.Return)
def return_(run: Run, statement: syntax.Return, frame: Frame) -> None:
    if statement.value is None:
        raise Returned(None)
    with run.builder.within("statement", spelled(statement.value), statement.value):
        value = evaluate(run, statement.value, frame)
    raise Returned(value)


@EXECUTE.of(syntax.Define)
def define(run: Run, statement: syntax.Define, frame: Frame) -> None:
    """A function; the one that sets a property stands beside the one that gives it."""
    function: Value = Function(
        statement.name,
        statement.parameters,
        statement.body,
        frame,
        decorators=statement.decorators,
        defaults=bound_defaults(run, statement.parameters, frame),
        generates=statement.generates,
    )
    for decorator, wrapper in reversed(list(zip(statement.decorators, statement.wrappers, strict=True))):
        if wraps(decorator, wrapper) or (decorator not in OF_PROPERTIES and own_value(run, callee_of(wrapper), frame)):
            function = called(run, evaluate(run, wrapper, frame), statement.span, function)
    frame.names[setter(statement.name) if "setter" in statement.decorators else statement.name] = function


def wraps(decorator: str, wrapper: Expr) -> bool:
    """Whether a decorator of a library changes what a function gives; `@partial(jax.grad, argnums=1)` does too."""
    inner = wrapper.arguments[0] if isinstance(wrapper, syntax.Call) and wrapper.arguments else None
    made = decorator == "partial" and inner is not None and called_name(inner) in WRAPPING
    return made or decorator in WRAPPING


@EXECUTE.of(syntax.Block)
def block(run: Run, statement: syntax.Block, frame: Frame) -> None:
    run_block(run, statement.body, frame)


@EXECUTE.of(syntax.Import)
def import_(run: Run, statement: syntax.Import, frame: Frame) -> None:
    """An import of a known library binds its name; of others the table is still looked at when the name is used."""
    known = standard(statement.module, statement.member) or imported(run, statement.module, statement.member)
    if known is None and statement.member and statement.name != statement.member:
        known = builtin(run, statement.member)
    if known is not None:
        frame.names[statement.name] = known
    elif run.attempts and is_absent(statement.module):
        hint = "write what it does"
        run.refuse(statement.span, f"`{statement.module}` is no library that is known here", hint, raises="ImportError")


@EXECUTE.of(syntax.PassedOver)
def pass_over(run: Run, statement: syntax.PassedOver, frame: Frame) -> None:
    if statement.what == "raise":
        raise_(run, statement.span)
    if statement.what not in ("docstring", "type hint"):
        message = f"`{statement.what}` has no bearing on the figure and was passed over"
        run.note(message, statement.span, quiet=True)


@EXECUTE.of(syntax.Broken)
def stay_silent(run: Run, statement: syntax.Broken, frame: Frame) -> None:
    raise Silent
