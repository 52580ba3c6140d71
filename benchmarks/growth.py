"""How cost grows with size: a chain of 100 to 10 000 scalar operations, written as a loop and as a text of as many lines.

Each line of the plot is the cost of one operation (for reading, of one line); where it stays level, the whole grows in proportion.
Figures are composed 75 em wide: of both chains, which are folded to an overview, and of a sum of as many inputs, all of which are drawn.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from statistics import median
from time import process_time

from app.autodiff import Limits, differentiate
from app.diagram import Options, compose
from app.language import parse
from benchmarks.memory import forget

SIZES, SUMMANDS = (100, 1_000, 10_000), (100, 300, 1_000)
ROUNDS, FIGURES = 7, 3
LIMITS = Limits(nodes=100_000, evaluations=10_000_000)
WIDTH = 40


def chain(size: int) -> str:
    return f"a = 0.99; b = 0.01; h = 0.5\nfor i in range({size // 2}):\n    h = h*a + b\n"


def lines(size: int) -> str:
    return "x0 = 0.5\n" + "\n".join(f"x{i} = x{i - 1} + {i}" for i in range(1, size))


def summands(size: int) -> str:
    return "f = " + " + ".join(f"x{i}" for i in range(size))


def new(size: int) -> None:
    differentiate(parse(chain(size)), limits=LIMITS)


def other(size: int) -> None:
    differentiate(parse(chain(size)), values={"h": process_time()}, limits=LIMITS)


def reading(size: int) -> None:
    parse(lines(size), characters=10**9)


def seconds(run: Callable[[int], None], size: int, *, afresh: bool) -> float:
    """The median processor time: the machine may be busy with other work."""
    taken = []
    run(size)
    for _ in range(ROUNDS):
        if afresh:
            forget(("app.",))
        start = process_time()
        run(size)
        taken.append(process_time() - start)
    return median(taken)


def composing(text: str) -> float:
    """The median processor time of a first figure, its program run before."""
    trace = differentiate(parse(text, characters=10**9), limits=LIMITS)
    taken = []
    for _ in range(FIGURES):
        forget(("app.diagram.", "app.layout."))
        start = process_time()
        compose(trace, Options(frame="75"))
        taken.append(process_time() - start)
    return median(taken)


def memory(size: int) -> float:
    """The bytes that a program holds once it has run."""
    forget(("app.",))
    tracemalloc.start()
    trace = differentiate(parse(chain(size)), limits=LIMITS)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert trace.graph.nodes
    return float(held)


def plot(title: str, unit: str, costs: dict[int, float]) -> None:
    """Bars of the cost of one operation, by size."""
    print(f"{title}, {unit} each")
    for size, cost in costs.items():
        bar = "█" * round(WIDTH * cost / max(costs.values()))
        print(f"  {size:>6}  {bar:<{WIDTH}} {cost:.3g}")


def main() -> None:
    """Print a plot for each kind of cost."""
    forget(("app.",))
    for title, run, afresh in (("never seen", new, True), ("other values", other, False), ("reading", reading, True)):
        plot(title, "µs", {size: 1e6 * seconds(run, size, afresh=afresh) / size for size in SIZES})
    for title, text, sizes in (
        ("figure of a loop", chain, SIZES),
        ("figure of as many lines", lines, SIZES),
        ("figure of a sum", summands, SUMMANDS),
    ):
        plot(title, "µs", {size: 1e6 * composing(text(size)) / size for size in sizes})
    plot("memory", "bytes", {size: memory(size) / size for size in SIZES})


if __name__ == "__main__":
    main()
