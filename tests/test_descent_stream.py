"""Long descents: streamed by the API and to the page, given up with whoever listens, and bounded."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

from app.training import PIECE
from app.web.tasks.descent_pieces import api_piece, page_piece
from tests.server import PATIENCE
from tests.test_page_descent import GOING

QUESTION = {"program": "f = (w - 3)**2", "values": {"w": 0}, "rate": 0.25, "steps": 5}


def pieces(task: Any, *args: object) -> list[tuple[str, dict[str, Any]]]:
    """All events of a task, as the server asks for them."""
    found, piece = [], task(*args, None)
    while True:
        name, _, content = piece.event.decode().removeprefix("event: ").partition("\ndata: ")
        found.append((name, json.loads(content)))
        if piece.then is None:
            return found
        piece = task(*args, piece.then)


@pytest.mark.parametrize("optimiser", ["gradient-descent", "adam"])
def test_a_descent_in_pieces_is_the_same_as_in_one(monkeypatch: pytest.MonkeyPatch, optimiser: str) -> None:
    question = json.dumps({**QUESTION, "optimiser": optimiser}).encode()
    (whole,) = pieces(api_piece, question)
    monkeypatch.setattr("app.web.tasks.descent_pieces.PIECE", 1)
    found = pieces(api_piece, question)
    assert [name for name, _ in found] == ["progress"] * 4 + ["done"]
    assert [told["step"] for _, told in found] == [1, 2, 3, 4, 5]
    assert [loss for _, told in found for loss in told["loss"]] == whole[1]["loss"]
    assert found[-1][1]["values"] == whole[1]["values"] and len(whole[1]["loss"]) == 6


def test_a_page_gets_its_numbers_iteration_by_iteration() -> None:
    found = pieces(page_piece, GOING.removeprefix("/?").replace("iteration=0", "iteration=2&train.steps=5"), "")
    assert [told["iteration"] for _, told in found] == [3, 4, 5]
    assert "iteration=5" in found[-1][1]["regions"]
    assert found[-1][0] == "done" and found[0][1]["structure"] == found[-1][1]["structure"]


def test_http_1_0_has_a_descent_in_one_piece(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as wire:
        wire.sendall(f"GET /descent?{GOING.removeprefix('/?')}&train.steps=9 HTTP/1.0\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: wire.recv(2**16), b"")).partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head and f"content-length: {len(body)}".encode() in head
    assert body.startswith(b"event: ") and b"event: done" in body


def test_many_iterations_are_told_in_about_two_hundred_pictures() -> None:
    found = pieces(
        page_piece, f"{GOING.removeprefix('/?')}&train.steps=1000".replace("train.rate=0.1", "train.rate=0.01"), ""
    )
    assert [told["iteration"] for _, told in found] == list(range(5, 1001, 5))


def test_the_api_streams_to_who_accepts_it(server: str) -> None:
    with httpx.stream(
        "POST", f"{server}/api/descend", json=QUESTION, headers={"Accept": "text/event-stream"}, timeout=30
    ) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = answer.read().decode()
    assert text.startswith("event: done\ndata: {") and json.loads(text.partition("data: ")[2])["values"]["w"] > 2.9


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"steps": 100_000, "program": "f = sum(exp(w*ones((400, 400))))"}, "too many for a program of this size"), ({"rate": "("}, "rate")],
)  # fmt: skip
def test_what_is_refused_is_refused_before_it_begins(server: str, asked: dict[str, Any], told: str) -> None:
    answer = httpx.post(
        f"{server}/api/descend", json={**QUESTION, **asked}, headers={"Accept": "text/event-stream"}, timeout=30
    )
    assert answer.status_code == 422 and told in answer.json()["detail"]


def test_a_divergence_ends_the_stream_and_is_told() -> None:
    question = json.dumps({"program": "f = w**4", "values": {"w": 5}, "rate": 1}).encode()
    (last,) = pieces(api_piece, question)
    assert last[1]["diverged"] == 4 and "too large" in last[1]["notes"][0] and last[1]["step"] == 3
    assert PIECE > 10**6


def test_whoever_leaves_is_worked_for_no_longer(server: str) -> None:
    long = {**QUESTION, "program": "f = mean((exp(w*ones((200, 200)))) - 3)**2", "rate": 1e-9, "steps": 100_000}
    with httpx.stream(
        "POST", f"{server}/api/descend", json=long, headers={"Accept": "text/event-stream"}, timeout=30
    ) as answer:
        first = next(answer.iter_lines())
        assert first == "event: progress"
    # All workers are free again: as many questions as there are workers are answered.
    for _ in range(4):
        assert httpx.post(f"{server}/api/descend", json=QUESTION, timeout=30).status_code == 200
