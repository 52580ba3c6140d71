"""PyTorch's modules for sequences give what PyTorch gave, and know what they do not know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.autodiff import differentiate
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.library_classes.read_classes import ReadClasses
from app.autodiff.interpreter.objects import parameters
from app.language import LanguageError, parse
from tests.cases import assert_close

CASES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "torch-modules.json").read_text())[
    "cases"
]


@pytest.mark.parametrize("name", CASES)
def test_values_and_adjoints_are_pytorch_s(name: str) -> None:
    case = CASES[name]
    trace = differentiate(parse(case["text"]), values=case["at"])
    assert_close(trace.values[trace.graph.output], case["output"], 1e-10, "output")
    adjoints = trace.named(trace.adjoints)
    for key, expected in case["adjoints"].items():
        assert_close(adjoints[key], expected, 1e-9, key)


def test_a_class_of_ours_is_read_with_what_it_extends_and_no_other() -> None:
    classes = ReadClasses(("", "class A:\n    def f(self): return 1\n\nclass B(A): pass\n\nclass C: pass\n"))
    assert "B" in classes
    assert "D" not in classes
    assert list(classes) == ["A", "B", "C"]
    assert not classes.read
    assert [each.name for each in classes["B"].lineage()] == ["B", "A"]
    assert {*classes.read} == {"A", "B"}


def test_a_class_that_names_no_other_extends_the_root_of_its_library() -> None:
    classes = ReadClasses(("A", "class A: pass\n\nclass B: pass\n"), ("", "class C: pass\n"))
    assert {name: [each.name for each in classes[name].lineage()] for name in classes} == {
        "A": ["A"], "B": ["B", "A"], "C": ["C"]
    }  # fmt: skip


def test_a_fifth_layer_is_refused() -> None:
    with pytest.raises(LanguageError, match="`num_layers` is at most 4 here"):
        differentiate(parse("y = nn.LSTM(2, 2, num_layers=5)(x)"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("y = F.interpolate(x)", "`interpolate`: either size or scale_factor is needed"),
        ("y = F.interpolate(x, scale_factor=2, mode='cubic')", "mode is one of nearest,"),
        ("y = F.interpolate(x, scale_factor=2, mode='linear')", "mode 'linear' is for an array of 3 axes"),
        ("y = F.interpolate(x, scale_factor=0.1)", "nothing is left of an axis of 2"),
    ],
)
def test_what_cannot_be_resampled_is_told_by_its_own_name(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        differentiate(parse(text), values={"x": [[[[1.0, 2.0], [3.0, 4.0]]]]})
    assert told in str(caught.value)
    assert "sampling" not in str(caught.value)


def test_the_distribution_function_of_a_normal() -> None:
    trace = differentiate(
        parse("d = torch.distributions.Normal(0, 1)\ny = d.icdf(d.cdf(x)) * d.cdf(0 * x)"), values={"x": 0.3}
    )
    assert_close(trace.values[trace.graph.output], 0.15, 1e-12, "output")


def test_what_a_plain_list_holds_is_told_to_be_no_parameter() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.layers = [nn.Linear(1, 1)]\n"
        "    def forward(self, x):\n        return self.layers[0](x)\n"
        "net = Net()\nout = net(x).sum() + len(list(net.parameters()))"
    )
    told = [each.message for each in differentiate(parse(text), values={"x": [2.0]}).warnings]
    assert any("plain list or dict `layers`" in each for each in told)


def test_what_changes_a_module_in_an_unknown_way_is_refused() -> None:
    text = "net = torch.nn.utils.spectral_norm(nn.Linear(2, 2))\nout = net(x).sum()"
    with pytest.raises(LanguageError, match="`spectral_norm` changes what a module computes"):
        differentiate(parse(text), values={"x": [2.0, 1.0]})


def test_updates_of_another_structure_than_the_parameters_are_refused() -> None:
    text = "import optax\nw = optax.apply_updates({'a': x, 'b': x}, {'a': x})\nout = w['a']"
    with pytest.raises(LanguageError, match="there are 2 parameters and 1 updates"):
        differentiate(parse(text), values={"x": 2.0})


def test_modules_that_are_appended_have_their_dotted_names() -> None:
    text = (
        "class Block(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.norm = nn.LayerNorm(2)\n"
        "    def forward(self, x):\n        return self.norm(x)\n"
        "class Stack(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = nn.ModuleList([])\n"
        "        for _ in range(2):\n            self.layers.append(nn.ModuleList([Block(), nn.Linear(2, 2)]))\n"
        "    def forward(self, x):\n        for norm, linear in self.layers:\n            x = linear(norm(x))\n        return x\n"
        "out = Stack()(x).sum()"
    )
    trace = differentiate(parse(text), values={"x": [2.0, 1.0]})
    names = set(trace.named(trace.adjoints))
    assert {
        f"layers.{at}.{each}" for at in (0, 1) for each in ("0.norm.weight", "0.norm.bias", "1.weight", "1.bias")
    } <= names


def test_what_a_constructor_was_given_is_kept() -> None:
    text = (
        "def kept(a, b=4, **rest):\n    rest = dict(locals())\n    return rest['a'] * rest['b']\n"
        "class Net(pl.LightningModule):\n    def __init__(self, d, rate=3.0, loss=None):\n        super().__init__()\n"
        "        self.save_hyperparameters(ignore=['loss'])\n        self.fc = nn.Linear(self.hparams.d, 1)\n"
        "    def forward(self, x):\n        return self.fc(x).sum() * 0 + self.rate * x.sum() + hasattr(self.hparams, 'loss')\n"
        "out = Net(2, loss=5)(x) + kept(x[0])"
    )
    trace = differentiate(parse(text), values={"x": [2.0, 1.0]})
    assert_close(trace.values[trace.graph.output], 17.0, 1e-12, "output")
    assert_close(trace.named(trace.adjoints)["x"], [7.0, 3.0], 1e-12, "x")


LINEAR = "nn.Linear(1, 1, bias=False)"


@pytest.mark.parametrize(
    ("first", "grown", "key"),
    [
        ("[]", f"self.layers.append({LINEAR})", "0"),
        ("[]", f"self.layers.extend([{LINEAR}])", "0"),
        ("[]", f"self.layers.insert(0, {LINEAR})", "0"),
        ("[]", f"self.layers += [{LINEAR}]", "0"),
        ("[]", f"known = self.layers\n        known.append({LINEAR})", "0"),
        ("[None]", f"self.layers[-1] = {LINEAR}", "0"),
        ("[]", f"self.layers[:] = [{LINEAR}]", "0"),
        ("{}", f"self.layers['a'] = {LINEAR}", "a"),
        ("{}", f"self.layers.update({{'a': {LINEAR}}})", "a"),
        ("{}", f"self.layers.update(a={LINEAR})", "a"),
        ("{}", f"self.layers.setdefault('a', {LINEAR})", "a"),
    ],
)
def test_what_a_list_or_dict_of_an_object_gains_has_its_place_in_its_name(first: str, grown: str, key: str) -> None:
    text = (
        f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = {first}\n        {grown}\n"
        f"    def forward(self, x):\n        return self.layers[{key if key == '0' else repr(key)}](x)\nout = Net()(x).sum()"
    )
    trace = differentiate(parse(text), values={"x": [2.0]})
    assert f"layers.{key}.weight" in trace.named(trace.adjoints)


def test_parameters_that_a_list_gains_after_it_was_read_become_inputs() -> None:
    text = (
        "class Net:\n    def __init__(self):\n        self.ws = [torch.ones(1)]\n"
        "    def grow(self):\n        self.ws.append(nn.Parameter(torch.ones(1)))\n"
        "    def forward(self, x):\n        for w in self.ws:\n            x = x * w\n        return x\n"
        "net = Net()\nfirst = net.forward(x)\nnet.grow()\nout = net.forward(x).sum()"
    )
    trace = differentiate(parse(text), values={"x": [2.0]})
    assert {"ws.0", "ws.1"} <= set(trace.named(trace.adjoints))


def test_a_list_is_looked_through_once_however_often_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    unread = parameters.unread

    def counted(value: Value) -> bool:
        looked.append(value)
        return unread(value)

    monkeypatch.setattr(parameters, "unread", counted)
    text = (
        "class Net:\n    def __init__(self):\n        self.sizes = []\n        for k in range(40): self.sizes.append(k)\n"
        "    def forward(self, x):\n        for k in range(40): x = x + self.sizes[k]\n        return x\nout = Net().forward(x)"
    )
    differentiate(parse(text), values={"x": 2.0})
    assert 40 <= len(looked) < 200


def test_a_class_attribute_may_be_none() -> None:
    text = (
        "class Net:\n    cache = None\n    def forward(self, x):\n        return x if self.cache is not None else 3 * x\n"
        "out = Net().forward(x)"
    )
    trace = differentiate(parse(text), values={"x": 2.0})
    assert trace.named(trace.adjoints)["x"] == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nn.LayerNorm(3)(torch.randn(2, 1))", "what comes in has shape (2, 1), which does not end in (3,)"),
        ("nn.LayerNorm((3, 4))(torch.randn(2, 1, 4))", "does not end in (3, 4)"),
        ("nn.RMSNorm(3)(torch.randn(2, 1))", "does not end in (3,)"),
        ("nn.BatchNorm1d(3)(torch.randn(2, 1))", "cannot take shape (1, 1)"),
        ("nn.BatchNorm2d(3)(torch.randn(2, 1, 4, 4))", "cannot take shape (1, 1, 1, 1)"),
        ("nn.BatchNorm1d(3)(torch.randn(3))", "it takes 2 or 3 axes, and what comes in has shape (3,)"),
        ("nn.BatchNorm2d(3)(torch.randn(2, 3))", "it takes 4 axes"),
        ("nn.InstanceNorm1d(3)(torch.randn(2, 3, 4, 4))", "it takes 2 or 3 axes"),
        ("nn.InstanceNorm2d(3, affine=True)(torch.randn(2, 1, 4, 4))", "cannot take shape (1, 1, 1, 1)"),
        ("nn.GroupNorm(1, 4)(torch.randn(2, 1, 4, 4))", "cannot take shape (1, 1, 1, 1)"),
        ("nn.PReLU(3)(torch.randn(2, 1))", "cannot take shape (1, 1)"),
    ],
)
def test_a_layer_refuses_what_it_would_spread_over_its_own_numbers(text: str, told: str) -> None:
    with pytest.raises(LanguageError, match=re.escape(told)):
        differentiate(parse(f"import torch\nimport torch.nn as nn\ny = {text}"))
