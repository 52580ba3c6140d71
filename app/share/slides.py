"""Programs that talks are made in."""

from __future__ import annotations

from app.share.target import FITTED, FRAME, Target, Way

ALL, FRAGMENT = {"steps": "all"}, {"document": "fragment"}
PREAMBLE = "% in the preamble\n\\usepackage{{amsmath}}\n\\usepackage{{tikz}}\n\\usetikzlibrary{{arrows.meta}}\n\n"
NOTHING_MOVES = "Copy its slides into your deck. Nothing moves between them, and the notes of each hold its sentence."
SAVED = "Save the file beside your document."


def slide(program: str) -> Way:
    """One slide of native shapes."""
    opened = f"Save the file and open it in {program}."
    return Way((opened, "Copy it into your deck, whose colours it takes on."), "pptx")


def slides(program: str) -> Way:
    """A slide a step."""
    return Way((f"Save the file and open it in {program}.", NOTHING_MOVES), "pptx", ALL)


SLIDES = (
    Target(
        "powerpoint",
        "PowerPoint",
        "`pptx`, or `svg` as a picture",
        slide("PowerPoint"),
        slides("PowerPoint"),
        "a slide each",
        "shapes, text, equations, colours",
        "not tested itself; Microsoft’s Open XML SDK finds no fault (ooxml-validator 0.4), nor does LibreOffice 7.4.7",
        "Before version 2010 it shows equations as pictures.",
    ),
    Target(
        "google-slides",
        "Google Slides",
        "`png` by address, or import `pptx`",
        Way(
            (
                "Choose Insert, Image, By URL, and paste the address.",
                "Or save the file and choose Upload from computer.",
            ),
            "png",
            {"scale": "3"},
            "{png}",
        ),
        Way(("Save the file, and choose File, Import slides, Upload.", NOTHING_MOVES), "pptx", ALL),
        "by `pptx`",
        "after import",
        "not tested",
        "It reads no SVG, takes addresses of 2000 bytes at most, and keeps a copy of the picture.",
        room=(960, 540),
        slide=960,
        most=2000,
        fetches=True,
    ),
    Target(
        "keynote",
        "Keynote",
        "`pptx`, `svg`",
        slide("Keynote"),
        slides("Keynote"),
        "a slide each",
        "shapes",
        "not tested",
        "Equations may come as pictures.",
    ),
    Target(
        "impress",
        "LibreOffice Impress",
        "`pptx`, `svg`",
        slide("Impress"),
        slides("Impress"),
        "a slide each",
        "shapes, text, colours",
        "LibreOffice 7.4.7",
        "Equations are outlines there, which cannot be typed over.",
    ),
    Target(
        "beamer",
        "Beamer, LaTeX",
        "`tex`, or `pdf`",
        Way(
            (SAVED, "Paste this, the last line where the figure goes."), "tex", FRAGMENT, PREAMBLE + "\\input{{{file}}}"
        ),
        Way(
            (SAVED, "Paste this: the overlays of the frame are the steps."),
            "tex",
            {**FRAGMENT, **ALL},
            PREAMBLE + "\\begin{{frame}}\n\\input{{{file}}}\n\\end{{frame}}",
        ),
        "overlays, or pages",
        "all of it",
        "pdfTeX, XeTeX and LuaTeX of TeX Live 2022, Beamer 3.68",
        "A figure that is wider than the page does not shrink by itself: an `adjustbox` around it does that.",
    ),
    Target(
        "typst",
        "Typst",
        "`typ`",
        Way((SAVED, "Paste the line where the figure goes."), "typ", FRAGMENT, '#include "{file}"'),
        Way(
            (SAVED, "Paste this; the number says how far the figure has come."),
            "typ",
            {**FRAGMENT, **ALL},
            '#import "{file}": figure\n#figure(step: 1)',
        ),
        "a page each, or a function",
        "all of it",
        "Typst 0.15",
        "A figure that is wider than the page does not shrink by itself: `scale` does that.",
    ),
    Target(
        "reveal",
        "reveal.js",
        "`svg`, or `/embed` in a frame, from a server or a disk",
        Way(("Paste the section among your slides.",), "svg", {}, f"<section>\n  {FITTED}\n</section>"),
        Way(
            (
                "Paste the section among your slides: the arrows go through the steps, then on to the next slide.",
                "To do without a net, save the file and name it in `src`.",
            ),
            "html",
            {},
            f"<section>\n  {FRAME}\n</section>",
        ),
        "by keys",
        "no",
        "reveal.js 6.0, Chromium 156",
        "Printed slides show the figure as it stands when the frame is loaded.",
        room=(960, 580),
        slide=960,
    ),
    Target(
        "slidev",
        "Slidev",
        "`svg`, or `/embed` in a frame",
        Way(("Paste it on a slide.",), "svg", {}, FITTED),
        Way(("Paste it on a slide, and click it to walk by keys.",), "html", {}, FRAME),
        "by keys, once clicked",
        "no",
        "Slidev 52.20, Chromium 156",
        "Its own clicks do not count the steps of the frame.",
        room=(868, 390),
        slide=980,
    ),
    Target(
        "marp",
        "Marp",
        "`svg`",
        Way(("Paste it on a slide.",), "svg", {}, "![w:{across}]({svg:link})"),
        Way(("Paste it: each step is a slide.",), "", {}, "![w:{across}]({svg:link})", each="\n\n---\n\n"),
        "a slide each, `step=1` …",
        "no",
        "Marp 4.5, Chromium 156",
        "It shows frames with `--html` alone, and pictures of this machine in its PDFs as files alone (`--allow-local-files`).",
        room=(1100, 470),
        slide=1280,
    ),
)
