"""The help page: the forms of the language, the operations with their rules, and the modules, all from where they are defined."""

from __future__ import annotations

import re
from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from app.help.forms import CHAPTERS
from app.help.modules import activations, distributions, losses, modules
from app.help.operation_formulas import LETTERS, legend
from app.help.operations import markup, subjects
from app.web.service import service
from app.web.template import code, render

router = APIRouter(include_in_schema=False)


@router.api_route("/help", methods=["GET", "HEAD"])
async def help_page(request: Request) -> HTMLResponse:
    """What can be written, and how each operation is differentiated."""
    text = await run_in_threadpool(page, service(request).root)
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


@cache
def page(root: str) -> str:
    """The page, made once: it depends on nothing that anyone asks."""
    return render(
        "help.html",
        root=root,
        chapters=CHAPTERS,
        subjects=subjects(),
        modules=modules(),
        distributions=distributions(),
        shorthands=(("Activations, pooling and dropout", activations()), ("Losses", losses())),
        legend=tuple((markup(sign), text) for sign, text in legend()),
        back=markup(LETTERS["g"]),
        anchor=anchor,
        prose=prose,
    )


def anchor(title: str) -> str:
    """A title as the part of an address behind its #."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


TYPED = re.compile(r"`[^`]*`|(?<=\w)'(?=\w)|(?<=\d) (?=\d{3})")
"""What is printed otherwise than it is typed; code in backquotes is found first, and stays."""


def prose(text: str) -> Markup:
    """A sentence as it is printed: code as code, curved apostrophes, narrow spaces in long numbers."""
    return code(TYPED.sub(lambda found: {"'": "’", " ": "\u202f"}.get(found[0], found[0]), text))
