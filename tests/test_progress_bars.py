"""What shows how far a loop is changes nothing of it."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import differentiate
from app.language import parse

LOOPS = [
    "from tqdm import tqdm\ns = 0\nfor i in tqdm(range(3)):\n    s = s + x*i",
    "import tqdm\ns = 0\nfor i in tqdm.tqdm(range(3)):\n    s = s + x*i",
    "s = 0\nfor i in tqdm(range(3)):\n    s = s + x*i",
    "from tqdm import trange\ns = 0\nfor i in trange(3, desc='epoch'):\n    s = s + x*i",
    "from tqdm.auto import tqdm\ns = 0\nbar = tqdm(range(3))\nfor i in bar:\n    s = s + x*i\n    bar.set_postfix(s=1)",
    "import tqdm.notebook as tq\ns = 0\nwith tq.tqdm(range(3)) as bar:\n    for i in bar:\n        s = s + x*i",
    "from tqdm import tqdm\ns = 0\nfor k, i in enumerate(tqdm(range(3))):\n    s = s + x*k",
    "import tqdm\ns = 0\nbar = tqdm.tqdm(total=3)\nfor i in range(3):\n    s = s + x*i\n    bar.update(1)\nbar.close()",
]


@pytest.mark.parametrize("text", LOOPS)
def test_a_loop_with_a_progress_bar_runs(text: str) -> None:
    trace = differentiate(parse(text), values={"x": 2.0})
    assert trace.values[trace.graph.output] == 6
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], 3)


def test_a_loop_over_what_is_not_known_says_so() -> None:
    trace = differentiate(parse("import pandas as pd\ns = x\nfor row in pd.read_csv('a.csv'):\n    s = s * 2"))
    assert any("goes over what is not known here" in each.message for each in trace.warnings)


@pytest.mark.parametrize("name", ["time", "random", "copy", "json", "display"])
def test_a_library_of_which_nothing_is_asked_is_a_name(name: str) -> None:
    """`d = speed * time` is a formula."""
    trace = differentiate(parse(f"d = speed * {name}"), values={"speed": 3.0, name: 2.0})
    assert trace.values[trace.graph.output] == 6
