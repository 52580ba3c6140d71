"""PPTX: slides of native shapes that can be edited, recoloured by the deck's theme and shown step by step."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.diagram import Diagram
from app.export.drawingml import EMU, NAMESPACES, Canvas
from app.export.frames import frames
from app.export.glue import joints
from app.export.picture import Picture
from app.export.print import png
from app.export.settings import Settings
from app.export.shape_names import ShapeNames
from app.export.slide import Slide
from app.export.svg import svg
from app.export.theme import Theme
from app.export.xml import legal

if TYPE_CHECKING:
    from pptx.presentation import Presentation

SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
"""Slides as PowerPoint makes them, in points."""
MARGIN, LARGEST = 28.0, 1.8
"""Room round a figure, and how far a small one grows."""
BLANK, HEADED = 6, 5
"""The layouts without anything on them, and with a title alone."""
HEAD, HEADING_SIZE = 56.0, 30
"""Points that a heading takes beyond the usual margin, and its size."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VECTOR = (
    f'<a:extLst xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}"><a:ext uri="{{{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{link}"/></a:ext></a:extLst>'
)
"""How a picture says that it is there as an SVG too."""
LONGEST = 255
EPOCH = (1980, 1, 1, 0, 0, 0)


def pptx(picture: Picture) -> bytes:
    """The figure on a slide, or one slide for each step of its walk, with its sentence in the notes."""
    from lxml import etree  # noqa: PLC0415
    from pptx import Presentation  # noqa: PLC0415
    from pptx.util import Emu  # noqa: PLC0415

    deck = Presentation()
    width, height = SIZES[picture.settings.aspect]
    deck.slide_width, deck.slide_height = Emu(round(width * EMU)), Emu(round(height * EMU))
    recolour(deck, picture.theme)
    describe(deck, picture)
    canvas = placed(picture.diagram, width, height, picture.settings)
    # The whole figure's, so that nothing changes from slide to slide.
    names, glued = ShapeNames(picture.diagram), joints(picture.diagram)
    for diagram, step in frames(picture):
        slide = opened(deck, picture.settings.heading, width)
        if picture.settings.shapes == "picture":
            pictured(slide, replace(picture, diagram=diagram), canvas)
        else:
            # What stands on the slide already has the first numbers.
            drawn = Slide(diagram, canvas, names, count(2 + len(slide.shapes)), glued)
            groups = etree.fromstring(f"<groups {NAMESPACES}>{''.join(drawn.groups())}</groups>")
            slide.shapes._spTree.extend(groups)
        slide.notes_slide.notes_text_frame.text = legal(
            f"{step.sentence}\n{step.text}" if step else diagram.description
        )
    file = BytesIO()
    deck.save(file)
    return repacked(file.getvalue())


def pictured(slide: Any, picture: Picture, canvas: Canvas) -> None:
    """The figure as one picture: an SVG where the program shows such, else the PNG that it stands on."""
    from lxml import etree  # noqa: PLC0415
    from pptx.opc.package import Part  # noqa: PLC0415
    from pptx.opc.packuri import PackURI  # noqa: PLC0415

    # No seal, no title: these are properties of the deck.
    plain = Picture(picture.diagram, Settings(theme=picture.settings.theme))
    width, height = canvas.emu(picture.diagram.width), canvas.emu(picture.diagram.height)
    shape = slide.shapes.add_picture(BytesIO(png(plain)), canvas.across(0), canvas.down(0), width, height)
    shape.name = legal(picture.diagram.title)
    shape._element.nvPicPr.cNvPr.set("descr", legal(picture.diagram.description))
    package = slide.part.package
    number = sum(part.partname.ext == "svg" for part in package.iter_parts()) + 1
    drawn = Part(PackURI(f"/ppt/media/figure{number}.svg"), "image/svg+xml", package, svg(plain))
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


def placed(diagram: Diagram, width: float, height: float, settings: Settings) -> Canvas:
    """The figure in the middle of a slide, or of what its heading leaves, as large as fits."""
    top = HEAD if settings.heading else 0.0
    scale = min((width - 2 * MARGIN) / diagram.width, (height - top - 2 * MARGIN) / diagram.height, LARGEST)
    return Canvas((width - diagram.width * scale) / 2, top + (height - top - diagram.height * scale) / 2, scale)


def enlarged(diagram: Diagram, settings: Settings) -> float:
    """How many times as large as it is the figure stands on its slide."""
    return placed(diagram, *SIZES[settings.aspect], settings).scale


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


def repacked(content: bytes) -> bytes:
    """The same package with no time of day in it."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name, EPOCH), before.read(name), ZIP_DEFLATED)
    return file.getvalue()
