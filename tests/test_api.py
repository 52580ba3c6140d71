"""The JSON API: what it answers, and that it keeps to its own description."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from app.charts.registry import CHARTS
from app.cli import main
from app.language.reading.parser import CHARACTERS
from app.web.schemas.models import Answer
from tests.cases import Case, read

SUM_PRODUCT = {"program": "q = x + y\nf = q * z", "values": {"x": -2, "y": 5, "z": -4}}


def ask(client: httpx.Client, question: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/api/graph", json=question)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    Answer.model_validate(document)
    return document


def test_values_and_adjoints_stand_under_their_names(client: httpx.Client) -> None:
    answer = ask(client, SUM_PRODUCT)
    assert answer["output"] == "f"
    assert answer["values"] == {"x": -2, "y": 5, "z": -4, "q": 3, "f": -12}
    assert answer["adjoints"] == {"x": -4, "y": -4, "z": 3, "q": -4, "f": 1}
    assert answer["gradient_check"]["agrees"] is True
    assert answer["shapes"]["q"] == []


def test_the_graph_stands_beside_them(client: httpx.Client) -> None:
    answer = ask(client, SUM_PRODUCT)
    nodes = {node["name"]: node for node in answer["nodes"]}
    assert nodes["f"]["operation"] == "multiply"
    assert [answer["nodes"][index]["name"] for index in nodes["f"]["arguments"]] == ["q", "z"]
    assert nodes["q"]["forward"]["text"] == "x + y"
    assert nodes["q"]["line"] == 1
    into_product = {answer["nodes"][wire["value"]]["name"]: wire for wire in answer["wires"] if wire["gate"] == 1}
    assert into_product["q"]["contribution"] == -4
    assert into_product["z"]["local"]["value"] == 3
    assert into_product["z"]["local"]["latex"] == r"\frac{df}{dz}"
    assert "dL" in into_product["z"]["rule"]["latex"]


def test_a_node_has_one_formula_wherever_it_is_told(client: httpx.Client) -> None:
    text = "m = X[0]\nq = m > 0\nz = m * q + W @ X"
    answer = ask(client, {"program": text, "values": {"X": [1, 2], "W": [3, 4]}})
    made = {
        node["name"]: node["forward"]["text"]
        for node in answer["nodes"]
        if node["operation"] not in ("input", "constant")
    }
    assert (made["m"], made["q"]) == ("X₀", "m > 0")
    told = [step["text"] for step in answer["steps"] if step["phase"] == "forward"]
    for formula in made.values():
        assert any(f" = {formula} = " in f"{each} = " for each in told), formula


def test_steps_walk_through_both_passes(client: httpx.Client) -> None:
    steps = ask(client, SUM_PRODUCT)["steps"]
    assert {step["phase"] for step in steps} == {"forward", "backward"}
    assert all(step["sentence"] and step["parts"] for step in steps)


def test_seed_constants_and_output_are_heeded(client: httpx.Client) -> None:
    program = {"program": "y = x*w\nz = y*y", "values": {"x": [1, 2], "w": [3, 4]}}
    answer = ask(client, {**program, "output": "y", "seed": [1, 0], "constants": ["w"]})
    assert answer["output"] == "y"
    assert answer["adjoints"]["x"] == [3, 0]
    assert "w" not in answer["adjoints"]


def test_infinity_and_nan_are_words(client: httpx.Client) -> None:
    answer = ask(client, {"program": "y = log(x)\nz = y - y", "values": {"x": [0, 1]}})
    assert answer["values"]["y"] == ["-inf", 0]
    assert answer["values"]["z"] == ["nan", 0]
    assert any("log" in warning["message"] or "inf" in warning["message"] for warning in answer["warnings"])
    assert ask(client, {"program": "y = 2*x", "values": {"x": "inf"}})["values"]["y"] == "inf"


NUMBERS = ("output", "values", "adjoints")


@pytest.mark.parametrize("case", read("paste-cases.json"), ids=lambda case: case.name)
def test_the_command_line_finds_the_same_numbers(client: httpx.Client, case: Case) -> None:
    given = {"values": dict(case.at), "constants": list(case.constants)}
    answer = ask(client, {"program": case.program, **given})
    at = [part for name, value in case.at.items() for part in ("--at", f"{name}={json.dumps(value)}")]
    constants = [part for name in case.constants for part in ("--constant", name)]
    result = CliRunner().invoke(main, ["eval", "-", *at, *constants, "--json"], input=case.program)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert {key: found[key] for key in NUMBERS} == {key: answer[key] for key in NUMBERS}
    # How many entries a check compares depends on the time that it gets; what it finds does not.
    assert found["gradient_check"]["agrees"] is answer["gradient_check"]["agrees"] is True


def test_all_mistakes_come_with_their_places(client: httpx.Client) -> None:
    answer = client.post("/api/graph", json={"program": "y = sigmod(x)\nz = sine(y)"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    places = [(mistake["line"], mistake["column"], mistake["end"]) for mistake in document["mistakes"]]
    assert places == [(1, 4, 10), (2, 4, 8)]
    assert "sigmoid" in document["mistakes"][0]["hint"]
    assert document["type"] == "/docs#mistakes"


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ({}, "program"),
        ({"program": 3}, "program"),
        ({"program": "z = x", "values": {"x": [[1], 2]}}, "values.x"),
        ({"program": "z = x", "values": {"x": "one"}}, "values.x"),
        ({"program": "z = x", "valeus": {}}, "valeus"),
        ({"program": "z = x", "options": {"style": "baroque"}}, "options.style"),
        ({"program": "z = x", "seed": {}}, "seed"),
        ({"program": "x" * (CHARACTERS + 1)}, "program"),
    ],
)
def test_a_wrong_question_is_told_by_parameter(client: httpx.Client, question: dict[str, Any], parameter: str) -> None:
    answer = client.post("/api/graph", json=question)
    assert answer.status_code == 422
    (mistake,) = answer.json()["mistakes"]
    assert mistake["parameter"] == parameter
    assert mistake["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[1]", b"\xff", b"[" * 100_000, b'{"program": "\\ud800"}'])
def test_any_body_gets_a_problem_document(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


def test_an_answer_too_large_to_send_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/graph", json={"program": "x = ones(1000, 1000)\ny = x*x\nz = y*y"})
    assert answer.status_code == 422
    assert "too large" in answer.json()["title"]


def test_the_description_has_examples_that_work(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    examples = schema["components"]["schemas"]["Question"]["examples"]
    assert len(examples) > 1
    for example in examples:
        ask(client, example)


def test_the_description_names_each_operation_once(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert len({*names}) == len(names) > len(CHARTS)


def test_the_description_shows_the_answer_to_its_first_example(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    question = schema["components"]["schemas"]["Question"]["examples"][0]
    (shown,) = schema["components"]["schemas"]["Answer"]["examples"]
    answer = ask(client, question)
    assert shown.keys() == answer.keys()
    for part in shown.keys() - {"gradient_check"}:
        told = answer[part]
        assert ([item for item in told if item in shown[part]] if isinstance(told, list) else told) == shown[part]


def test_the_description_shows_a_mistake_as_it_is_told(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    (shown,) = schema["components"]["schemas"]["ProblemModel"]["examples"]
    answer = client.post("/api/graph", json={"program": "y = sigmod(x)"}).json()
    assert [mistake.pop("parameter") for mistake in answer["mistakes"]] == [None]
    assert answer == shown


def test_the_answer_is_plain_json(client: httpx.Client) -> None:
    answer = client.post("/api/graph", json={"program": "y = x/0", "values": {"x": 1}})
    json.loads(answer.text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))


def test_the_server_keeps_to_its_description(server: str) -> None:
    from tests.api_description import keeps_to_description, operations  # noqa: PLC0415  takes half a second to load

    found = list(operations(server))
    assert {operation.path for operation in found} == {
        *(f"/{picture}.{{extension}}" for picture in ("diagram", *CHARTS)),
        "/descent",
        "/code.py",
        "/api/graph",
        "/api/descend",
        "/api/code",
        "/api/closed",
        "/api/hessian",
        "/api/paths",
        "/api/forward",
    }
    for operation in found:
        keeps_to_description(operation)


def test_values_are_read_as_people_write_them(client: httpx.Client) -> None:
    given = {"x": "3/4", "y": "1 2; 3 4", "w": ["1/2", 0.5]}
    answer = ask(client, {"program": "z = sum(x*y) + sum(w)", "values": given, "seed": "1,5"})
    assert answer["values"]["z"] == 8.5
    assert answer["adjoints"]["x"] == 15
    assert "seed: “1,5” is read as 1.5; for two entries write [1, 5]" in [
        warning["message"] for warning in answer["warnings"]
    ]


@pytest.mark.parametrize("text", ["one", "-os", "1,234", "9**9**9", "np.ones((10**6, 10**6))", "\ud800", ""])
def test_a_wrong_value_names_its_parameter_and_what_to_try(client: httpx.Client, text: str) -> None:
    body = json.dumps({"program": "z = x*y", "values": {"x": text}})
    answer = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    mistake = answer.json()["mistakes"][0]
    assert mistake["parameter"] == "values.x"
    assert mistake["message"] and mistake["hint"]


def mended(program: str, told: dict[str, Any]) -> str:
    """A program with what a mistake or a warning offers in its place: its repair, or the name that is meant."""
    meant = re.match(r"did you mean `(\w+)`", told.get("hint", ""))
    lines = program.split("\n")
    line = lines[told["line"] - 1]
    wrong = line[told["column"] : told["end"]]
    offered = told["repair"] or (wrong[: wrong.rfind(".") + 1] + meant[1] if meant else wrong)
    lines[told["line"] - 1] = line[: told["column"]] + offered + line[told["end"] :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("program", "repaired"),
    [
        ("y = sigmod(x)", "y = sigmoid(x)"),
        ("y = np.sigmod(x)", "y = np.sigmoid(x)"),
        ("loss = F.cross_entropi(x, [1])", "loss = F.cross_entropy(x, [1])"),
        ("f = 1,5*x", "f = 1.5*x"),
        ("f = (x + 1]", "f = (x + 1)"),
        ("x = [1.0, 2]; y = [3.0, 4]\nz = x_i y_i", "x = [1.0, 2]; y = [3.0, 4]\nz_i = x_i y_i"),
        ("f = x^1/2", "f = x^(1/2)"),
        ("weight = 3.0\nf = wieght*x", "weight = 3.0\nf = weight*x"),
    ],
)
def test_what_is_offered_mends_the_program(client: httpx.Client, program: str, repaired: str) -> None:
    answer = client.post("/api/graph", json={"program": program}).json()
    told = [each for each in answer.get("mistakes") or answer["warnings"] if each["repair"] or each.get("hint")]
    assert mended(program, told[0]) == repaired
    again = ask(client, {"program": repaired})
    assert not any(each["repair"] for each in again["warnings"])


def test_a_descent_is_answered(client: httpx.Client) -> None:
    question = {"program": "f = (x - k)**2", "values": {"x": 1, "k": 3}, "train": ["x"], "rate": 0.25, "steps": 2}
    answer = client.post("/api/descend", json=question)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "loss": [4.0, 1.0, 0.25],
        "values": {"x": [1.0, 2.0, 2.5]},
        "optimiser": "gradient-descent",
        "rate": 0.25,
        "diverged": None,
        "notes": [],
    }


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"train": ["q"]}, "train"),
        ({"steps": -1}, "steps"),
        ({"optimiser": "magic"}, "optimiser"),
        ({"rate": "0.1*("}, "rate"),
        ({"rate": "nan"}, "rate"),
        ({"rate": "os*t"}, "rate"),
        ({"rate": "np.ones((9, 9))"}, "rate"),
        ({"settings": {"momentum": 1}}, "momentum"),
    ],
)
def test_what_a_descent_cannot_do_is_told_at_its_field(
    client: httpx.Client, asked: dict[str, object], parameter: str
) -> None:
    answer = client.post("/api/descend", json={"program": "f = x**2", **asked})
    assert answer.status_code == 422
    assert [mistake["parameter"] for mistake in answer.json()["mistakes"]] == [parameter]


def test_a_descent_that_diverges_says_so(client: httpx.Client) -> None:
    answer = client.post("/api/descend", json={"program": "f = x**4", "values": {"x": 5}, "rate": 1}).json()
    assert answer["diverged"] == len(answer["loss"]) == 4
    assert "too large" in answer["notes"][0]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"program": "z = x*" + "9" * 320}),
        json.dumps({"program": "z = x + 0x" + "f" * 310}),
        json.dumps({"program": "z = nn.Linear(" + "8" * 320 + ", 2)(x)"}),
        json.dumps({"program": "z = -[1, [2, 3]]*x"}),
        json.dumps({"program": "s = ''\nz = s[::0]"}),
        json.dumps({"program": "z = 'text'[::0]"}),
        json.dumps({"program": "z = x*float(1, 2)"}),
        json.dumps({"program": "np.int(2, 0)"}),
        json.dumps({"program": "z = np.ones((1,)*65)*x"}),
        json.dumps({"program": 'def g():\n    """a\rb"""\nz = x'}),
        '{"program": "z = x", "values": {"x": "\\ud800"}}',
        '{"program": "z = x", "values": {"\\ud800": 1}}',
        '{"program": "z = x\\ud800"}',
        json.dumps({"program": "v = (x)[[0, []1, 1]]\nz = np.sum(x) + np.sum(v)", "values": {}}),
    ],
)
def test_what_nobody_would_send_is_answered(client: httpx.Client, body: str) -> None:
    answer = client.post("/api/graph", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 422), answer.text


def test_a_number_that_is_too_large_is_said_to_be_infinite(client: httpx.Client) -> None:
    body = '{"program": "z = 2*x", "values": {"x": 1e400}}'
    answer = client.post("/api/graph", content=body, headers={"content-type": "application/json"})
    assert any("inf" in warning["message"] for warning in answer.json()["warnings"])
