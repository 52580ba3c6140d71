"""How wide a figure may be in a browser's window, before a script there can measure it."""

from __future__ import annotations

from fastapi import Request

from app.diagram.frames import FRAMES, readable

PAGE, LESSON = "frame", "lesson-frame"
"""Cookies in which the scripts of a page keep what they measured last, in em; nothing else is in them."""
DESK, PHONE = "70", f"{FRAMES['phone']:g}"
VARY = {"Vary": "Cookie, User-Agent"}


def frame_of(request: Request, cookie: str = PAGE) -> str:
    """The frame that the last page in this browser measured; of a new one what most windows of its kind have room for."""
    kept = request.cookies.get(cookie, "")
    return kept if readable(kept) else PHONE if "Mobi" in request.headers.get("User-Agent", "") else DESK
