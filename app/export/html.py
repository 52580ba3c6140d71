"""HTML: one file that steps through the figure with keys and clicks, from a disk, within a slide or on a page; it loads nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from app.diagram import Mark
from app.export.format import DRAWN, Format
from app.export.frames import arrival
from app.export.picture import Picture
from app.export.placing import enlarged
from app.export.svg import figure
from app.export.theme import Theme
from app.export.xml import words

SCRIPT = (files("app.export") / "stepper.js").read_text(encoding="utf-8")
SHEET = (files("app.export") / "stepper.css").read_text(encoding="utf-8")
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{seal}">
<title>{title}</title>
<style>{sheet}</style>
</head>
<body{start}>
<main>
{svg}<ol aria-live="polite">{steps}</ol>
<nav aria-label="Steps">
<button type="button" data-go="first" aria-label="First">⏮</button><button type="button" data-go="back" aria-label="Back">‹</button>
<output></output>
<button type="button" data-go="next" aria-label="Next">›</button><button type="button" data-go="last" aria-label="Last">⏭</button>
</nav>
</main>
<script>{script}</script>
</body>
</html>
"""


def html(picture: Picture) -> bytes:
    """The figure with its steps, all of them to be seen where no script runs."""
    reached = arrival(picture.diagram)

    def arriving(mark: Mark) -> str:
        return f' data-step="{step}"' if (step := reached(mark)) else ""

    steps = "".join(f"<li><p>{words(step.sentence)}</p><p>{step.mathml}</p></li>" for step in picture.diagram.steps)
    made = PAGE.format(
        policy=policy(picture.theme),
        seal=f"Backpass {picture.seal}".strip(),
        title=words(picture.diagram.title),
        sheet=sheet(picture.theme),
        start="" if picture.start is None else f' data-start="{picture.start}"',
        svg=figure(picture, arriving).decode(),
        steps=steps,
        script=SCRIPT,
    )
    return made.encode()


def sheet(theme: Theme) -> str:
    """The style of the page, in the figure's colours."""
    paper = theme.paper if theme.drawn else "transparent"
    return f":root {{ --ink: {theme.forward}; --paper: {paper}; }}\n{SHEET}"


def policy(theme: Theme) -> str:
    """A policy that lets exactly this style and this script through, and nothing be loaded."""
    return f"default-src 'none'; style-src {digest(sheet(theme))}; script-src {digest(SCRIPT)}; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


FORMATS = (
    Format(
        70,
        "HTML, to step through",
        "html",
        "text/html",
        html,
        settings=(*DRAWN, "step", "stops"),
        walks=True,
        tells_steps=True,
        size=enlarged,
    ),
)
