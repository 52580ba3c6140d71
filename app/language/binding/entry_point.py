"""A script that stands in a function without parameters, as in `def main(): …`: its statements stand at the top."""

from __future__ import annotations

from collections.abc import Collection

from app.language import flow_syntax, syntax
from app.language.binding.hoisting import is_written_out
from app.language.names import bound_names, loaded, local_names
from app.language.syntax import Call, Name, Statement
from app.language.walk import everything

SILENT = (syntax.Define, syntax.Class, syntax.Import, syntax.PassedOver)
CONSTRUCTOR_ARGUMENTS, FORWARD_ARGUMENTS = MAKERS = "get_init_inputs", "get_inputs"
"""Functions that make what a class and its forward pass are given, as collections of modules have them beside each."""
TRAINING = frozenset("backward step zero_grad train eval parameters load_state_dict state_dict".split())
"""Methods of a model or an optimizer: a function that is given one, or asks for one that the text does not make, is no forward pass."""
ENTRY = syntax.Compare(Name("__name__"), ("==",), (syntax.Literal("__main__"),))


def unwrapped(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, the body of such a function in place of its only call at the end, or of a last definition that nobody calls.

    A function stays one whose names mean something outside of it, too.
    """
    if not statements:
        return statements
    *before, last = opened(statements)
    name = called_at_last(last)
    if name is None and isinstance(last, syntax.Define) and last.name not in MAKERS and not any(map(computes, before)):
        name, before = last.name, [*before, last]
    found = next((each for each in before if isinstance(each, syntax.Define) and each.name == name), None)
    if found is None or not is_script(found):
        return statements
    if trains(found, {name for each in before for name in bound_names(each)}):
        return statements
    others = [each for each in before if each is not found]
    outside = {name for each in others for name in (*bound_names(each), *asked_of_outside(each))}
    inside = {own for each in found.body for own in bound_names(each)}
    return statements if found.name in outside or inside & outside else (*others, *without_status(found.body))


def opened(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements, those below a last `if __name__ == "__main__":` at the top."""
    last = statements[-1]
    return (*statements[:-1], *last.then) if isinstance(last, syntax.If) and last.test == ENTRY else statements


def called_at_last(last: Statement) -> str | None:
    """Which function the last statement is the call of, without arguments."""
    match last:
        case syntax.Evaluate(value=Call(function=Name(id=name), arguments=(), keywords=())):
            return name
    return None


def asked_of_outside(statement: Statement) -> set[str]:
    """The names that a statement asks for and that are not a function's own."""
    if isinstance(statement, syntax.Class):
        return loaded(statement.bases).union(*map(asked_of_outside, statement.body))
    own = local_names(statement) if isinstance(statement, syntax.Define) else set()
    return loaded([statement]) - own


def computes(statement: Statement) -> bool:
    """Whether a statement does more than define, import or give a name a number."""
    if isinstance(statement, syntax.Block):
        return any(map(computes, statement.body))
    return not (
        isinstance(statement, SILENT) or (isinstance(statement, syntax.Assign) and is_written_out(statement.value))
    )


def without_status(body: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The body of a script without a last `return 0`, which tells whoever runs it that all went well."""
    match body[-1]:
        case syntax.Return(value=None | syntax.Literal()):
            return body[:-1]
    return body


def trains(definition: Statement, bound: Collection[str]) -> bool:
    """Whether a function trains or looks at a model that is none of the names that it, or the text outside, has `bound`."""
    if not isinstance(definition, syntax.Define):
        return False
    own = {name for statement in definition.body for name in bound_names(statement)} | set(bound)
    return any(
        isinstance(each, Call)
        and isinstance(each.function, syntax.Attribute)
        and each.function.name in TRAINING
        and isinstance(each.function.value, Name)
        and each.function.value.id not in own
        for each in everything(definition)
    )


def is_script(function: syntax.Define) -> bool:
    """Whether the body of a function means the same at the top."""
    bound = function.parameters or function.decorators or function.wrappers or function.formula
    own = (flow_syntax.Yield, flow_syntax.Outer)
    return not bound and not any(isinstance(each, own) for each in everything(function))
