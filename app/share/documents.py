"""Documents that are built or typed, and programs that draw."""

from __future__ import annotations

from app.share.target import Target, Way

INSTALLED = "It shows no steps, and Backpass has to be installed where it is built."

DOCUMENTS = (
    Target(
        "quarto",
        "pandoc, Quarto",
        "a filter (below)",
        Way(
            (
                "Put `backpass.lua` beside the document, and `filters: [backpass.lua]` into its head.",
                "Paste the block.",
            ),
            paste="{quarto}",
        ),
        None,
        "no",
        "the text",
        "pandoc 2.17; Quarto itself not tested",
        INSTALLED,
    ),
    Target(
        "sphinx",
        "Sphinx",
        "a directive (below)",
        Way(
            (
                "Put `sphinx_backpass.py` on the path of `conf.py`, and its name into `extensions`.",
                "Paste the directive.",
            ),
            paste="{sphinx}",
        ),
        None,
        "no",
        "the text",
        "Sphinx 9.0",
        INSTALLED,
    ),
    Target(
        "mkdocs",
        "MkDocs",
        "a hook (below)",
        Way(("Name `mkdocs_backpass.py` under `hooks:` of `mkdocs.yml`.", "Paste the block."), paste="{mkdocs}"),
        None,
        "no",
        "the text",
        "MkDocs 1.6",
        INSTALLED,
    ),
    Target(
        "jupyter",
        "Jupyter",
        "`show(…)`",
        Way(("Install Backpass for the kernel, and paste this into a cell.",), paste="{python}"),
        None,
        "with `anywidget`",
        "the text",
        "JupyterLab 4.6, nbconvert 7, anywidget 0.11, Chromium 156",
        "Without `anywidget` it shows the whole figure alone, as other pages that show notebooks do.",
    ),
    Target(
        "word",
        "Word, Writer",
        "`svg` or `png` as a file",
        Way(("Save the file, and choose Insert, Pictures.",), "svg"),
        None,
        "no",
        "no",
        "LibreOffice Writer 7.4.7; Word not tested",
        "Word reads SVG since 2016; before that take PNG.",
    ),
    Target(
        "inkscape",
        "Inkscape, resvg, librsvg",
        "`svg`",
        Way(("Save the file and open it.",), "svg"),
        None,
        "no",
        "paths",
        "1.2.2, resvg-py 0.5 and resvg-js 2.6, 2.54",
        "Letters are outlines, which cannot be typed over.",
    ),
    Target(
        "graphviz",
        "Graphviz",
        "`dot`",
        Way(("Save the file, and run `dot -Tsvg {file}`.",), "dot", paste="{content}"),
        None,
        "no",
        "the text",
        "2.43",
        "It lays the graph out itself, and writes formulas as plain text.",
    ),
)
