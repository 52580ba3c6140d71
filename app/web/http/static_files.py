"""Our own files, read once and sent from memory; under the address of this very version they never change."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response

from app.web.http.codings import accepted
from app.web.http.http_cache import ASK_AGAIN, FOR_GOOD, unchanged
from app.web.http.problem import Problem
from app.web.operation.build import build
from app.web.operation.compressed_files import compressed, media_type, originals

VERSION = re.compile(r"^[0-9a-f]{16}/")
PIECE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes, as they are and by encoding."""

    media_type: str
    plain: bytes
    encoded: dict[str, bytes]
    tag: str

    @classmethod
    def at(cls, path: Path) -> File:
        content = path.read_bytes()
        return cls(media_type(path), content, compressed(path), f'W/"{hashlib.sha256(content).hexdigest()[:32]}"')


class StaticFiles:
    """The files of a folder, by their address below it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, File] = {}

    def load(self) -> None:
        self.files = {path.relative_to(self.folder).as_posix(): File.at(path) for path in originals(self.folder)}

    async def answer(self, request: Request) -> Response:
        """The file that a request asks for. Raises Problem where there is none, or not that piece of it."""
        address: str = request.path_params["path"]
        file = self.files.get(VERSION.sub("", address))
        if file is None:
            raise Problem.of(404, "errors", "Not Found", "There is nothing at this address.")
        how = FOR_GOOD if address.startswith(f"{build()}/") else ASK_AGAIN
        headers = {"ETag": file.tag, "Cache-Control": how, "Vary": "Accept-Encoding", "Accept-Ranges": "bytes"}
        if known := unchanged(request, headers, found=True):
            return known
        if (asked := asked_range(request)) and (found := piece(asked, len(file.plain))):
            begin, end = found
            headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(file.plain)}"
            return Response(file.plain[begin:end], 206, headers, file.media_type)
        coding = next((each for each in file.encoded if each in accepted(request)), "")
        coded = {"Content-Encoding": coding} if coding else {}
        return Response(file.encoded.get(coding, file.plain), 200, {**headers, **coded}, file.media_type)


def asked_range(request: Request) -> str:
    """What is asked of a file where not all of it is: of a GET alone (RFC 9110, 14.2), and not if it is still what somebody has a part of,
    which no weak ETag tells (13.1.5)."""
    return request.headers.get("Range", "") if request.method == "GET" and "If-Range" not in request.headers else ""


def piece(asked: str, length: int) -> tuple[int, int] | None:
    """The part of a file that a Range asks for; None where it asks for several, or in other units, which may be passed over.

    Raises Problem where there is no such part.
    """
    if not (found := PIECE.fullmatch(asked.strip())):
        return None
    first, last = found.groups()
    begin = int(first) if first else max(0, length - int(last or 0))
    end = min(length, int(last) + 1) if first and last else length
    if begin >= end:
        told = f"The file has {length} bytes."
        raise Problem.of(416, "errors", "Range Not Satisfiable", told, headers={"Content-Range": f"bytes */{length}"})
    return begin, end
