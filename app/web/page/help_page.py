"""The help page: the forms of the language, the operations with their rules, and the modules, all from where they are defined."""

from __future__ import annotations

import re

from markupsafe import Markup

from app.help.forms import CHAPTERS
from app.help.modules import activations, distributions, losses, modules
from app.help.operation_formulas import LETTERS, legend
from app.help.operations import markup, subjects
from app.web.page.optimiser_entries import entries
from app.web.page.template import code, render


def page(root: str) -> str:
    """The page of a server that is mounted at `root`."""
    return render(
        "help.html",
        root=root,
        chapters=CHAPTERS,
        subjects=subjects(),
        modules=modules(),
        distributions=distributions(),
        shorthands=(("Activations, pooling and dropout", activations()), ("Losses", losses())),
        optimisers=entries(),
        legend=tuple((markup(sign), text) for sign, text in legend()),
        back=markup(LETTERS["g"]),
        anchor=anchor,
        prose=prose,
    )


def completions(root: str) -> str:
    """The operations as the editor offers them: a list of options, each with its formulas, short names first."""
    operations = [operation for subject in subjects() for operation in subject.operations]
    return render("completions.html", root=root, operations=sorted(operations, key=lambda each: len(each.name)))


def anchor(title: str) -> str:
    """A title as the part of an address behind its #."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


TYPED = re.compile(r"`[^`]*`|(?<=\w)'(?=\w)|(?<=\d) (?=\d{3})")
"""What is printed otherwise than it is typed; code in backquotes is found first, and stays."""


def prose(text: str) -> Markup:
    """A sentence as it is printed: code as code, curved apostrophes, narrow spaces in long numbers."""
    return code(TYPED.sub(lambda found: {"'": "’", " ": "\u202f"}.get(found[0], found[0]), text))
