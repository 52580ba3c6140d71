"""What a figure can be put into, as rows of a table say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WIDEST, HIGHEST = 1000, 4000
"""The largest frame in pixels, where there is room for it."""
PICTURE = '<img src="{%s:html}" alt="{title:html}">'
FITTED = '<img src="{svg:html}" alt="{title:html}" width="{across}">'
"""A picture that fills the room of a slide, however high it is."""
FRAME = (
    '<iframe src="{embed:html}" width="{width}" height="{height}" title="{title:html}" sandbox="allow-scripts" loading="lazy"'
    ' style="border:0"></iframe>'
)
"""As large as the figure; it needs scripts and nothing else."""
LINKED = "[![{title:markdown}]({%s:link})]({page:link})"


@dataclass(frozen=True, slots=True)
class Way:
    """A way into a target: what to do, the file to save (its extension and settings), and what to paste.

    In `paste` stand `{svg}`, `{png}` and so on for the address of such a file, `{embed}` and `{page}` for those of the frame and the
    page, `{width}` and `{height}` for the frame's size, `{across}` for a picture's width, `{file}` for the file's name, `{content}`
    for what is in it, and the names of `snippets`; `:html`, `:markdown` and `:link` escape.
    With `each` it is pasted once for every step of the walk, with that between them.
    """

    do: tuple[str, ...]
    file: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    paste: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One row: how the whole figure gets there, how its steps do (None where they cannot), and what the target cannot do.

    `key` stands in addresses; `how`, `steps`, `edited` and `tested` are the words of the docs.
    """

    key: str
    name: str
    how: str
    whole: Way
    walked: Way | None
    steps: str
    edited: str
    tested: str
    lacks: str
    room: tuple[int, int] = (WIDEST, HIGHEST)
    """Width and height in pixels that a frame may have there, or a picture below a heading."""
    slide: int = 0
    """How many pixels its slides are wide; 0 where it has none, or makes them of a file."""
    most: int = 0
    """The longest address that it takes, in bytes; 0 where that is not known."""
    fetches: bool = False
    """Whether servers of its own fetch what an address shows, which they cannot from a machine that is not on the net."""
