"""Programs as code by HTTP: as a file, and as JSON."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from app.autodiff import differentiate
from app.code import SCRIPTS
from app.language import parse
from tests.scripts import run

PROGRAM = "q = x + y\nf = q * z"
VALUES = {"x": -2, "y": 5, "z": -4}


def address(program: str, **more: object) -> str:
    return "/code.py?" + "&".join(f"{name}={quote(str(text))}" for name, text in {"e": program, **more}.items())


@pytest.mark.parametrize("library", list(SCRIPTS))
def test_the_file_is_what_the_command_prints(client: httpx.Client, library: str) -> None:
    answer = client.get(address(PROGRAM, **VALUES, **{"as": library}))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    assert answer.text == SCRIPTS[library](differentiate(parse(PROGRAM), values=VALUES)).text


def test_the_api_says_what_each_line_is_about(client: httpx.Client) -> None:
    answer = client.post("/api/code", json={"program": PROGRAM, "values": VALUES, "seed": 2}).json()
    assert answer["code"] == "".join(f"{line['text']}\n" for line in answer["lines"])
    assert run(answer["code"])["dx"] == -8
    nodes = client.post("/api/graph", json={"program": PROGRAM}).json()["nodes"]
    (line,) = (line for line in answer["lines"] if line["text"] == "dz = df * q")
    assert ([nodes[node]["name"] for node in line["nodes"]], line["line"]) == (["f"], 2)


@pytest.mark.parametrize(
    ("program", "library", "told"),
    [
        ("f = x + ", "numpy", "line 1"),
        ("f = x", "fortran", "there is no code for `fortran`"),
        ("z = f(x, y)", "numpy", "the function `f` is only named"),
        ("f = scipy.special.gamma(x)", "torch", "`gamma` cannot be written for PyTorch"),
        ("2+x", "numpy", "may be meant as a sum or as a product"),
    ],
)
def test_what_cannot_be_written_is_said(client: httpx.Client, program: str, library: str, told: str) -> None:
    sent = f"/code.py?e={program}&as={library}" if "+x" in program else address(program, **{"as": library})
    answer = client.get(sent)
    assert answer.status_code == 422
    assert told in answer.text


def test_the_api_refuses_a_library_that_it_does_not_know(client: httpx.Client) -> None:
    answer = client.post("/api/code", json={"program": "f = x", "as": "fortran"})
    assert answer.status_code == 422
    assert answer.json()["mistakes"][0]["parameter"] == "as"


def test_the_closed_form_is_answered(client: httpx.Client) -> None:
    answer = client.post("/api/closed", json={"program": PROGRAM, "values": VALUES}).json()
    assert answer["output"] == {"name": "f", "text": "z*(x + y)", "latex": r"z\,(x+y)", "value": -12.0}
    assert [(each["name"], each["text"]) for each in answer["gradients"]] == [("x", "z"), ("y", "z"), ("z", "x + y")]
    refused = client.post("/api/closed", json={"program": "f = sum(W)", "values": {"W": [1, 2]}})
    assert refused.status_code == 422
    assert "is an array" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("route", "asked", "told"),
    [
        ("hessian", {"of": ["x", "z"]}, {"hessian": {"x": {"x": 0, "z": 1}, "z": {"x": 1, "z": 0}}}),
        ("hessian", {"along": {"z": "1/2"}, "of": ["x"]}, {"product": {"x": 0.5}}),
        ("paths", {"of": "y"}, {"input": "y", "count": 1, "gradient": -4, "rest": 0}),
        ("forward", {"of": "z"}, {"input": "z", "tangents": {"z": 1, "f": 3}, "operations": 2}),
    ],
)
def test_the_study_is_answered(client: httpx.Client, route: str, asked: dict[str, object], told: object) -> None:
    answer = client.post(f"/api/{route}", json={"program": PROGRAM, "values": VALUES, **asked})
    assert answer.status_code == 200, answer.text
    assert isinstance(told, dict)
    assert {name: answer.json()[name] for name in told} == told


@pytest.mark.parametrize(
    ("route", "asked", "told"),
    [
        ("hessian", {"of": ["q"]}, "`q` is no input with a gradient"),
        ("hessian", {"along": {"z": [1, 2]}}, "the direction of `z` has shape (2,)"),
        ("paths", {"of": "q"}, "there are x, y, z"),
        ("paths", {"of": "x", "fold": "never"}, "fold"),
        ("forward", {}, "of"),
    ],
)
def test_what_cannot_be_studied_is_said(client: httpx.Client, route: str, asked: dict[str, object], told: str) -> None:
    answer = client.post(f"/api/{route}", json={"program": PROGRAM, "values": VALUES, **asked})
    assert answer.status_code == 422
    assert told in answer.text
