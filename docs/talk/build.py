"""Builds the talk as slides for PowerPoint, for Beamer and for reveal.js: python docs/talk/build.py [FOLDER]

The formats are those that anyone gets from `backpass render`; only what joins the slides is written here. A PDF is made where
pdflatex is installed; the page looks for reveal.js in node_modules beside it (npm install reveal.js).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from copy import deepcopy
from html import escape
from io import BytesIO
from pathlib import Path

from pptx import Presentation
from talk import TALK, Slide

from backpass import Figure, show

PLUG_IN = Path(__file__).parent.parent / "recipes" / "backpass-reveal.js"
DOCUMENT = r"""\documentclass[aspectratio=169]{beamer}
\setbeamertemplate{navigation symbols}{}
\ifdefined\DeclareUnicodeCharacter\usepackage[T1]{fontenc}\fi
\usepackage{lmodern}
\usefonttheme{professionalfonts}
\usepackage{amsmath}
\usepackage{tikz}
\usetikzlibrary{arrows.meta}
\usepackage{adjustbox}
\begin{document}
%s
\end{document}
"""
FRAME = r"""\begin{frame}{%s}\centering
\begin{adjustbox}{max width=\textwidth,max height=.68\textheight}%%
\input{%s.tex}%%
\end{adjustbox}

\vfill{\small %s}
\end{frame}"""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Backpropagation</title>
<link rel="stylesheet" href="node_modules/reveal.js/dist/reveal.css">
<link rel="stylesheet" href="node_modules/reveal.js/dist/theme/white.css">
<style>
.reveal h2 {{ font-size: 1.4em; text-transform: none }}
.reveal p {{ font-size: .7em }}
.reveal img, .reveal iframe {{ width: 100%; height: 470px; object-fit: contain; border: 0; margin: 0 }}
</style>
<div class="reveal"><div class="slides">
{sections}
</div></div>
<script src="node_modules/reveal.js/dist/reveal.js"></script>
<script src="backpass-reveal.js"></script>
<script>Reveal.initialize({{ hash: true, width: 1100, height: 680, plugins: [RevealBackpass] }});</script>
</html>
"""


def figure(slide: Slide, **settings: str) -> Figure:
    return show(slide.program, options={**slide.options, **settings}, **slide.values)


def powerpoint(folder: Path) -> None:
    """All slides in the first one's deck; shapes name their colours by its theme, so they can be taken over as they are."""
    decks = []
    for slide in TALK:
        steps = {"steps": "all"} if slide.walks else {}
        decks.append(Presentation(BytesIO(figure(slide, heading=slide.title, **steps).bytes("pptx"))))
    whole, *others = decks
    tell(whole, TALK[0])
    for slide, deck in zip(TALK[1:], others, strict=True):
        tell(deck, slide)
        for drawn in deck.slides:
            taken = whole.slides.add_slide(whole.slide_layouts.get_by_name(drawn.slide_layout.name))
            tree = taken.shapes._spTree
            for shape in list(taken.shapes):
                tree.remove(shape._element)
            tree.extend(deepcopy(list(drawn.shapes._spTree)[2:]))
            taken.notes_slide.notes_text_frame.text = drawn.notes_slide.notes_text_frame.text
    whole.core_properties.title = "Backpropagation"
    whole.save(folder / "talk.pptx")


def tell(deck: Presentation, slide: Slide) -> None:
    """The slide's sentence, for the speaker."""
    for drawn in deck.slides:
        notes = drawn.notes_slide.notes_text_frame
        notes.text = f"{slide.sentence}\n{notes.text}"


def beamer(folder: Path) -> None:
    """A frame for each slide, its figure as TikZ; one that is walked goes by overlays."""
    for slide in TALK:
        steps = {"steps": "all"} if slide.walks else {}
        made = figure(slide, document="fragment", **steps).bytes("tex")
        (folder / f"{slide.name}.tex").write_bytes(made)
    frames = "\n".join(FRAME % (slide.title, slide.name, slide.sentence) for slide in TALK)
    (folder / "talk.tex").write_text(DOCUMENT % frames, encoding="utf-8")
    if shutil.which("pdflatex"):
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "talk.tex"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            sys.exit(done.stdout[-2000:])


def reveal(folder: Path) -> None:
    """A section for each slide: an SVG, or the file that steps in a frame, with the plug-in that hands its keys on."""
    sections = []
    for slide in TALK:
        name = f"{slide.name}.{'html' if slide.walks else 'svg'}"
        start = {"step": "0", "theme": "transparent"} if slide.walks else {}
        figure(slide, **start).save(folder / name)
        shown = (
            f'<iframe src="{name}" title="{escape(slide.title)}" sandbox="allow-scripts"></iframe>'
            if slide.walks
            else f'<img src="{name}" alt="{escape(slide.program)}">'
        )
        sections.append(f"<section><h2>{escape(slide.title)}</h2>{shown}<p>{escape(slide.sentence)}</p></section>")
    shutil.copy(PLUG_IN, folder)
    (folder / "talk.html").write_text(PAGE.format(sections="\n".join(sections)), encoding="utf-8")


def main(target: str = "build/talk") -> None:
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    for build in (powerpoint, beamer, reveal):
        build(folder)
    sys.stdout.write(f"{folder / 'talk.pptx'}, talk.tex and talk.html\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
