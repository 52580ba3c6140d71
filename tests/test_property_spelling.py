"""How a program is spelled changes nothing: names, signs of products and powers, and the order of what does not depend on another."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.autodiff import differentiate
from app.language import parse

NAMES = ("x", "y", "w")
NUMBERS = st.integers(2, 9)


def expressions() -> st.SearchStrategy[str]:
    """Formulas of the inputs, with `*` and `**` only between names, numbers and brackets."""
    leaves = st.sampled_from(NAMES) | NUMBERS.map(str)
    powers = st.tuples(st.sampled_from(NAMES), st.sampled_from("23")).map("**".join)
    return st.recursive(
        leaves | powers,
        lambda inner: (
            st.tuples(inner, inner).map(lambda two: f"({two[0]} + {two[1]})")
            | st.tuples(st.sampled_from(NAMES), inner).map(lambda two: f"{two[0]}*({two[1]})")
            | st.tuples(st.sampled_from(NAMES), inner).map(lambda two: f"{two[0]}*({two[1]} + 1)**2")
            | inner.map(lambda one: f"tanh({one})")
        ),
        max_leaves=8,
    )


PROGRAMS = st.lists(expressions(), min_size=2, max_size=4)


def in_latex(text: str) -> str:
    return (
        re.sub(r"\*\*(\d)", r"^{\1}", text)
        .replace("(", r"\left(")
        .replace(")", r"\right)")
        .replace("tanh", r"\tanh")
        .replace("*", r" \cdot ")
    )


RESPELLED: dict[str, Callable[[str], str]] = {
    "dot": lambda text: text.replace("**", "^").replace("*", "·"),
    "blank": lambda text: re.sub(r"(?<!\*)\*(?!\*)", " ", text),
    "cdot": lambda text: re.sub(r"(?<!\*)\*(?!\*)", r" \\cdot ", text),
    "superscript": lambda text: text.replace("**2", "²").replace("**3", "³"),
    "no sign": lambda text: re.sub(r"\*(?=\()", "", text).replace("**", "^"),
    "LaTeX": in_latex,
    "commands of its own": lambda text: (
        r"\newcommand{\vx}{x} \def\sq#1{#1^{2}}"
        "\n" + re.sub(r"\bx\b", r"\\vx ", re.sub(r"\b([yw])\^\{2\}", r"\\sq{\1}", in_latex(text)))
    ),
    "aligned": lambda text: (
        r"\begin{align}" + in_latex(text).replace("\n", r" \\ ").replace("=", "&=") + r" \end{align}"
    ),
    "array": lambda text: (
        r"\begin{array}{rcl}" + in_latex(text).replace("\n", r" \\ ").replace("=", "& = &") + r" \end{array}"
    ),
    "raised twice": lambda text: text.replace("**2", "^²").replace("**3", "^³"),
    "one line": lambda text: text.replace("\n", "; "),
    "an exercise": lambda text: re.sub(
        r"(?m)^(L = .*)$", r"Find the gradient of \1 with respect to x.", text.replace("**", "^").replace("*", "·")
    ),
    "said again": lambda text: re.sub(r"(?m)^(v\d = )(.*)$", r"\1\2 = \2", text.replace("**", "^").replace("*", "·")),
    "braces": lambda text: re.sub(r"\*\*(\d)", r"^{\1}", text),
    "full width": lambda text: text.replace("+", "＋").replace("(", "（").replace(")", "）"),
}


def results(text: str, at: dict[str, float]) -> np.ndarray:
    """The output and the adjoints of the inputs, in the order of `at`."""
    trace = differentiate(parse(text), values=dict(at))
    adjoints = trace.named(trace.adjoints)
    return np.array([trace.values[trace.graph.output], *(adjoints.get(name, np.zeros(())) for name in at)])


def program(formulas: list[str]) -> str:
    lines = [f"v{number} = {formula}" for number, formula in enumerate(formulas)]
    return "\n".join([*lines, "L = x + " + " + ".join(f"v{number}" for number in range(len(formulas)))])


AT = {"x": 0.5, "y": -1.25, "w": 1.5}


def used(text: str) -> dict[str, float]:
    """The values of the inputs that a program has."""
    return {name: value for name, value in AT.items() if name in text}


@pytest.mark.parametrize("spelling", RESPELLED)
@given(PROGRAMS)
@settings(max_examples=20, deadline=None)
def test_a_sign_has_many_spellings(spelling: str, formulas: list[str]) -> None:
    text = program(formulas)
    at = used(text)
    np.testing.assert_allclose(results(RESPELLED[spelling](text), at), results(text, at), rtol=1e-12)


@given(PROGRAMS)
@settings(max_examples=20, deadline=None)
def test_names_carry_no_meaning(formulas: list[str]) -> None:
    text = program(formulas)
    others = dict(zip(NAMES, ("α", "u1", "weight"), strict=True))
    renamed = re.sub(r"\b[xyw]\b", lambda match: others[match.group()], text)
    at = {others[name]: value for name, value in used(text).items()}
    np.testing.assert_allclose(results(renamed, at), results(text, used(text)), rtol=1e-12)


@given(PROGRAMS, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_statements_may_stand_in_any_order(formulas: list[str], random: Random) -> None:
    text = program(formulas)
    *lines, last = text.split("\n")
    random.shuffle(lines)
    for shuffled in ([*lines, last], [last, *lines]):
        # What stands above what it needs is the output still.
        np.testing.assert_allclose(results("\n".join(shuffled), used(text)), results(text, used(text)), rtol=1e-12)
