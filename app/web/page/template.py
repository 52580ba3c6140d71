"""The pages' templates."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.assets import TEMPLATES
from app.web.operation.build import build


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["code"] = code
    made.globals["version"] = build()
    return made


def load_templates() -> None:
    """Read all templates, which are kept."""
    for name in environment().list_templates(["html"]):
        environment().get_template(name)


def render(name: str, **names: object) -> str:
    """The template called `name` as HTML."""
    return environment().get_template(name).render(**names)


def code(text: str) -> Markup:
    """A message with what stands in backquotes set as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))
