"""Files of ours that other programs have saved anew."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.export import opened, packed, seal


def package(part: str, content: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr(part, content)
    return file.getvalue()


def saved_anew(program: str, word: str) -> bytes:
    """A file of ours as other programs leave it when they save it."""
    if program == "Impress, pptx":
        return package("docProps/core.xml", f"<cp:keywords>backpass {word}</cp:keywords>")
    if program == "Impress, odp":
        return package("meta.xml", f"<meta:keyword>backpass</meta:keyword><meta:keyword>{word}</meta:keyword>")
    if program == "qpdf":
        inside = zlib.compress(f"<</Keywords(backpass:{word})>>".encode())
        return b"%PDF-1.5\n1 0 obj<<>>stream\nno\nendstream 2 0 obj<<>>stream\r\n" + inside + b"\nendstream"
    info = PngInfo()
    (info.add_itxt if program == "PNG, iTXt" else info.add_text)("Source", f"backpass:{word}", zip=True)
    file = BytesIO()
    Image.new("L", (2, 2)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


@pytest.mark.parametrize("program", ["Impress, pptx", "Impress, odp", "qpdf", "PNG, iTXt", "PNG, zTXt"])
def test_a_file_that_another_program_saved_opens_again(program: str) -> None:
    text = "e=" + "x*y+" * 30 + "z&x=3"
    assert opened(saved_anew(program, packed(text))) == text
    with pytest.raises(ValueError, match="no program of Backpass"):
        opened(saved_anew(program, ""))


@pytest.mark.parametrize("behind", ["", "r", "rN", "r-N", "rN_e"])
def test_what_stands_behind_the_word_may_look_like_more_of_it(behind: str) -> None:
    for text in ("e=" + "x*y+" * count + "z" for count in range(9)):
        content = b"\x89PNG" + seal(text).encode() + behind.encode() + b"\xab"
        assert opened(content) == text


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF" + b"stream\n" * 150_000,
        b"\x89PNG" + b"zTXta\0\0" * 130_000,
        b"%PDF stream\n" + zlib.compress(b"backpass<" * 110_000) + b"endstream",
    ],
    ids=["streams", "texts", "tags"],
)
def test_a_file_that_is_none_is_read_once(content: bytes) -> None:
    """Looked through anew from each beginning, these take hours."""
    with pytest.raises(ValueError, match="no program"):
        opened(content)
