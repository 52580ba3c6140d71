"""PPTX: slides of native shapes that can be edited, recoloured by the deck's theme and shown step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.diagram.drawing.figure_pages import about
from app.export.drawingml import EMU, Canvas
from app.export.format import DRAWN, Format
from app.export.frames import frames
from app.export.glue import joints
from app.export.picture import Picture
from app.export.placing import MARGIN, SIZES, needless, placed, slides
from app.export.print import png
from app.export.settings import SettingError, Settings
from app.export.shape_names import ShapeNames
from app.export.slide import Ids, Slide
from app.export.svg import svg
from app.export.theme import Theme
from app.export.xml import legal

if TYPE_CHECKING:
    from pptx.presentation import Presentation

BLANK, HEADED = 6, 5
"""The layouts without anything on them, and with a title alone."""
HEADING_SIZE = 30
"""Points of a heading's type."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VECTOR = (
    f'<a:extLst xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}"><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{link}"/></a:ext></a:extLst>'
)
"""How a picture says that it is there as an SVG too."""
NOTES, FIGURES = "/ppt/notesSlides/notesSlide%d.xml", "/ppt/media/figure%d.svg"
"""The parts of which a deck has one a slide."""
LONGEST = 255
LEVEL = 4
"""How hard a file is packed: half the work of the usual level for a tenth more bytes."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def pptx(picture: Picture) -> bytes:
    """The figure on a slide, or on several where it could not be read from the back of a room, or one slide for each step of its walk.

    Raises SettingError where it is to be on one slide that is on one anyhow.
    """
    from pptx import Presentation  # noqa: PLC0415
    from pptx.util import Emu  # noqa: PLC0415

    if needless(picture.diagram, picture.settings):
        raise SettingError("slides", "the figure is on one slide anyhow", "leave it out")
    deck = Presentation()
    width, height = SIZES[picture.settings.aspect]
    deck.slide_width, deck.slide_height = Emu(round(width * EMU)), Emu(round(height * EMU))
    recolour(deck, picture.theme)
    describe(deck, picture)
    count_on(deck.part.package)
    drawn: dict[str, str] = {}
    for sheet in sheets(picture):
        slide = opened(deck, picture.settings.heading, width)
        if picture.settings.shapes == "picture":
            pictured(slide, replace(picture, diagram=sheet.drawn.diagram), sheet.drawn.canvas)
        else:
            drawn[slide.part.partname.membername] = "".join(sheet.drawn.groups())
        slide.notes_slide.notes_text_frame.text = legal(sheet.notes)
    file = BytesIO()
    deck.save(file)
    return repacked(file.getvalue(), drawn)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one slide shows, and its notes."""

    drawn: Slide
    notes: str


def sheets(picture: Picture) -> Iterator[Sheet]:
    """The slides in order. Those that show the same part of the figure have it in the same place, its shapes with the same names."""
    whole, names = picture.diagram, ShapeNames(picture.diagram)
    pages = slides(whole, picture.settings).pages
    # What stands on a slide already, its heading, has the first numbers.
    first = 3 if picture.settings.heading else 2
    parts = [
        Slide(part, placed(part, picture.settings), names, joints(part), Ids(first), {})
        for part in (page.of(whole) for page in pages)
    ]
    if picture.settings.steps == "all" and whole.steps:
        places = [{(mark.panel, mark.part) for mark in part.diagram.marks} for part in parts]
        for shown, step in frames(picture):
            assert step is not None
            at = max(range(len(parts)), key=lambda k: about(places[k], step))
            yield Sheet(parts[at].showing(shown), f"{step.sentence}\n{step.text}")
        return
    for at, part in enumerate(parts):
        told = f"Slide {at + 1} of {len(parts)} of this figure. " if len(parts) > 1 else ""
        yield Sheet(part, told + whole.description)


def pictured(slide: Any, picture: Picture, canvas: Canvas) -> None:
    """The figure as one picture: an SVG where the program shows such, else the PNG that it stands on."""
    from lxml import etree  # noqa: PLC0415
    from pptx.opc.package import Part  # noqa: PLC0415

    # No seal, no title: these are properties of the deck.
    plain = Picture(picture.diagram, Settings(theme=picture.settings.theme))
    width, height = canvas.emu(picture.diagram.width), canvas.emu(picture.diagram.height)
    shape = slide.shapes.add_picture(BytesIO(png(plain)), canvas.across(0), canvas.down(0), width, height)
    shape.name = legal(picture.diagram.title)
    shape._element.nvPicPr.cNvPr.set("descr", legal(picture.diagram.description))
    package = slide.part.package
    drawn = Part(package.next_partname(FIGURES), "image/svg+xml", package, svg(plain))
    link = slide.part.relate_to(drawn, f"{RELATIONSHIPS}/image")
    (blip,) = shape._element.iter(f"{{{DRAWING}}}blip")
    blip.append(etree.fromstring(VECTOR.format(link=link)))


def opened(deck: Presentation, heading: str, width: float) -> Any:
    """A new slide, with its heading if there is one."""
    slide = deck.slides.add_slide(deck.slide_layouts[HEADED if heading else BLANK])
    if heading:
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (
            round(each * EMU) for each in (MARGIN, 18, width - 2 * MARGIN, 52)
        )
        title.text_frame.text = legal(heading)
        title.text_frame.paragraphs[0].font.size = HEADING_SIZE * EMU
    return slide


def count_on(package: Any) -> None:
    """Number notes and pictures as they come: the library looks through all parts for a name that is free, slide by slide."""
    from pptx.opc.packuri import PackURI  # noqa: PLC0415

    search, numbers = package.next_partname, {pattern: count(1) for pattern in (NOTES, FIGURES)}
    package.next_partname = lambda pattern: (
        PackURI(pattern % next(numbers[pattern])) if pattern in numbers else search(pattern)
    )


def recolour(deck: Presentation, theme: Theme) -> None:
    """The colours of the figure as those of the deck's theme."""
    from lxml import etree  # noqa: PLC0415

    master = deck.slide_master.part
    part = next(each.target_part for each in master.rels.values() if each.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    names = {
        "dk1": theme.forward,
        "lt1": theme.paper,
        "accent2": theme.backward,
        "accent3": theme.value,
        "accent4": theme.quiet,
        "accent5": theme.positive,
        "accent6": theme.negative,
    }
    for name, colour in names.items():
        (slot,) = root.iter(f"{{{root.nsmap['a']}}}{name}")
        slot.clear()
        etree.SubElement(slot, f"{{{root.nsmap['a']}}}srgbClr", val=colour.removeprefix("#").upper())
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def describe(deck: Presentation, picture: Picture) -> None:
    """The file's properties, the seal among them; nothing in it depends on the day."""
    told = deck.core_properties
    told.title, told.author, told.keywords = legal(picture.diagram.title)[:LONGEST], "Backpass", picture.seal[:LONGEST]
    # The library holds a property to 255 characters, the format does not.
    next(each for each in told._element if each.tag.endswith("}keywords")).text = picture.seal
    told.last_modified_by, told.revision = "Backpass", 1


def repacked(content: bytes, drawn: Mapping[str, str]) -> bytes:
    """The same package with the shapes that are drawn on its slides, by their names in it, and no time of day.

    What is drawn is text already: the library would read it, copy it to its own tree and write it again, slide by slide.
    """
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            inside, end = before.read(name), b"</p:spTree>"
            if name in drawn:
                inside = inside.replace(end, drawn[name].encode() + end)
            after.writestr(ZipInfo(name, EPOCH), inside, ZIP_DEFLATED, LEVEL)
    return file.getvalue()


FORMATS = (
    Format(
        40,
        "PPTX, slides to edit",
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        pptx,
        settings=(*DRAWN, "step", "hide", "steps", "stops", "aspect", "slides", "shapes", "heading"),
        slides=slides,
    ),
)
