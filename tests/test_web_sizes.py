"""How large the gradients of a program are: bars, and where one vanishes."""

from __future__ import annotations

import re

import pytest

from app.diagram import composed
from app.pipeline import trace
from app.query import Query
from app.web.page.sizes_card import SizesCard, sizes_card
from app.web.page.template import render
from app.web.page.view import view

DEEP = "".join(f"x{at + 1} = sigmoid(w*x{at})\n" for at in range(6))


def card(text: str, **values: str) -> SizesCard:
    query = Query(text, values)
    sheet = query.worksheet()
    return sizes_card(composed(trace(sheet), sheet.options)[1], query, "")


def test_bars_shrink_from_the_output_back() -> None:
    found = card(DEEP, x0="1", w="0.5")
    assert [row.name for row in found.errors] == [f"x{sub}" for sub in "₆₅₄₃₂₁"]
    assert [row.bar for row in found.errors] == sorted((row.bar for row in found.errors), reverse=True)
    assert [row.name for row in found.inputs] == ["w", "x₀"]


@pytest.mark.parametrize(
    ("text", "values", "told"),
    [
        (
            DEEP,
            {"x0": "1", "w": "0.5"},
            r"from x₆ to x₁ the gradient shrinks by a factor of 3.*, most from x₂ to x₁: 8.2 times",
        ),
        (
            "a = 2*x\nb = 50*a\nf = 60*b",
            {"x": "1"},
            r"from f to a the gradient grows by a factor of 3000, most from f \(times gate\) to b \(times gate\): 60 times",
        ),
        ("f = x * y", {"x": "2", "y": "3"}, "^$"),
        ("f = relu(x)", {"x": "-2"}, "^$"),
    ],
)
def test_where_a_gradient_vanishes_or_explodes_is_said(text: str, values: dict[str, str], told: str) -> None:
    assert re.search(told, card(text, **values).told)


def test_layers_are_called_by_their_names() -> None:
    net = "model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid())\nloss = F.mse_loss(model(x), y)"
    found = card(net, x="[[1, 2]]", y="[[1, 0]]")
    assert [row.made for row in found.errors] == ["mean squared error", "sigmoid", "linear layer 0"]


NESTED = """class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x):
        return torch.sigmoid(self.fc(x))

model = nn.Sequential(*[Block() for _ in range(6)])
loss = model(x).mean()"""


def test_lines_are_called_by_the_module_that_they_are_in() -> None:
    found = card(NESTED, x="[[1, 2]]")
    assert [row.made for row in found.errors][1:] == [str(each) for each in range(5, -1, -1)]


def test_the_page_shows_the_bars_with_the_parts_that_they_light() -> None:
    made = render(
        "page.html", view=view(Query(DEEP, {"x0": "1", "w": "0.5"}, study={"sizes": "yes"}), ""), root="", first=False
    )
    assert made.count('<tr class="line" data-parts="') == 8
    assert "Gradient sizes" not in render("page.html", view=view(Query("z = f(x)"), ""), root="", first=False)
