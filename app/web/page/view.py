"""All that the page shows of a query, as plain values for its template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from markupsafe import Markup

from app.autodiff import Trace
from app.charts.updates import walked_on
from app.diagram import CHOICES, Diagram, Options, composed, structure
from app.diagram.quantities import SIZE
from app.examples import EXAMPLES
from app.export import FORMATS, page_svg
from app.export.settings import WORKSHEET
from app.language import Diagnostic, LanguageError, Severity
from app.language.reading.parser import CHARACTERS
from app.pipeline import Worksheet, agrees, fonts, moved, trace, worst
from app.query import SEED, Query, QueryError, file_name, parameter
from app.query.descent_query import attempted, belongs
from app.render import effective, strangers
from app.typeset import write
from app.web.http.problem import listed
from app.web.page.choices import Group, groups, outputs
from app.web.page.closeup import Closeup, closeup
from app.web.page.example_seed import TOLD, teaches, with_example, without_example
from app.web.page.input_fields import Input, gradients, inputs
from app.web.page.landscape_card import LandscapeCard, landscape_card
from app.web.page.misfits import fitting
from app.web.page.quiz import asking
from app.web.page.repairs import repaired
from app.web.page.study import Study, study
from app.web.page.trace_table import Table, tables
from app.web.page.train_card import TrainCard, train_card
from app.web.page.underlines import Piece, marking
from app.web.page.walkthrough import Walkthrough, address, walkthrough

SMALLEST = 12.8 / SIZE
"""So many pixels a point has at least: main type is then nearly 13 pixels high, and its indices 9. What is still too wide is scrolled."""
TALL = 800
"""A figure of so many points has a side of paper for itself, unless the table is short."""
DESK = "70"
"""A figure is composed for so many em, which most windows have room for, before a script there has measured them."""
TENSORS = 8
"""More tensors than this are folded up."""
ROOM = 2 * CHARACTERS
"""So many characters go into the text's field: more than are read, so that a text that is too long is told of instead of cut off, and few
enough for an address.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing, the least width in pixels at which it can still be read, the digest of what its numbers stand in, its frame,
    and whether it is tall for paper."""

    svg: Markup
    least: int
    structure: str
    frame: str
    tall: bool


@dataclass(frozen=True, slots=True)
class Check:
    """The gradient check in a few words; `good` is None where nothing could be compared."""

    good: bool | None
    error: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line of a menu."""

    href: str
    title: str
    name: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What the template needs. Where the program has mistakes there is no figure, no inputs and no rows."""

    query: Query
    lines: list[list[Piece]]
    mistakes: Sequence[Diagnostic]
    options: list[Group]
    output: Group
    examples: list[Link]
    downloads: list[Link]
    copies: list[Link] = field(default_factory=list)
    share: str = ""
    room: int = ROOM
    figure: Figure | None = None
    inputs: list[Input] = field(default_factory=list)
    table: Table | None = None
    whole: Table | None = None
    warnings: Sequence[Diagnostic] = ()
    notes: Sequence[Diagnostic] = ()
    check: Check | None = None
    walk: Walkthrough | None = None
    beginning: str = ""
    closeup: Closeup | None = None
    reveal: str = ""
    worksheets: list[Link] = field(default_factory=list)
    train: TrainCard | None = None
    study: Study | None = None
    landscape: LandscapeCard | None = None

    @property
    def title(self) -> str:
        """The last line of the program, for the browser's tab."""
        return next((line.strip() for line in reversed(self.query.text.splitlines()) if line.strip()), "")[:60]

    @property
    def unfolded(self) -> bool:
        """Whether tensors are shown with their entries from the start: where there are many, they open on demand."""
        return len([each for each in self.inputs if each.shape]) <= TENSORS

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The values that no field shows now, so that a form without scripts sends them again."""
        return [] if self.inputs else [(parameter(name), text) for name, text in self.query.values.items()]


def view(query: Query, root: str) -> View:
    """The page of a query, with its figure or with its mistakes.

    A value that cannot be read, or not be used, has its mistake at its field, and the figure is drawn as if it were not given.
    """
    query = without_example(query)
    sheet, faults = query.understood()
    beside = [fault for fault in faults if fault.parameter in CHOICES]
    try:
        if beside:
            raise QueryError(faults)
        result, misfits = fitting(sheet)
        if (seeded := with_example(query, result)) is not query:
            other, told = seeded.understood()
            found, unfit = fitting(other)
            if teaches(found, result):
                query, faults, result, misfits = seeded, told, found, unfit
                sheet = replace(other, remarks={**other.remarks, SEED: (TOLD,)})
        return drawn(query, framed(sheet, query), result, root, [*faults, *misfits])
    except LanguageError as error:
        return blank(query, [*error.mistakes, *faults], root)
    except QueryError as error:
        return blank(query, error.mistakes, root)


def framed(sheet: Worksheet, query: Query) -> Worksheet:
    """The sheet with its figure for the frame that the query asks for: a script does once it has measured the window."""
    return sheet if "frame" in query.options else replace(sheet, options=replace(sheet.options, frame=DESK))


def blank(query: Query, found: Sequence[Diagnostic], root: str) -> View:
    """The page without a figure."""
    found = [repaired(query.text, each) for each in listed(found)]
    return View(
        query,
        marking(query.text, found),
        found,
        groups(query),
        outputs(None, query),
        [Link(f"{root}/?{Query.of_example(example).string()}", example.title) for example in EXAMPLES],
        [],
        share=sharing(query, root),
    )


def drawn(query: Query, sheet: Worksheet, result: Trace, root: str, faults: Sequence[Diagnostic] = ()) -> View:
    """The page with its figure, at the step of the descent that is asked for."""
    reached, told = attempted(sheet, faults)
    here = result if reached is None else trace(moved(sheet, reached))
    diagram, formulas = composed(here, sheet.options, query.hide)
    diagram = walked_on(diagram, reached, here, sheet.options.notation)
    walk = None if query.hide else walkthrough(diagram, query, sheet.step, root, reached)
    table, whole = (asking(each, formulas, query.hide) for each in tables(formulas))
    # The fields say where a descent starts, the gradients beside them what they are where it has come.
    rows = list(inputs(result, query, sheet.remarks, faults, {} if query.hide else gradients(here)))
    fields = {row.field for row in rows}
    elsewhere = (each for each in faults if each.parameter not in fields and not belongs(each.parameter or ""))
    # A file would refuse values of inputs that are gone, which the page lets go with the next question.
    taken = query.at_values({name: text for name, text in query.values.items() if parameter(name) in fields})
    page = replace(
        blank(query, (), root),
        mistakes=[*elsewhere, *strangers(here, query.hide)],
        output=outputs(result, query),
        downloads=downloads(taken, root),
        copies=copies(taken, root),
        share=sharing(taken, root),
        figure=figure(diagram, here, sheet.options, walk),
        inputs=rows,
        table=table,
        whole=whole,
        warnings=[each for each in here.warnings if each.severity is Severity.WARNING],
        notes=[*(each for each in here.warnings if each.severity is Severity.NOTE), *fonts(here)],
        reveal=f"{root}/?{replace(query, hide='').string()}",
        worksheets=list(worksheets(taken, root)),
    )
    if query.hide:
        return page
    return replace(
        page,
        check=checked(here),
        walk=walk,
        beginning=address(query, root, 1),
        closeup=closeup(diagram, formulas, query, root),
        study=study(formulas, query, root),
        train=train_card(query, here, reached, told, sheet.options.notation, root),
        landscape=landscape_card(query, sheet, here),
    )


def figure(diagram: Diagram, trace: Trace, options: Options, walk: Walkthrough | None) -> Figure:
    svg = Markup(page_svg(diagram, None if walk is None else walk.progress, options.palette))
    least = round(diagram.width * SMALLEST)
    return Figure(svg, least, digest(trace, options), options.frame, diagram.height > TALL)


def digest(result: Trace, options: Options) -> str:
    """A digest of what the page shows, apart from its numbers."""
    return blake2b(repr(structure(result, options)).encode(), digest_size=8).hexdigest()


def downloads(query: Query, root: str) -> list[Link]:
    """The figure in every format, and a sheet on which its gradients are to be filled in."""
    found = []
    for extension, kind in FORMATS.items():
        name, _, told = kind.title.partition(", ")
        asked = effective(query.opening("").with_options(frame=""), kind)
        found.append(Link(f"{root}/diagram.{extension}?{asked.string()}", told, name, file_name(asked, extension)))
    asked = worksheet(query, query.hide or "gradients")
    return [*found, Link(f"{root}/diagram.pdf?{asked.string()}", "to fill in", "Worksheet", file_name(asked, "pdf"))]


def worksheets(query: Query, root: str) -> Iterator[Link]:
    """The sheet with what is to be predicted left open, and the one with the answers."""
    for title, hide in (("Worksheet as PDF", query.hide), ("With answers", "")):
        yield Link(f"{root}/diagram.pdf?{worksheet(query, hide).string()}", title)


def worksheet(query: Query, hide: str) -> Query:
    """The program, its table and its figure on one sheet, with what `hide` names left open."""
    asked = replace(query.opening("").with_options(frame=""), hide=hide, settings={"sheet": WORKSHEET}, step="")
    return effective(asked, FORMATS["pdf"])


def copies(query: Query, root: str) -> list[Link]:
    """What can be copied, by address: a file, or the page of a target, which holds what is pasted there."""
    asked = query.with_options(frame="")
    png, svg, tex = (
        f"{root}/diagram.{extension}?{effective(asked, FORMATS[extension]).string()}"
        for extension in ("png", "svg", "tex")
    )
    return [
        Link(png, "the picture", "PNG"),
        Link(svg, "the picture as text", "SVG"),
        Link(tex, "the figure in TikZ", "LaTeX"),
        Link(sharing(query, root, "/markdown"), "the figure, which links here", "Markdown"),
        Link(sharing(query, root, "/web/steps"), "the figure for a page", "iframe"),
    ]


def sharing(query: Query, root: str, target: str = "") -> str:
    """Where a text goes, with its figure or with what is wrong in it; nowhere where there is none."""
    asked = query.with_options(frame="").studying({}).string()
    return f"{root}/share{target}?{asked}" if query.text.strip() else ""


def checked(result: Trace) -> Check | None:
    """The badge of the gradient check; none where functions are not known."""
    found = result.check
    if result.graph.symbolic:
        return None
    if found.error is None:
        return Check(None, "—", f"there is nothing to compare with central differences: {found.reason}")
    where = f", at {place}" if (place := worst(result)) else ""
    told = f"largest relative error{where} of {found.checked} of {found.total} derivatives against central differences"
    left = f"; not all, as {found.reason}" if found.reason else ""
    return Check(agrees(result), write(found.error), told + left)
