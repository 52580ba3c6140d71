"""Pages on the net, and what they are written in."""

from __future__ import annotations

from app.share.target import FRAME, LINKED, PICTURE, Target, Way

FILM = "the film plays by itself, whoever looks"
PASTED = ("Paste it into a README, an issue or a comment.",)
HTML_BLOCK = ("Add a block “Custom HTML” and paste this.", "Or save the file and upload it.")
SOURCE = ("Open the source in the editor and paste this.", "Or save the file and drop it into the text.")

PAGES = (
    Target(
        "github",
        "GitHub, GitLab",
        "`svg` by address",
        Way(PASTED, "svg", {}, LINKED % "svg"),
        Way(PASTED, "webp", {}, LINKED % "webp"),
        "`webp`",
        "no",
        "not tested",
        f"It shows no frame, and keeps a copy of the picture; {FILM}.",
        fetches=True,
    ),
    Target(
        "mermaid",
        "Mermaid in GitHub, GitLab, Obsidian",
        "`mmd` in a code block",
        Way(("Paste the block.",), "mmd", {}, "```mermaid\n{content}```"),
        None,
        "no",
        "the text",
        "mermaid-cli 11, Mermaid 11.17, Chromium 156",
        "It lays the graph out itself, and writes formulas as plain text.",
    ),
    Target(
        "markdown",
        "Markdown",
        "`svg` by address",
        Way(("Paste it: the picture links to its page.",), "svg", {}, LINKED % "svg"),
        Way(("Paste it: the film links to its page.",), "webp", {}, LINKED % "webp"),
        "`webp`",
        "no",
        "pandoc 2.17",
        f"It shows steps as a film alone: {FILM}.",
    ),
    Target(
        "web",
        "A web page",
        "`svg`, or `/embed` in a frame",
        Way(
            ("Paste it into the page: the picture links to its page.",),
            "svg",
            {},
            f'<a href="{{page:html}}">{PICTURE % "svg"}</a>',
        ),
        Way(("Paste it into the page.", "Or save the file, which needs no server."), "html", {}, FRAME),
        "by keys and clicks",
        "no",
        "Chromium 156",
        "Where scripts are off, the frame shows all steps at once.",
    ),
    Target(
        "notion",
        "Notion",
        "`png` by address, or `/embed`",
        Way(("Type /image, choose Link, and paste the address.",), "png", {"scale": "2"}, "{png}"),
        Way(("Type /embed, and paste the address.",), "", {}, "{embed}"),
        "by keys and clicks",
        "no",
        "not tested",
        "It drops pasted HTML and takes an address alone; the height of a frame is set by hand.",
        fetches=True,
    ),
    Target(
        "wordpress",
        "WordPress",
        "`png` by address or as a file",
        Way(HTML_BLOCK, "png", {"scale": "2"}, PICTURE % "png"),
        Way(HTML_BLOCK, "webp", {}, PICTURE % "webp"),
        "`webp`",
        "no",
        "not tested",
        f"It refuses SVG files, and drops frames of those who may not write unfiltered HTML; {FILM}.",
    ),
    Target(
        "moodle",
        "Moodle",
        "`png` by address or as a file",
        Way(SOURCE, "png", {"scale": "2"}, PICTURE % "png"),
        Way(SOURCE, "gif", {}, PICTURE % "gif"),
        "`gif`",
        "no",
        "not tested",
        f"It drops scripts, and the frames of students; {FILM}.",
    ),
)
