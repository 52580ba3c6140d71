"""What a text says of its own training: what is followed, and what is told that is not."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from app.autodiff import differentiate
from app.language import parse
from app.optimisers import OPTIMISERS
from app.training import DescentRequest, Start, descend, filled
from tests.cases import DATA

BY_HAND = """\
x = torch.tensor([1., 2., 3.])
y = torch.tensor([2., 4., 6.])
w = torch.tensor(1.0, requires_grad=True)
lr = 0.1
for epoch in range(7):
    loss = ((w*x - y)**2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        w.grad.zero_()
"""
OWN = {
    BY_HAND: ("gradient-descent", 0.1, 7, {"w"}),
    BY_HAND.replace("w -= lr * w.grad", "w.data = w.data - w.grad*lr"): ("gradient-descent", 0.1, 7, {"w"}),
    "m = nn.Linear(2, 1)\nfor p in m.parameters():\n    p.data -= 0.2 * p.grad\nL = (m(x)**2).sum()": (
        "gradient-descent", 0.2, 100, {"m.weight", "m.bias"},
    ),
    "m = nn.Linear(2, 1)\nopt = torch.optim.Adam(m.parameters(), lr=0.05, betas=(0.8, 0.9))\n"
    "for i in range(3):\n    L = (m(x)**2).sum()\n    L.backward()\n    opt.step()": ("adam", 0.05, 3, {"m.weight", "m.bias"}),
    "from torch.optim import SGD\nopt = SGD([w], 1e-2, momentum=0.9, nesterov=True)\nL = (w*k)**2": ("nesterov", 0.01, 100, {"w"}),
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(2, 1)\n"
    "        self.scale = nn.Parameter(torch.ones(1))\n    def forward(self, x):\n        return self.scale*self.a(x)\n"
    "net = Net()\nopt = torch.optim.Adam(net.parameters(), lr=0.1)\nL = (net(x)**2).sum()": (
        "adam", 0.1, 100, {"a.weight", "a.bias", "scale"},
    ),
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(2, 1)\n"
    "        self.b = nn.Linear(1, 1)\n    def forward(self, x):\n        return self.b(self.a(x))\n"
    "net = Net()\nopt = torch.optim.SGD([*net.a.parameters(), k], lr=0.1)\nL = (k*net(x)**2).sum()": (
        "gradient-descent", 0.1, 100, {"a.weight", "a.bias", "k"},
    ),
    "opt = torch.optim.RMSprop([w], lr=3e-4)\nL = w**2": ("rmsprop", 3e-4, 100, {"w"}),
    "L = w**2": ("gradient-descent", None, 100, {"w"}),
    BY_HAND.replace("w -= lr * w.grad", "w.data.sub_(lr * w.grad)"): ("gradient-descent", 0.1, 7, {"w"}),
    BY_HAND.replace("w -= lr * w.grad", "w.data.add_(w.grad, alpha=-lr)"): ("gradient-descent", 0.1, 7, {"w"}),
    BY_HAND.replace("w -= lr * w.grad", "w.data -= w.grad / 10"): ("gradient-descent", 0.1, 7, {"w"}),
    BY_HAND.replace("w -= lr * w.grad", "w += -lr * w.grad").replace("range(7)", "tqdm(range(7))"): (
        "gradient-descent", 0.1, 7, {"w"},
    ),
    "x = np.array([1., 2.])\nw = 0.5\nlr = 0.05\nfor i in range(9):\n    L = np.sum((w*x - 3)**2)\n    dw = np.sum(2*(w*x - 3)*x)\n"
    "    w = w - lr*dw": ("gradient-descent", 0.05, 9, {"w"}),
    "opt = optim.SGD([w], 0.1, 0.9)\nL = (w*k)**2": ("momentum", 0.1, 100, {"w"}),
    "opt = torch.optim.SGD(params=[k])\nL = (w*k)**2": ("gradient-descent", 1e-3, 100, {"k"}),
    "import torch.optim as o\nps = [k, w]\nopt = o.Adam(ps, 0.1)\nL = (w*k)**2": ("adam", 0.1, 100, {"w", "k"}),
    "from torch.optim import AdamW as A\nopt = A([{'params': [k]}], 0.1)\nL = (w*k)**2": ("adamw", 0.1, 100, {"k"}),
    "a = nn.Linear(2, 2)\nb = nn.Linear(2, 1)\nopt = optim.SGD(list(a.parameters()) + [*b.parameters()], 0.1)\nL = (b(a(x))**2).sum()": (
        "gradient-descent", 0.1, 100, {"a.weight", "a.bias", "b.weight", "b.bias"},
    ),
    "opt = optim.SGD([w], lr=0.1)\ns = optim.lr_scheduler.StepLR(opt, 5)\nL = w**2": (
        "gradient-descent", "0.1*0.1**floor((t - 1)/5)", 100, {"w"},
    ),
    "opt = optim.SGD([w], lr=0.1)\ns = optim.lr_scheduler.LambdaLR(opt, lr_lambda=lambda epoch: 0.95 ** epoch)\nL = w**2": (
        "gradient-descent", "0.1*(0.95 ** (t - 1))", 100, {"w"},
    ),
    "T = 20\nf = lambda e: 0.5*(1 + math.cos(math.pi*e/T))\nopt = optim.SGD([w], 0.1)\ns = optim.lr_scheduler.LambdaLR(opt, f)\nL = w**2": (
        "gradient-descent", "0.1*(0.5*(1 + cos(pi*(t - 1)/20)))", 100, {"w"},
    ),
    "opt = optim.SGD([w], lr=0.1)\ns = optim.lr_scheduler.MultiStepLR(opt, milestones=[3, 8], gamma=0.5)\nL = w**2": (
        "gradient-descent", "0.1*0.5**((t > 3) + (t > 8))", 100, {"w"},
    ),
    "opt = optim.SGD([w], lr=0.1)\ns = optim.lr_scheduler.LinearLR(opt, 0.5, total_iters=4)\nL = w**2": (
        "gradient-descent", "0.1*(0.5 + (1 - 0.5)*min(t - 1, 4)/4)", 100, {"w"},
    ),
    "from torch.optim.lr_scheduler import ConstantLR\nopt = torch.optim.SGD([w], lr=0.1)\ns = ConstantLR(opt, 0.5, 3)\n"
    "for i in range(30):\n    L = (w*3 - 2)**2\n    L.backward()\n    opt.step()\n    s.step()": (
        "gradient-descent", "0.1*(1 - (1 - 0.5)*(t <= 3))", 30, {"w"},
    ),
    "s = optax.exponential_decay(0.1, 10, decay_rate=0.5)\nopt = optax.adam(s)\nL = w**2": (
        "adam", "0.1*0.5**((t - 1)/10)", 100, {"w"},
    ),
    "opt = keras.optimizers.RMSprop()\nL = w**2": ("rmsprop", 1e-3, 100, {"w"}),
    "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(optimizer='sgd', loss='mse')\nL = w**2": (
        "gradient-descent", 0.01, 100, {"w"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", OWN)
def test_a_text_with_an_optimiser_of_its_own_fills_it_in(text: str) -> None:
    program = parse(text)
    name, rate, steps, trained = OWN[text]
    asked = filled(program)
    assert (asked.optimiser.name, asked.rate, asked.steps) == (name, rate, steps)
    at = {"x": [[1, 2]]} if "nn." in text else {}
    assert set(descend(Start(program, at), asked).values) == trained


VARIANTS: dict[str, tuple[str, dict[str, float]]] = {
    "torch.optim.SGD([w], 0.1, 0.9, 0.5)": ("momentum", {"dampening": 0.5}),
    "torch.optim.SGD([w], 0.1, momentum=0.5, nesterov=True)": ("nesterov", {"momentum": 0.5}),
    "torch.optim.RMSprop([w], momentum=0.5)": ("rmsprop-momentum", {"momentum": 0.5}),
    "torch.optim.RMSprop([w], momentum=0.5, centered=True)": ("rmsprop-centered", {"momentum": 0.5}),
    "torch.optim.Adam([w], amsgrad=True, weight_decay=0.1)": ("amsgrad", {"weight_decay": 0.1}),
    "torch.optim.Adam([w], weight_decay=0.1, decoupled_weight_decay=True)": ("adamw", {"weight_decay": 0.1}),
    "torch.optim.NAdam([w], betas=(0.8, 0.9))": ("nadam", {"beta1": 0.8, "beta2": 0.9}),
    "torch.optim.RAdam([w])": ("radam", {}),
    "torch.optim.Adamax([w])": ("adamax", {}),
    "torch.optim.Adadelta([w], rho=0.5)": ("adadelta", {"alpha": 0.5}),
    "torch.optim.Adagrad([w], initial_accumulator_value=0.1)": ("adagrad", {"initial": 0.1}),
    "keras.optimizers.Adagrad(0.1)": ("adagrad", {"initial": 0.1, "eps": 1e-7}),
    "keras.optimizers.Adamax()": ("adamax", {"eps": 1e-7}),
    "optax.adam(0.1, eps_root=0.5)": ("adam", {"eps_root": 0.5}),
    "optax.adadelta(0.1)": ("adadelta", {}),
}


@pytest.mark.parametrize("call", VARIANTS)
def test_arguments_lead_to_other_rules_and_to_their_settings(call: str) -> None:
    asked = filled(parse(f"opt = {call}\nL = (w*k)**2"))
    assert (asked.optimiser.name, dict(asked.settings), asked.told) == (*VARIANTS[call], ())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("opt = torch.optim.AdamW([w], lr=0.1, amsgrad=True)", "`amsgrad` of PyTorch’s AdamW is not known here"),
        ("opt = torch.optim.SGD([w], 0.1, dampening=0.5)", "`dampening` of PyTorch’s SGD"),
        ("opt = keras.optimizers.RMSprop(0.1, momentum=0.9, centered=False)", "`momentum` of Keras’s RMSprop"),
        ("opt = optax.radam(0.1, nesterov=True)", "`nesterov` of optax’s radam"),
        ("opt = optax.rmsprop(0.1)", "`eps_in_sqrt` of optax’s rmsprop"),
        ("opt = torch.optim.Adam([w], betas=(b, 0.9))", "`beta1` of Adam could not be read: it is 0.9 here"),
        ("opt = torch.optim.SGD([w], warp=2)", "`warp` of PyTorch’s SGD"),
        ("opt = torch.optim.SGD([w], lr=rate(3))", "the rate of SGD could not be read"),
        ("opt = torch.optim.SGD([w], **given)", "`**` among the arguments of SGD"),
        ("opt = torch.optim.SGD([{'params': [w], 'lr': 1}])", "a group of parameters with a rate of its own"),
        ("opt = torch.optim.LBFGS([w])", "LBFGS, by which the text trains, is not known here"),
        ("model.compile(optimizer='nadam')", "`nadam`, by which the text trains, is not known here"),
        ("o = optim.SGD([w])\np = optim.Adam([k])", "the text trains in several ways: Adam, the last, is followed"),
        ("s = optim.lr_scheduler.MultiplicativeLR(o, f)", "the schedule MultiplicativeLR is not known here"),
        ("s = optim.lr_scheduler.OneCycleLR(o, 0.1, 100)", "OneCycleLR changes the momentum too"),
        (
            "s = optim.lr_scheduler.OneCycleLR(o, 0.1, 100, three_phase=phases)",
            "the schedule OneCycleLR could not be read",
        ),
        (
            "s = optim.lr_scheduler.OneCycleLR(o, 0.1, steps_per_epoch=len(data), epochs=3)",
            "the schedule OneCycleLR could not be read",
        ),
        ("s = optim.lr_scheduler.CyclicLR(o, 0.1, 1, step_size_down=down)", "the schedule CyclicLR could not be read"),
        ("s = optim.lr_scheduler.CyclicLR(o, 0.1, 1, mode='square')", "the schedule CyclicLR could not be read"),
        ("s = optim.lr_scheduler.CyclicLR(o, 0.1, 1, scale_fn=f)", "the schedule CyclicLR could not be read"),
        (
            "s = optim.lr_scheduler.SequentialLR(o, [f, optim.lr_scheduler.StepLR(o, 3)], [5])",
            "the schedule SequentialLR could not be read",
        ),
        (
            "o = optim.SGD([w], 0.1)\ns = optim.lr_scheduler.LambdaLR(o, lambda e: 1 if e < 5 else 0.1)",
            "the schedule LambdaLR could not be read",
        ),
        (
            "o = optim.SGD([w], 0.1)\ns = optim.lr_scheduler.MultiStepLR(o, steps)",
            "the schedule MultiStepLR could not be read",
        ),
        ("s = optim.lr_scheduler.StepLR(o)", "the schedule StepLR could not be read"),
        ("torch.nn.utils.clip_grad_norm_([w], 1)", "`clip_grad_norm_` is not followed"),
        ("w -= 0.1*w.grad\nk -= 0.2*k.grad", "that of `k`, 0.2, is followed"),
        ("w -= 0.1*(w.grad + w)", "the step of `w` is more than a rate times its gradient"),
        ("while going:\n    opt.step()", "how often the text's loop trains"),
    ],
)
def test_what_is_not_followed_of_a_text_s_own_training_is_told(line: str, told: str) -> None:
    (remark, *others) = filled(parse(f"L = (w*k)**2\n{line}")).told
    assert told in remark and not others


@pytest.mark.parametrize(
    "text",
    [
        "ps = list(ps)\nopt = optim.SGD(ps)",
        "ps = [*ps, w]\nopt = optim.SGD(ps)",
        f"ps = {'+'.join(['[w]'] * 1500)}\nopt = optim.SGD(ps)",
        f"w -= 0.1*w.grad + {'+'.join('0' * 1500)}",
        f"k = {'+'.join('0' * 1500)}",
        "for i in range(1, 2, 0):\n    opt.step()",
        "for i in range(10**30):\n    opt.step()",
        "for i in range(1, 2, 3, 4):\n    opt.step()",
        "opt = optim.Adam(*args, betas=(1, 2, 3))",
        "opt = optim.SGD([{}, {**g}])",
        "s = optim.lr_scheduler.StepLR()",
    ],
)
def test_texts_that_go_round_in_circles_or_make_no_sense_are_read_all_the_same(text: str) -> None:
    assert filled(parse(f"L = w**2\n{text}")).steps == 100


NEVER_CLEARED = (
    "opt = optim.SGD([w], lr=0.1)\nfor i in range(3):\n    loss = (w - k)**2\n    loss.backward()\n    opt.step()\n"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NEVER_CLEARED, True),
        (NEVER_CLEARED.replace("    loss.b", "    opt.zero_grad()\n    loss.b"), False),
        (NEVER_CLEARED + "    w.grad = None\n", False),
        (BY_HAND, False),
        (BY_HAND.replace("        w.grad.zero_()\n", ""), True),
        (BY_HAND.replace("w -= lr", "w = w - lr").replace("        w.grad.zero_()\n", ""), False),
    ],
)
def test_gradients_that_add_up_from_turn_to_turn_are_told(text: str, told: bool) -> None:
    assert any("each turn adds to those before" in remark for remark in filled(parse(text)).told) is told


@pytest.mark.parametrize("argument", ["amsgrad=False", "foreach=True", "weight_decay=0", "betas=(0.9, 0.999)"])
def test_arguments_that_change_nothing_are_passed_over(argument: str) -> None:
    asked = filled(parse(f"opt = torch.optim.Adam([w], {argument})\nL = w**2"))
    assert not asked.told and not asked.settings


def test_who_chooses_an_optimiser_hears_nothing_of_that_of_the_text() -> None:
    program = parse("opt = torch.optim.LBFGS([w])\nL = w**2")
    assert filled(program).told and not filled(program, optimiser=OPTIMISERS["adam"]).told
    program = parse("opt = torch.optim.AdamW([w], amsgrad=True)\nL = w**2")
    assert (
        filled(program, optimiser=OPTIMISERS["adamw"]).told and not filled(program, optimiser=OPTIMISERS["adam"]).told
    )


@pytest.mark.parametrize(("rate", "ascend", "way"), [(-0.1, False, "up"), (-0.1, True, "down")])
def test_a_negative_rate_is_told(rate: float, ascend: bool, way: str) -> None:
    assert DescentRequest(rate=rate, ascend=ascend).told[0].endswith(f"each step leads {way}")
    assert not DescentRequest(rate=0.1, ascend=ascend).told


def test_what_is_asked_comes_before_what_the_text_says() -> None:
    program = parse("opt = torch.optim.Adam([w], lr=0.05, betas=(0.8, 0.9))\nL = (w*k)**2")
    assert filled(program).settings == {"beta1": 0.8, "beta2": 0.9}
    asked = filled(program, steps=2, optimiser=OPTIMISERS["momentum"], rate=0.5, train=["k"], ascend=True)
    assert (asked.steps, asked.rate, asked.train, asked.settings, asked.ascend) == (2, 0.5, ("k",), {}, True)


# Of PyTorch, before each of the first steps: `tests/make_torch_schedules.py`.
RATES: dict[str, dict[str, list[float]]] = json.loads((DATA / "torch-schedules.json").read_text(encoding="utf-8"))


def with_schedules(calls: str, *lines: str) -> str:
    names = ", ".join(sorted(set(re.findall(r"[A-Z]\w+(?=\()", calls))))
    start = (f"from torch.optim.lr_scheduler import {names}", "o = torch.optim.SGD([w], lr=0.2, momentum=0.5)")
    made = (f"s{place} = {call}" for place, call in enumerate(calls.split("; ")))
    return "\n".join(("import torch", *start, *made, *lines))


@pytest.mark.parametrize("calls", RATES)
def test_schedules_give_the_rates_of_pytorch(calls: str) -> None:
    asked = filled(parse(with_schedules(calls, "L = w**2")))
    assert all("changes the momentum too" in told for told in asked.told)
    assert bool(asked.told) == ("momenta" in RATES[calls])
    rates = [differentiate(parse(f"r = {asked.rate} + 0*t"), values={"t": t + 1}).values[-1] for t in range(20)]
    np.testing.assert_allclose(rates, RATES[calls]["rates"], 1e-10, 1e-14)


@pytest.mark.parametrize("calls", [each for each in RATES if "Sequential" not in each and "Chained" not in each])
def test_schedules_that_step_in_a_text_give_the_rates_of_pytorch(calls: str) -> None:
    stepped = (f"    s{place}.step()" for place, _ in enumerate(calls.split("; ")))
    group = "o.param_groups[0]"
    turn = (f"    rates.append({group}['lr'])", f"    momenta.append({group}['momentum'])", "    o.step()", *stepped)
    lines = ("rates, momenta = [], []", "for i in range(20):", *turn, "r = torch.tensor(rates + momenta) + 0*x")
    found = differentiate(parse(with_schedules(calls, *lines)), values={"w": 1, "x": 1}).values[-1]
    np.testing.assert_allclose(found, RATES[calls]["rates"] + RATES[calls].get("momenta", [0.5] * 20), 1e-12, 1e-14)


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ("s = optax.linear_schedule(0.1, 0.02, 4)", [0.1, 0.08, 0.06, 0.04, 0.02, 0.02]),
        ("s = optax.polynomial_schedule(0.1, 0.0, 2, 4)", [0.1, 0.05625, 0.025, 0.00625, 0, 0]),
        ("s = optax.warmup_cosine_decay_schedule(0.0, 0.1, 2, 4)", [0, 0.05, 0.1, 0.05, 0, 0]),
        ("s = optax.exponential_decay(0.1, 2, 0.5, staircase=True)", [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]),
        ("s = optax.constant_schedule(0.3)", [0.3] * 6),
        (
            "s = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=4)",
            [0.1, 0.0853553390593, 0.05, 0.0146446609407, 0, 0],
        ),
        ("s = keras.optimizers.schedules.PolynomialDecay(0.1, 4, 0.02)", [0.1, 0.08, 0.06, 0.04, 0.02, 0.02]),
        (
            "s = keras.optimizers.schedules.InverseTimeDecay(0.1, 2, 1.0)",
            [0.1, 0.1 / 1.5, 0.05, 0.04, 0.1 / 3, 0.1 / 3.5],
        ),
    ],
)
def test_schedules_of_optax_and_keras_are_followed_as_documented(line: str, rate: list[float]) -> None:
    adam = "optax.adam" if "optax" in line else "keras.optimizers.Adam"
    asked = filled(parse(f"{line}\nopt = {adam}(s)\nL = w**2"))
    assert not asked.told
    rates = [differentiate(parse(f"r = {asked.rate} + 0*t"), values={"t": t + 1}).values[-1] for t in range(6)]
    np.testing.assert_allclose(rates, rate, 1e-10, 1e-14)


def test_schedules_of_transformers_warm_up() -> None:
    text = "opt = torch.optim.AdamW([w], lr=0.1)\ns = {}(opt, num_warmup_steps=2, num_training_steps=6)\nL = w**2"
    for name, rate in {
        "get_linear_schedule_with_warmup": [0, 0.05, 0.1, 0.075, 0.05, 0.025],
        "get_cosine_schedule_with_warmup": [0, 0.05, 0.1, 0.0853553390593, 0.05, 0.0146446609407],
    }.items():
        asked = filled(parse(text.format(name)))
        rates = [differentiate(parse(f"r = {asked.rate} + 0*t"), values={"t": t + 1}).values[-1] for t in range(6)]
        np.testing.assert_allclose(rates, rate, 1e-10, 1e-14)
