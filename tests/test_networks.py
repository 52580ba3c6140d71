"""The network builder: each kind runs, is right and learns; points are what they are called; what makes no sense is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from click.testing import CliRunner

from app import pipeline
from app.cli import main
from app.language import LanguageError
from app.language.reading.parser import CHARACTERS
from app.networks import DATASETS, FORMS, KINDS, gradient_sizes, network_query, understood
from app.networks.datasets import points
from app.networks.pasted import pasted
from app.query import Query
from app.web.routes.networks import page
from tests.server import get

BUILT = [(kind, form) for kind in KINDS for form in FORMS]
LEARNT = {"softmax": 0.75, "autoencoder": 0.5}
"""To what share the loss falls at least; elsewhere to a tenth."""


def built(**given: str) -> Query:
    return network_query(understood(given))


def mistakes(**given: str) -> list[tuple[str | None, str]]:
    with pytest.raises(LanguageError) as raised:
        built(**given)
    return [(each.parameter, each.message) for each in raised.value.mistakes]


@pytest.mark.parametrize(("kind", "form"), BUILT)
def test_each_kind_has_right_gradients_and_learns(kind: str, form: str) -> None:
    sheet = built(kind=kind, form=form).worksheet(strict=True)
    assert sheet.training is not None
    still = replace(sheet, training=None)
    trace = pipeline.trace(still)
    assert pipeline.agrees(trace)
    assert pipeline.trace(Query(sheet.text).worksheet(strict=True)).output == "L"
    losses = pipeline.descent(still, sheet.training)["loss"]
    assert losses[-1] < LEARNT.get(kind, 0.1) * losses[0]


@pytest.mark.parametrize(("activation", "loss"), [("relu", "bce"), ("gelu", "cross-entropy"), ("identity", "mse")])
@pytest.mark.parametrize("kind", ["2-3-1", "rnn", "lstm", "attention"])
@pytest.mark.parametrize("form", FORMS)
def test_activations_and_losses_fit_every_kind(kind: str, form: str, activation: str, loss: str) -> None:
    query = built(kind=kind, form=form, activation=activation, loss=loss, noise="0.1", hidden="3")
    assert pipeline.agrees(pipeline.trace(replace(query.worksheet(), training=None)))


def test_a_network_is_as_wide_and_deep_as_asked_and_the_same_for_the_same_seed() -> None:
    trace = pipeline.trace(built(hidden="5, 4-2").undescended().worksheet())
    shapes = {name: value.shape for name, value in trace.named(trace.values).items()}
    assert [shapes[name] for name in ("W1", "W2", "W3", "W4")] == [(2, 5), (5, 4), (4, 2), (2, 1)]
    assert "W2" not in built(hidden="none").text
    assert built(seed="3").text == built(seed="3").text != built(seed="4").text


@pytest.mark.parametrize("name", DATASETS)
def test_points_are_seeded_and_have_their_classes(name: str) -> None:
    made, again, other = (points(name, 60, 0.1, seed) for seed in (1, 1, 2))
    assert made.inputs.tolist() == again.inputs.tolist() != other.inputs.tolist()
    assert made.inputs.shape == (60, 1 if name == "line" else 2)
    assert len(set(made.targets.tolist())) == (DATASETS[name].classes or len(set(made.targets.tolist())))


def test_points_lie_where_their_names_say() -> None:
    xor = points("xor", 4, 0, 1)
    assert [(*each, target) for each, target in zip(xor.inputs.tolist(), xor.targets, strict=True)] == [
        (0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)
    ]  # fmt: skip
    circles = points("circles", 40, 0, 1)
    assert np.allclose(np.hypot(*circles.inputs.T), 0.5 + 0.5 * circles.targets, atol=2e-3)
    line = points("line", 40, 0, 1)
    assert np.allclose(2 * line.inputs[:, 0] - 1, line.targets, atol=2e-3)
    noisy = points("line", 200, 0.5, 1)
    assert 0.4 < np.std(noisy.targets - (2 * noisy.inputs[:, 0] - 1)) < 0.6


def test_batches_take_their_turns() -> None:
    whole = points("moons", 10, 0, 1)
    assert whole.batch(0) is whole
    assert whole.batch(4, 1).targets.tolist() == whole.targets[4:8].tolist()
    assert whole.batch(4, 2).targets.tolist() == whole.targets[[8, 9, 0, 1]].tolist()
    assert built(batch="4", turn="1").text != built(batch="4").text


@pytest.mark.parametrize(
    ("table", "targets", "classes"),
    [
        ("x1,x2,t\n0,1,1\n1,1,0\n", [1, 0], 2),
        ("0\t1\t2.5\n1\t1\t-1\n", [2.5, -1], 0),
        ("1;2;cat\n3;4;dog\n5;6;cat", [0, 1, 0], 2),
        ("\ufeff1, 2, 0\n\n3, 4, 1\n5, 6, 2", [0, 1, 2], 3),
    ],
)
def test_pasted_tables_are_read(table: str, targets: list[float], classes: int) -> None:
    found = pasted(table)
    assert found.targets.tolist() == targets
    assert found.classes == classes
    assert found.inputs.shape == (len(targets), 2)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("a,b\n", "there are no rows of numbers"),
        ("1\n2\n", "line 1 has 1 column"),
        ("1,2,3\n1,2\n", "line 2 has 2 columns, line 1 has 3"),
        ("x,t\n1,2\noops,3\n", "line 3, column 1: `oops` is no finite number"),
        ("1,2\nnan,3\n", "line 2, column 1: `nan` is no finite number"),
        ("1,2\n2,inf\n", "line 2, column 2: `inf` is no finite number"),
        ("1,2\n2,cat\n", "line 2, column 2: the targets are numbers or words, not both"),
        ("1,2\n" * 501, "501 rows, more than 500"),
    ],
)
def test_mistakes_of_a_table_are_told_by_line_and_column(table: str, told: str) -> None:
    assert any(parameter == "table" and told in message for parameter, message in mistakes(table=table))


@pytest.mark.parametrize(
    ("given", "parameter", "told"),
    [
        ({"kind": "none"}, "kind", "there is no kind `none`"),
        ({"hidden": "3, x"}, "hidden", "`x` is no width from 1 to 32"),
        ({"hidden": "1," * 21}, "hidden", "21 hidden layers, more than 20"),
        ({"hidden": "32," * 20}, "hidden", f"characters, more than {CHARACTERS}"),
        ({"kind": "rnn", "hidden": "3, 3"}, "hidden", "has one width"),
        ({"count": "0"}, "count", "`0` is no whole number from 1 to 200"),
        ({"noise": "much"}, "noise", "`much` is no number from 0 to 10"),
        ({"loss": "bce", "data": "line"}, "loss", "bce wants the classes 0 and 1"),
        ({"loss": "cross-entropy", "data": "line"}, "loss", "cross-entropy wants classes"),
        ({"kind": "autoencoder", "loss": "bce"}, "loss", "an autoencoder is compared by mse"),
        ({"table": "1,2\n" * 30_000}, "table", "more than 100000 characters"),
    ],
)
def test_what_makes_no_sense_is_told(given: Mapping[str, str], parameter: str, told: str) -> None:
    assert any(each == parameter and told in message for each, message in mistakes(**given))


def test_vanishing_gradients_are_seen_in_the_bars() -> None:
    depth = 20
    deep = built(hidden="3," * depth, activation="sigmoid")
    errors, parameters = gradient_sizes(pipeline.trace(deep.undescended().worksheet()))
    layers = [each for each in errors if each.name.startswith("h")]
    assert [each.name for each in layers] == [f"h{number}" for number in range(depth, 0, -1)]
    assert layers[-1].size < layers[0].size * 1e-10, "too small for a scale of eight factors of ten"
    assert all(after.bar < before.bar for before, after in pairwise(layers))
    assert layers[-1].size < layers[0].size / 100
    assert layers[-1].bar < layers[0].bar - 0.25
    assert [each.name for each in parameters][:2] == ["W1", "b1"]


def test_the_page_builds_and_opens_what_it_shows() -> None:
    made = page("kind=xor&hidden=4", "/at")
    text = made.body.decode()
    assert made.status == 200
    assert "h1 = tanh(x @ W1 + b1)" in text
    address = text.split('class="button solid" href="/at/?')[1].split('"')[0].replace("&amp;", "&")
    query = Query.of(parse_qsl(address))
    assert query.text == built(kind="xor", hidden="4").text
    assert query.training["train.optimiser"] == "adam"


def test_the_page_tells_mistakes_and_keeps_what_was_typed() -> None:
    made = page("hidden=many&seed=5", "")
    assert "<code>many</code> is no width" in made.body.decode()
    assert 'name="seed" value="5"' in made.body.decode()


def test_the_builder_by_http(server: str) -> None:
    assert get(f"{server}/networks").status_code == 200
    assert f"more than {CHARACTERS}" in get(f"{server}/networks?hidden={'32,' * 20}").text


def test_the_command_prints_the_text(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["network", "xor"]).output == built(kind="xor").text + "\n"
    assert "class Net(nn.Module)" in runner.invoke(main, ["network", "--as", "module"]).output
    table = tmp_path / "points.csv"
    table.write_text("1,2,a\n3,4,b\n")
    assert "x = [[1, 2], [3, 4]]" in runner.invoke(main, ["network", "logistic", "--table", str(table)]).output
    wrong = runner.invoke(main, ["network", "--hidden", "x"])
    assert wrong.exit_code == 2
    assert "`x` is no width" in wrong.output
