"""A script that stands in a function of its own is read as one at the top."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.language import parse

SCRIPT = "    x = np.array([1.0, 2.0])\n    w = np.array([0.5, -1.0])\n    loss = (x @ w - 1) ** 2\n"


@pytest.mark.parametrize(
    "text",
    [
        f"def main():\n{SCRIPT}    print(loss)\n\nif __name__ == '__main__':\n    main()",
        f"def main():\n{SCRIPT}\nmain()",
        f"import numpy as np\nrate = 0.1\n\ndef example():\n{SCRIPT}    return loss",
        f"def square(x):\n    return x * x\n\ndef main():\n{SCRIPT.replace('(x @ w - 1) ** 2', 'square(x @ w - 1)')}    return 0\n\nmain()",
    ],
)
def test_a_script_in_a_function_is_read_as_one_at_the_top(text: str) -> None:
    found = differentiate(parse(text))
    assert float(found.values[found.graph.output]) == 6.25
    assert found.named(found.adjoints)["w"].tolist() == [-5, -10]
    assert found.named(found.adjoints)["x"].tolist() == [-2.5, 5]


def test_a_function_whose_names_mean_something_outside_stays_one() -> None:
    text = "k = 3.0\nx = 2.0\ndef f():\n    return k * x\ndef main():\n    k = 5.0\n    return f()\nmain()"
    assert float(differentiate(parse(text)).values[-1]) == 6
