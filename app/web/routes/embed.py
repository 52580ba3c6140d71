"""The figure alone, to stand in a frame on other pages, and what tells such pages how (oEmbed 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.share.target import HIGHEST, WIDEST
from app.web.http.addresses import query_of
from app.web.http.http_cache import AN_HOUR, keeping
from app.web.http.problem import Problem
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service
from app.web.tasks import embed_tasks

router = APIRouter(include_in_schema=False, route_class=PlainRoute)
LONGEST = 1_000
"""Characters of a query that stand in a header: proxies and clients refuse headers of more than a few thousand."""


@router.api_route("/embed", methods=READING)
async def embed(request: Request) -> Response:
    """A page of nothing but the figure and its steps. It loads nothing, and works in a sandbox that allows scripts alone."""
    here, headers = service(request), keeping(request, AN_HOUR)
    return await here.response(request, headers, embed_tasks.embed, query_of(request), here.settings.embedders)


@router.api_route("/oembed", methods=READING)
async def oembed(request: Request) -> Response:
    """What a consumer of oEmbed asks: how to show the page of a figure. 404 for addresses that are none, 501 for other formats."""
    asked, here = request.query_params, service(request)
    form = asked.get("format", "json")
    if form not in ("json", "xml"):
        raise Problem.of(501, "errors", "No such format", "oEmbed answers are json or xml.")
    base = public_address(here.settings.address, request)
    most = bounded(asked, "maxwidth", WIDEST), bounded(asked, "maxheight", HIGHEST)
    headers = keeping(request, AN_HOUR, base)
    return await here.response(request, headers, embed_tasks.oembed, asked.get("url", ""), base, form, most)


def bounded(asked: Mapping[str, str], name: str, most: int) -> int:
    """A size in pixels that was asked for, or the most."""
    text = asked.get(name, "")
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else most


def public_address(known: str, request: Request) -> str:
    """Where we are reached from outside, with a slash at its end: what the operator says, else what this request says."""
    return f"{known}/" if known else str(request.base_url)


def discovery(request: Request) -> dict[str, str]:
    """Where consumers of oEmbed learn how to show a page's figure, as a header, since our address may follow from the request alone."""
    if not 0 < len(query_of(request)) <= LONGEST:
        return {}
    base = public_address(service(request).settings.address, request)
    target = f"{base}oembed?url={quote(f'{base}?{query_of(request)}', safe='')}"
    kinds = (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))
    return {"Link": ", ".join(f'<{target}&format={name}>; rel="alternate"; type="{kind}"' for name, kind in kinds)}
