"""What a target gets of one query: the file, what to paste, a preview, and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from ipaddress import ip_address
from math import ceil
from string import Formatter
from types import MappingProxyType
from urllib.parse import urlsplit

from app import render
from app.diagram import Diagram
from app.diagram.quantities import SIZE
from app.export import FORMATS, placing
from app.export.settings import ONE, Settings
from app.export.theme import THEMES
from app.query import Query, file_name
from app.share.file_choices import Choice, choice, having
from app.share.snippets import SNIPPETS, chosen
from app.share.target import Target, Way

PIXELS, MARGINS, BUTTONS = 96 / 72, 16, 68
"""Pixels for a point, those around a figure in a frame, and those of the buttons below it with the gaps before them."""
LINE, LETTER = 23, 8
"""Pixels of a line of a step's sentence, which has its formula below it, and of a letter at most, on average."""
PAPER = Settings().theme
SEEN = frozenset({"svg", "png", "gif", "webp"})
"""Formats that a browser shows as pictures."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is: its address as others see it, with a slash at its end, and the path at which it is mounted."""

    base: str
    root: str = ""

    @property
    def local(self) -> bool:
        """Whether nobody but this machine, or its own net, can reach it."""
        host = urlsplit(self.base).hostname or ""
        try:
            return not ip_address(host).is_global
        except ValueError:
            return "." not in host or host.endswith((".local", ".localhost"))


ESCAPES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "html": escape,
        "markdown": lambda text: re.sub(r"([\\\[\]`*_<>])", r"\\\1", text),
        "link": lambda address: address.replace("(", "%28").replace(")", "%29"),
    }
)
"""What each place of a template asks for."""


class Piece(str):
    """A text that is escaped where its place asks for it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return ESCAPES[spec](str(self)) if spec else str(self)


@dataclass(frozen=True)
class Offer:
    """What `way` of a target takes of a query."""

    target: Target
    way: Way
    walked: bool
    query: Query
    place: Place

    @cached_property
    def diagram(self) -> Diagram:
        """The figure as a frame shows it. Raises LanguageError and QueryError."""
        render.settings_of(self.query)
        return render.figure(replace(self.query, settings={}))

    @cached_property
    def halts(self) -> list[int]:
        """After how many steps the walk stops, from none to all. Raises QueryError where it cannot be so."""
        return render.halts(self.diagram, self.query)

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height in pixels of a frame for the figure."""
        return frame_size(self.diagram, self.target.room)

    @cached_property
    def fitted(self) -> tuple[Query, Diagram]:
        """The query as a picture asks for it that fills the room of a slide, and its figure."""
        return render.fitted(self.query, self.target.room)

    @property
    def across(self) -> int:
        """Pixels of a picture's width that fill the room of a slide, below its heading."""
        (wide, high), figure = self.target.room, self.fitted[1]
        return round(min(wide, high * figure.width / figure.height))

    @property
    def filename(self) -> str:
        return file_name(self.asked(self.way.file), self.way.file) if self.way.file else ""

    @property
    def href(self) -> str:
        """The path of the file on this server."""
        return f"{self.place.root}/{self.path(self.way.file)}" if self.way.file else ""

    @property
    def preview(self) -> str:
        """The path of a picture that shows what the target gets."""
        shown = self.way.file if self.way.file in SEEN else "svg"
        return f"{self.place.root}/{self.path(shown, playing=self.walked and shown == 'svg')}"

    def asked(self, extension: str, *, playing: bool = False) -> Query:
        """The query that makes a file of this offer."""
        kind = FORMATS[extension]
        given = {**self.query.settings, **(self.way.settings if extension == self.way.file else {})}
        given |= {"steps": "all"} if playing else {}
        if given.get("slides") == ONE and self.count == 1:
            del given["slides"]
        step = self.query.step
        if self.walked and not self.way.each:
            step = "0" if kind.walks else ""
        query = self.fitted[0] if "{across}" in self.way.paste else self.query
        return render.effective(replace(query, settings=given, step=step), kind)

    def path(self, extension: str, *, playing: bool = False) -> str:
        return f"diagram.{extension}?{self.asked(extension, playing=playing).string()}"

    @cached_property
    def paste(self) -> str:
        """What to paste."""
        if not self.way.each:
            return self.filled(self.way.paste)
        return self.way.each.join(replace(self, query=self.query.at_step(k)).filled(self.way.paste) for k in self.halts)

    def filled(self, template: str) -> str:
        """A template with its holes filled."""
        return template.format_map({name: self.piece(name) for name in holes(template)})

    def piece(self, name: str) -> object:
        """What stands in a hole of a template."""
        if name in FORMATS:
            return Piece(self.place.base + self.path(name))
        found = SNIPPETS[name].write(self.query) if name in SNIPPETS else HOLES[name](self)
        return Piece(found) if isinstance(found, str) else found

    def content(self) -> str:
        """What is in the file."""
        return render.picture(self.asked(self.way.file), self.way.file).decode()

    def title(self) -> str:
        """The figure in a few words, for who does not see it."""
        return f"Both passes of {self.query.text.strip().rpartition(chr(10))[2].strip()[:60]}"

    @cached_property
    def notes(self) -> list[str]:
        """What is to be said: what the target cannot do, then what of this query it cannot take."""
        return [self.target.lacks, *self.spread(), *self.small(), *self.unreached(), *self.left_out()]

    @property
    def spreads(self) -> bool:
        """Whether the file has as many slides as its figure takes."""
        return bool(self.way.file) and FORMATS[self.way.file].slides is not None

    @cached_property
    def count(self) -> int:
        """On how many slides the figure can be read."""
        readable = replace(self, query=having(self.query, "slides", ""))
        return render.slides(readable.asked(self.way.file)) if self.spreads else 1

    @property
    def choices(self) -> Iterator[Choice]:
        """What can be chosen about the file, or about what is pasted, beside its steps."""
        if "theme" in FORMATS[self.way.file or "svg"].settings:
            yield choice(self.query, "theme", "Colours", {name: name for name in THEMES})
        if self.count > 1:
            yield choice(self.query, "slides", "Figure", {"readable": f"in {self.count} parts", ONE: "in one piece"})

    def spread(self) -> Iterator[str]:
        if self.count == 1 or self.query.settings.get("slides") == ONE:
            return
        told = "In one piece its letters would be too small to be read from the back, so it is in"
        rest = "each step shows the part that it is about" if self.walked else "a slide each"
        yield f"{told} {self.count} parts, {rest}, and nothing moves from one pass to the other."

    def small(self) -> Iterator[str]:
        """That the type of a picture on a slide, as large as it may be there, is not to be read from the back of a room."""
        if not self.target.slide or self.spreads:
            return
        figure = self.fitted[1] if "{across}" in self.way.paste else self.diagram
        (wide, high), shrunk = self.target.room, placing.SIZES["16:9"][0] / self.target.slide
        size = SIZE * shrunk * min(wide / figure.width, high / figure.height)
        if size < placing.READABLE:
            told = (
                f"Its letters are as small as {size:.0f} points are in PowerPoint, too small to be read from the back"
            )
            yield f"{told}: fold more of it, open its gates one by one, or save it for PowerPoint, on several slides."

    def unreached(self) -> Iterator[str]:
        found = [each for each in self.paste.split() if each.startswith(self.place.base)]
        longest = max((len(each) for each in found), default=0)
        if 0 < self.target.most < longest:
            yield f"This address has {longest} bytes, and {self.target.name} takes {self.target.most}: save the file instead."
        if self.place.local and self.place.base in self.paste:
            host = urlsplit(self.place.base).netloc
            told = "cannot be fetched from there" if self.target.fetches else "works on this machine and its net alone"
            yield f"The address names {host}, which {told}: save the file, or take the address of a public server."

    def left_out(self) -> Iterator[str]:
        names = [name for name in holes(self.way.paste) if name in SNIPPETS]
        for name in names:
            if lost := chosen(self.query).keys() - SNIPPETS[name].knows:
                yield f"It leaves out {', '.join(f'`{each}`' for each in sorted(lost))}."


HOLES: Mapping[str, Callable[[Offer], object]] = MappingProxyType(
    {
        "title": Offer.title,
        "content": Offer.content,
        "file": lambda offer: offer.filename,
        "embed": lambda offer: f"{offer.place.base}embed?{on_paper(offer.asked('html')).string()}",
        "page": lambda offer: f"{offer.place.base}?{replace(offer.query, settings={}, step='').string()}",
        "width": lambda offer: offer.frame[0],
        "height": lambda offer: offer.frame[1],
        "across": lambda offer: offer.across,
    }
)
"""What stands in the holes of templates that are no addresses of files and no snippets."""


def on_paper(query: Query) -> Query:
    """The query of a frame, which says its colours: without paper its ink would be lost on a dark page."""
    return replace(query, settings={"theme": PAPER, **query.settings})


def holes(template: str) -> list[str]:
    """The names that stand in a template."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def frame_size(figure: Diagram, most: tuple[int, int]) -> tuple[int, int]:
    """Width and height in pixels of a frame that shows all of a figure with its longest sentence, as far as it may be so large."""
    width, height = figure.width * PIXELS, figure.height * PIXELS
    longest = max((len(step.sentence) for step in figure.steps), default=0) * LETTER
    lines = 1
    while True:
        below = MARGINS + BUTTONS + LINE * (lines + 1) + LINE // 2
        scale = min(1.0, max(most[0] - MARGINS, 1) / width, max(most[1] - below, below) / height)
        needed = ceil(longest / (width * scale))
        if needed <= lines:
            return min(most[0], round(width * scale) + MARGINS), min(most[1], round(height * scale) + below)
        lines = needed


def offer(target: Target, query: Query, place: Place, *, walked: bool) -> Offer:
    """What a target gets of a query: the whole figure, or its steps where it can have them."""
    way = target.walked if walked and target.walked else target.whole
    return Offer(target, way, way is target.walked, query, place)
