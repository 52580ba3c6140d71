"""What a class that is pasted alone is made with: decided by how the text uses it, told, and settable from outside."""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import parse

IMPORTS = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n"
MADE_WITH = """
class Net(nn.Module):
    def __init__(self, {parameters}):
        super().__init__()
        {body}

    def forward(self, x):
        return {result}
"""
LAYERS = "self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip({0}[:-1], {0}[1:]))"
OTHER = """
class Other(Net):
    def __init__(self, rate):
        super().__init__(rate)
        self.rate = nn.Dropout(rate)

    def forward(self, x):
        return self.rate(x)
"""


def not_known(name: str) -> str:
    return f"`{name}` is a function that is not known: what depends on it has no number"


CASES = {
    "a size": ("hidden", "self.fc = nn.Linear(hidden, 2)", "self.fc(x)", ["hidden = 3"]),
    "settings": ("config", "self.fc = nn.Linear(config.n_in, config.n_out)", "self.fc(x)", ["config.n_in = 3", "config.n_out = 3"]),
    "settings that are kept": ("args", "self.args = args", "x * self.args.scale", ["args.scale = 1"]),
    "settings in a dict": ("cfg", "self.fc = nn.Linear(cfg['in'], cfg['out'])", "self.fc(x)", ["cfg.in = 3", "cfg.out = 3"]),
    "a setting of a setting": ("cfg", "self.fc = nn.Linear(cfg.model.dim, 2)", "self.fc(x)", ["cfg.model.dim = 3"]),
    "a setting with a value for all else": ("cfg", "self.k = cfg.get('k', 2)", "x * self.k", []),
    "sizes": ("sizes", LAYERS.format("sizes"), "self.layers[1](self.layers[0](x))", ["sizes = [3, 3, 3]"]),
    "sizes by name": ("sizes", "n_in, n_out = sizes; self.fc = nn.Linear(n_in, n_out)", "self.fc(x)", ["sizes = [3, 3]"]),
    "sizes by place": ("k", "self.c = nn.Conv2d(3, 2, (k[0], k[1]))", "self.c(x)", ["k = [3, 3]"]),
    "a word": ("act", "self.act = nn.Tanh() if act == 'tanh' else nn.ReLU()", "self.act(x)", ["act = 'tanh'"]),
    "a flag": ("bias", "self.fc = nn.Linear(3, 2, bias=bias)", "self.fc(x)", ["bias = True"]),
    "a flag by what it is handed on as": ("b", "self.fc = nn.Linear(3, 2, bias=b)", "self.fc(x)", ["b = True"]),
    "a rate": ("rate", "self.drop = nn.Dropout(rate)", "self.drop(x)", ["rate = 0.1"]),
    "a rate by what it is handed to": ("q", "self.dropout = nn.Dropout(q)", "self.dropout(x)", ["q = 0.1"]),
    "what another class calls by that name": ("rate", "self.rate = rate", f"x * self.rate\n\n{OTHER}", ["rate = 0.1"]),
    "a function that is handed on": (
        "fn", "self.f = fn", "apply(self.f, x)\n\ndef apply(g, x):\n    return g(x)", [not_known("fn")]),
    "what makes a function": ("act", "self.f = nn.Sequential(nn.Linear(3, 3), act())", "self.f(x)", [not_known("act")]),
    "what a function has": (
        "body", "self.f = body; self.fc = nn.Linear(body.size, 2)", "self.fc(self.f(x))", [not_known("body"), "body.size = 3"]),
    "a size that is divided": ("d", "self.a = nn.Linear(d, d // 4); self.b = nn.Linear(d // 4, d)", "self.b(self.a(x))", ["d = 8"]),
    "a class that is not shown": (
        "d", "self.a = MyBlock(d, heads=2); self.b = nn.Linear(d, d)", "self.b(self.a(x, mask=None))", [not_known("MyBlock"), "d = 3"]),
    "a layer that a function makes": ("d", "self.c = conv1x1(d, d)", "self.c(x)", [not_known("conv1x1"), "d = 3"]),
    "a class of another's name": (
        "d", "self.a = MultiHeadAttention(d, 2)", "self.a(x, x, x)", [not_known("MultiHeadAttention"), "d = 3"]),
    "a function": ("fn", "self.f = fn", "self.f(x) + x", [not_known("fn")]),
}  # fmt: skip


def net(case: str) -> str:
    parameters, body, result, _ = CASES[case]
    return IMPORTS + MADE_WITH.format(parameters=parameters, body=body, result=result)


def told(trace: Trace) -> list[str]:
    """What is told of the class, not of its shapes, seeds and layers: what is assumed one by one."""
    told = [note.message for note in trace.run.notes if not re.search("no value yet|no seed|is off here", note.message)]
    assumed = [each for note in told if "which is assumed" in note for each in re.findall(r"`(.*?)`", note)]
    return [*(note for note in told if "which is assumed" not in note), *assumed]


@pytest.mark.parametrize("case", CASES)
def test_what_a_class_is_made_with_follows_from_its_use_and_is_told(case: str) -> None:
    assert told(differentiate(parse(net(case)), lenient=True)) == CASES[case][3]


def test_a_setting_is_set_by_its_path() -> None:
    found = differentiate(parse(net("settings")), values={"config.n_out": 5}, lenient=True)
    assert found.values[found.graph.output].shape[-1] == 5
    sizes = differentiate(parse(net("sizes")), values={"sizes": [3, 4, 2]}, lenient=True)
    assert sizes.values[sizes.graph.output].shape[-1] == 2


def test_a_function_that_is_not_known_has_no_numbers() -> None:
    found = differentiate(parse(net("a function")), lenient=True)
    assert found.graph.symbolic and np.isnan(found.values[found.graph.output])


MODULE = """
class Model(nn.Module):
    def __init__(self, n_in, n_out, factor):
        super().__init__()
        self.fc = nn.Linear(n_in, n_out)
        self.factor = factor

    def forward(self, x):
        return self.fc(x) * self.factor

def get_inputs():
    return [torch.randn(4, 6)]

def get_init_inputs():
    return {made_with}
"""


@pytest.mark.parametrize("made_with", ["[6, 5, 0.5]", "[[6], {'n_out': 5, 'factor': 0.5}]", "(6, 5, 0.5)"])
def test_a_text_may_make_what_its_class_is_given(made_with: str) -> None:
    found = differentiate(parse(IMPORTS + MODULE.format(made_with=made_with)), lenient=True)
    shapes = {
        node.name: np.shape(found.values[node.index]) for node in found.graph.nodes if node.name in ("x", "fc.weight")
    }
    assert shapes == {"x": (4, 6), "fc.weight": (5, 6)}
    assert found.values[found.graph.output].shape == (4, 5)
    assert [note.message for note in found.run.notes if "is assumed" in note.message] == []


def test_a_function_that_trains_is_no_forward_pass() -> None:
    training = (
        "def train(model, data, opt):\n    for x in data:\n        model(x).sum().backward()\n        opt.step()\n"
    )
    found = differentiate(parse(net("a size") + training), lenient=True)
    assert told(found) == ["`train` is no forward pass of its own: the figure shows `Net`", "hidden = 3"]


CONFIG = "@dataclass\nclass NetConfig:\n    n_in: int = 4\n    n_out: int = 2\n\n"


@pytest.mark.parametrize(("case", "above", "shape"), [("a size", "hidden = 4\n", (2, 4)), ("settings", CONFIG, (2, 4))])
def test_what_the_text_has_goes_before_what_is_assumed(case: str, above: str, shape: tuple[int, ...]) -> None:
    found = differentiate(parse(above + net(case)), lenient=True)
    weight = next(node.index for node in found.graph.nodes if node.name == "fc.weight")
    assert np.shape(found.values[weight]) == shape
    assert not any("assumed" in note.message and "shape" not in note.message for note in found.run.notes)


def test_rows_of_labels_are_found_where_a_text_asks_for_two_axes() -> None:
    body = "self.tokens = nn.Embedding(5, 4)"
    text = MADE_WITH.format(parameters="n", body=body, result="self.tokens(x).mean((1, 2))")
    found = differentiate(parse(IMPORTS + text), lenient=True)
    assert found.values[found.graph.output].shape == (2,)


def test_what_others_call_is_no_forward_pass() -> None:
    text = "def f(x):\n    return g(x) * 3\n\ndef g(x):\n    return x**2\n"
    assert differentiate(parse(text), values={"x": 2.0}).numbers[-1] == 12


def test_a_layer_that_is_not_known_keeps_the_shape_of_what_comes_in() -> None:
    found = differentiate(parse(net("a class that is not shown")), lenient=True)
    assert found.values[found.graph.output].shape == (3,)
    assert np.isnan(found.values[found.graph.output]).all()


@pytest.mark.parametrize(
    ("imported", "made"),
    [
        ("import torchvision.models as models", "models.resnet18(weights=None)"),
        ("import timm", "timm.resnet18(pretrained=True)"),
        ("from torchvision.models import resnet18", "resnet18()"),
    ],
)
def test_a_layer_of_a_library_that_is_not_known_is_drawn_once_something_goes_into_it(imported: str, made: str) -> None:
    body = f"self.body = {made}; self.fc = nn.Linear(3, 2)"
    text = f"{imported}\n{IMPORTS}{MADE_WITH.format(parameters='n', body=body, result='self.fc(self.body(x))')}"
    found = differentiate(parse(text), lenient=True)
    assert not_known("resnet18") in told(found)
    assert found.graph.nodes[-1].shape == (2,)


LOADED = """
import torchvision
from torch.utils.data import DataLoader
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(28*28, 3)

    def forward(self, x):
        return self.fc(x.view(-1, 28*28))

net = Net()
loader = DataLoader(torchvision.datasets.MNIST("data"), batch_size=64, shuffle=True)
steps = len(loader)
for epoch in range(3):
    for {target} in {loader}:
        {taken}
        loss = F.cross_entropy(net(images), labels)
        loss.backward()
"""


@pytest.mark.parametrize(
    ("target", "loader", "taken"),
    [
        ("images, labels", "loader", "pass"),
        ("i, (images, labels)", "enumerate(loader)", "images = images.to('cpu')"),
        ("batch", "tqdm(loader)", "images, labels = batch"),
        ("batch", "loader", "images, labels = batch[0], batch[1]"),
    ],
)
def test_a_batch_of_data_that_is_not_shown_is_made_of_inputs(target: str, loader: str, taken: str) -> None:
    found = differentiate(parse(IMPORTS + LOADED.format(target=target, loader=loader, taken=taken)), lenient=True)
    assert found.graph.nodes[found.graph.output].name == "loss"
    names = {node.name for node in found.graph.nodes if node.operation == "input"}
    assert names & {"images", "batch.0"} and "fc.weight" in names
    assert "the data of" in " ".join(told(found))


def test_what_a_layer_that_is_not_known_gives_is_unpacked_as_several_functions() -> None:
    text = MADE_WITH.format(parameters="encoder", body="self.encoder = encoder", result="self.mean(x)")
    text += "\n    def mean(self, x):\n        mu, logvar = self.encoder(x, return_dict=False)\n"
    text += "        return mu + torch.randn_like(mu) * logvar\n"
    nodes = differentiate(parse(IMPORTS + text), lenient=True).graph.nodes
    functions = [node.settings.get("function") for node in nodes if node.operation == "unknown"]
    assert functions[-2:] == ["encoder_1", "encoder_2"]
    assert {node.name for node in nodes} >= {"mu", "logvar"}


UPDATE = """
def update():
    batch = Batch(*zip(*memory.sample(8)))
    optimizer.zero_grad()
    criterion(policy(batch.state), batch.target).backward()
    optimizer.step()
"""


def test_a_step_of_training_with_what_is_not_shown_is_no_script() -> None:
    found = differentiate(parse(net("a size") + UPDATE), lenient=True)
    assert np.isfinite(found.values[found.graph.output]).all(), "what is not known is not in the figure"
    assert "hidden = 3" in told(found)


def test_channels_by_name_are_those_of_an_image() -> None:
    body = "self.c = nn.Sequential(nn.Conv2d(n, 4, 4, 2, 1), nn.Conv2d(4, 2, 4, 2, 1), nn.Conv2d(2, 1, 4, 1, 0))"
    found = differentiate(
        parse(IMPORTS + MADE_WITH.format(parameters="n=3", body=body, result="self.c(x)")), lenient=True
    )
    assert found.graph.nodes[found.graph.output].shape == (2, 1, 1, 1)


LAYER = """
class Layer:
    def __init__(self, n):
        self.w = np.random.randn(n, n)
    def forward(self, {given}):
        {body}
"""
COMPACT = """
import flax.linen as nn
class Net(nn.Module):
    size: int
    @nn.compact
    def __call__(self, x):
        return nn.Dense(self.size)(x)
"""


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        (LAYER.format(given="x", body="self.y = x @ self.w"), {"x": (3,), "w": (3, 3)}),
        (LAYER.format(given="x", body="return np.dot(x, self.w)"), {"x": (2, 3), "w": (3, 3)}),
        (LAYER.format(given="s", body="h, c = s; return h @ self.w * c"), {"h": (3,), "c": (), "w": (3, 3)}),
        (COMPACT, {"dense.kernel": (3, 3)}),
    ],
)
def test_layers_of_other_libraries_run_alone(text: str, shapes: dict[str, tuple[int, ...]]) -> None:
    found = differentiate(parse(text), lenient=True)
    inputs = {node.name: np.shape(found.values[node.index]) for node in found.graph.nodes if node.operation == "input"}
    assert inputs.items() >= shapes.items()


def test_weights_that_a_constructor_makes_step_by_step_are_parameters() -> None:
    made = "self.W = []\n        for n, m in zip(sizes[:-1], sizes[1:]):\n            w = np.random.randn(n, m)\n"
    made += "            self.W.append(w / np.sqrt(n))"
    text = f"class Net:\n    def __init__(self, sizes):\n        {made}\n"
    text += "    def forward(self, x):\n        return x @ self.W[0] @ self.W[1]\n"
    found = differentiate(parse(text), lenient=True)
    assert {node.name for node in found.graph.nodes if node.operation == "input"} == {"x", "W.0", "W.1"}


@pytest.mark.parametrize(
    ("text", "gates", "inputs"),
    [
        ("from model import UNet\nmodel = UNet(3).eval()\nL = F.mse_loss(model(x), y)", ["UNet"], ["x", "y"]),
        ("from layers import *\nfc = Affine(W, b)\nact = Relu()\nz = act.forward(fc.forward(x))", ["Affine", "Relu"], ["x", "W", "b"]),
        ("from losses import my_loss\nL = my_loss(x, y).pow(2)", ["my_loss"], ["x", "y"]),
        ("import numpy as np\nfrom nets import Net\nnet = Net()\nz = np.sum(net.predict(x))", ["Net"], ["x"]),
    ],
)  # fmt: skip
def test_what_is_imported_from_files_that_are_not_shown_is_drawn(
    text: str, gates: list[str], inputs: list[str]
) -> None:
    found = differentiate(parse(text), lenient=True)
    nodes = [dict(node.settings).get("function") for node in found.graph.nodes if node.operation == "unknown"]
    assert nodes == gates
    assert {node.name for node in found.graph.inputs()} == {*inputs}
    assert all(any(not_known(gate) == note.message for note in found.run.notes) for gate in gates)
