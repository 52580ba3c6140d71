"""Python's flow beyond loops and branches: `match`, `:=`, `yield`, `global`, `del`, and the texts of f-strings."""

from __future__ import annotations

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.containers import is_key
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Frame, Instance, Key, Value
from app.autodiff.interpreter.objects.introspection import delete_attribute, is_of_kind
from app.autodiff.interpreter.operations import texts
from app.autodiff.interpreter.operations.items import iterate, mapping_item, worded
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.running.blocks import run_block
from app.autodiff.interpreter.running.dispatch import EVALUATE, EXECUTE, attribute, bind, evaluate
from app.autodiff.interpreter.running.run import Run
from app.autodiff.interpreter.statements.evaluation import gather
from app.autodiff.interpreter.statements.free_names import is_bound
from app.autodiff.interpreter.statements.generators import go_through
from app.language import LanguageError, syntax
from app.language.flow_syntax import Case, Delete, Formatted, Match, Named, Outer, Pattern, Yield
from app.language.syntax import Expr


@EVALUATE.of(Named)
def named(run: Run, expr: Named, frame: Frame) -> Value:
    """`(n := len(x))`; inside of a comprehension the name belongs to what stands around it."""
    value = evaluate(run, expr.value, frame)
    while frame.comprehension and frame.parent is not None:
        frame = frame.parent
    bind(run, expr.target, value, frame, quietly=True)
    return value


@EVALUATE.of(Yield)
def yielded(run: Run, expr: Yield, frame: Frame) -> None:
    """What a generator gives is a list, unless a loop or a `with` takes each item where it is given."""
    if frame is run.top:
        run.refuse(expr.span, "`yield` stands in functions only", "write `return`, or a list")
    if expr.many and expr.value is not None and (onward := frame.onward) is not None:
        go_through(run, expr.value, frame, lambda item: onward(item) is None, lambda _: None)
        return
    value = None if expr.value is None else evaluate(run, expr.value, frame)
    given = iterate(run, value, expr.span) if expr.many else [value]
    if frame.onward is not None:
        frame.onward(value)
        return
    run.bounded(len(frame.yielded) + len(given), expr.span)
    frame.yielded.extend(given)


@EVALUATE.of(Formatted)
def formatted(run: Run, expr: Formatted, frame: Frame) -> str:
    """An f-string of plain values and of tensors with one entry, as keys are; of other values nothing is written."""
    return "".join(each if isinstance(each, str) else written(run, *each, frame) for each in expr.words)


def written(run: Run, expr: Expr, shape: str, frame: Frame) -> str:
    """One value of an f-string: only what is bound is looked at, so that a message makes no inputs."""
    if not is_bound(run, expr, frame):
        return ""
    try:
        return texts.formatted(settled(evaluate(run, expr, frame)), shape)
    except (LanguageError, ValueError):
        return ""


@EXECUTE.of(Outer)
def reach_out(run: Run, statement: Outer, frame: Frame) -> None:
    """From here on, what is assigned to these names is seen outside of the function."""
    for name in statement.names:
        home = run.top if statement.everywhere else frame.parent and frame.parent.find(name)
        if home is None:
            run.refuse(statement.span, f"there is no `{name}` around this function", "give it a value there")
        if home is not frame:
            frame.outer[name] = home


@EXECUTE.of(Delete)
def delete(run: Run, statement: Delete, frame: Frame) -> None:
    for target in statement.targets:
        if isinstance(target, syntax.Attribute):
            delete_attribute(run, target.span, evaluate(run, target.value, frame), target.name)
            continue
        holder, key = gather(
            run, (target.value, target.index) if isinstance(target, syntax.Subscript) else (target, target), frame
        )
        if holder is OPAQUE:
            continue
        if not isinstance(holder, (list, dict)):
            run.refuse(target.span, f"items of {describe(holder)} cannot be deleted", "those of lists and dicts can")
        try:
            del holder[settled(key)]  # type: ignore[arg-type]
        except (IndexError, KeyError, TypeError):
            run.refuse(target.span, f"there is no item {worded(settled(key))} here", f"it has {len(holder)} items")


@EXECUTE.of(Match)
def match(run: Run, statement: Match, frame: Frame) -> None:
    """The first case whose pattern fits and whose test holds."""
    value = evaluate(run, statement.value, frame)
    for case in statement.body:
        assert isinstance(case, Case)
        if fits(run, case.pattern, value, frame) and (
            case.test is None or truth(run, evaluate(run, case.test, frame), case.test)
        ):
            run_block(run, case.body, frame)
            return


def fits(run: Run, pattern: Pattern, value: Value, frame: Frame) -> bool:
    """Whether a value has the form of a pattern, whose names are bound to its parts."""
    kind = pattern.kind
    if kind == "or":
        return any(fits(run, each, value, frame) for each in pattern.parts)
    if kind == "value":
        return equals(run, pattern, value, frame)
    if kind == "class":
        return fits_class(run, pattern, value, frame)
    if kind == "sequence":
        return isinstance(value, (list, tuple)) and fits_items(run, pattern.parts, list(value), frame)
    if kind == "mapping":
        return isinstance(value, dict) and fits_mapping(run, pattern, value, frame)
    if kind == "as" and not fits(run, pattern.parts[0], value, frame):
        return False
    if pattern.value is not None:
        bind(run, pattern.value, value, frame, quietly=True)
    return True


def equals(run: Run, pattern: Pattern, value: Value, frame: Frame) -> bool:
    assert pattern.value is not None
    wanted = evaluate(run, pattern.value, frame)
    if isinstance(value, Tensor) and isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return truth(run, binary(run, "==", value, wanted, pattern.span), pattern.value)
    return wanted is value or (is_key(value) and is_key(wanted) and wanted == value)


def fits_items(run: Run, parts: tuple[Pattern, ...], items: list[Value], frame: Frame) -> bool:
    """`[first, *rest, last]`."""
    star = next((place for place, each in enumerate(parts) if each.kind == "star"), None)
    if star is None:
        groups: list[Value] = items
    else:
        stop = len(items) - (len(parts) - 1 - star)
        groups = [*items[:star], items[star:stop], *items[stop:]] if stop >= star else []
    return len(groups) == len(parts) and all(
        fits(run, part, item, frame) for part, item in zip(parts, groups, strict=True)
    )


def fits_mapping(run: Run, pattern: Pattern, value: dict[Key, Value], frame: Frame) -> bool:
    keys = gather(run, pattern.keys, frame)
    if any(not is_key(key) or key not in value for key in keys):
        return False
    if pattern.value is not None:
        bind(run, pattern.value, {key: each for key, each in value.items() if key not in keys}, frame, quietly=True)
    found = [mapping_item(run, value, key, pattern.span) for key in keys]
    return all(fits(run, part, item, frame) for part, item in zip(pattern.parts, found, strict=True))


def fits_class(run: Run, pattern: Pattern, value: Value, frame: Frame) -> bool:
    """`Circle(radius=r)`, `Circle(r)` of a data class, `float()` of a number."""
    assert pattern.value is not None
    name = getattr(pattern.value, "id", "")
    if name in ("int", "float", "str", "list", "tuple", "dict", "bool"):
        fit = is_of_kind(run, value, (name,))
        return fit and all(fits(run, part, value, frame) for part in pattern.parts)
    cls = evaluate(run, pattern.value, frame)
    if not isinstance(value, Instance) or not isinstance(cls, Class) or cls not in value.cls.lineage():
        return False
    positional = len(pattern.parts) - len(pattern.words)
    words = (*cls.fields[:positional], *pattern.words)
    if len(words) < len(pattern.parts):
        run.refuse(pattern.span, f"`{cls.shown}` has no parts by position", "name them, as in `Circle(radius=r)`")
    return all(
        fits(run, part, attribute(run, value, word, pattern.span), frame)
        for part, word in zip(pattern.parts, words, strict=True)
    )
