"""In which codings an answer comes, and what is kept of it."""

from __future__ import annotations

import gzip
from contextlib import nullcontext

import httpx
import pytest
from fastapi import Request

from app.web.http.codings import accepted
from app.web.http.problem import Problem
from app.web.tasks import finished
from app.web.tasks.finished import WORTH_IT, Finished


@pytest.mark.parametrize(
    ("listed", "codings"),
    [
        ("", set()),
        ("gzip, br", {"gzip", "br"}),
        ("GZIP;q=0.5,identity", {"gzip", "identity"}),
        ("gzip;q=0", set()),
        ("gzip; q=0.000, br;q=0.001", {"br"}),
        ("gzip;q=1.0", {"gzip"}),
        ("gzip;Q=0;x=y", set()),
    ],
)
def test_a_coding_of_weight_0_is_refused(listed: str, codings: set[str]) -> None:
    headers = [(b"accept-encoding", listed.encode())] if listed else []
    assert accepted(Request({"type": "http", "headers": headers})) - {""} == codings


def made(client: httpx.Client) -> str:
    """How many answers the server has made."""
    return next(
        line for line in client.get("/metrics").text.splitlines() if 'backpass_answers_total{how="made"}' in line
    )


@pytest.mark.parametrize("first", ["gzip", "identity"])
def test_an_answer_is_made_once_and_sent_in_the_coding_that_is_asked_for(client: httpx.Client, first: str) -> None:
    found, figure = {}, {"e": f"z = x*y*11  # {first}"}
    client.get("/diagram.svg", params=figure, headers={"Accept-Encoding": first})
    before = made(client)
    for coding in (first, "identity", "gzip", "gzip;q=0", first):
        with client.stream("GET", "/diagram.svg", params=figure, headers={"Accept-Encoding": coding}) as answer:
            found[coding] = b"".join(answer.iter_raw())
            packed = coding == "gzip"
            assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
            assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(found["gzip"]) == found["identity"] == found["gzip;q=0"]
    assert made(client) == before


def test_what_depends_on_more_than_the_coding_says_both(client: httpx.Client) -> None:
    answer = client.get("/diagram.svg", params={"e": "z = ("}, headers={"Accept": "image/*"})
    assert answer.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("content", "media_type", "coding"),
    [
        (b"a" * WORTH_IT, "text/plain", "gzip"),
        (b"a" * (WORTH_IT - 1), "text/plain", ""),
        (b"a" * WORTH_IT, "image/png", ""),
    ],
)
def test_texts_are_compressed_where_it_pays(content: bytes, media_type: str, coding: str) -> None:
    found = Finished(content, media_type).coded(packed=True)
    assert found.coding == coding
    assert (gzip.decompress(found.body) if coding else found.body) == content


def refused(status: int) -> Finished:
    raise Problem.of(status, "errors", "No", "This is refused.")


@pytest.mark.parametrize(("status", "kept"), [(400, True), (422, True), (429, False), (503, False)])
def test_only_what_lies_in_the_request_is_an_answer_that_is_kept(status: int, kept: bool) -> None:
    with nullcontext() if kept else pytest.raises(Problem):
        assert finished.made(refused, (status,), "", False).status == status
