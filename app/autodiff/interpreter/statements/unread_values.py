"""What comes from libraries that are not read, and what is computed with it: said, and refused where nothing else is left."""

from __future__ import annotations

from app.autodiff.interpreter.kinds.value_types import Opaque
from app.autodiff.interpreter.running.changed_names import descend
from app.autodiff.interpreter.running.run import Run
from app.language import Diagnostic, LanguageError
from app.language.names import bound_names, loaded
from app.language.syntax import Assign, Augment, Import


def refuse_unread(run: Run) -> None:
    """Refuse a text whose only results come from what is not read. Raises LanguageError at the first of them."""
    names = run.top.names
    imported = {each.name for block in run.program.statements for each in descend(block) if isinstance(each, Import)}
    for statement in run.program.statements:
        if not isinstance(statement, (Assign, Augment)):
            continue
        unread = sorted(name for name in loaded([statement.value]) - imported if isinstance(names.get(name), Opaque))
        name = next((each for each in bound_names(statement) if isinstance(names.get(each), Opaque)), None)
        if name is not None and unread:
            told = f"`{name}` is computed with `{unread[0]}`, which comes from a library that is not read here"
            hint = f"give `{unread[0]}` a value of its own, as `{unread[0]} = np.array([1.0, 2.0])`"
            raise LanguageError(Diagnostic(statement.span, told, hint))
