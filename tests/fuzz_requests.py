"""Requests that nobody would send, made from published texts, from a grammar, and from signs that have hurt before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from app.examples import EXAMPLES
from app.export import FORMATS
from tests.cases import DATA, read
from tests.programs import Draft

SIGNS = (
    "0", "1e999", "10**12", "9" * 320, "0x" + "f" * 300, "[]", "()", "'", '"""', "\\", "\r", "\r\n", "\u2028", "\x00", "\u0301",
    "\u202e", "σ", "²", "@", "**", "//", "%", "::0", "nan", "-", "lambda", "x", "np.", "(1,)*64", "range(10**9)", "[1, [2, 3]]", "$",
    "ones((3, 0))", "\\frac{", "\\begin{cases}", "Σᵢ", "|", "‖", "…", "½", "{", "}", "f(f(", "def f(", "class A:\n", "=", ":=", "→",
    "for i in range(3):\n  ", "𝐱", "\ud800",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    0, -1.5, 1e308, "1/0", "nan", "inf", "[1, 2", [[1, 2], [3]], [], "np.ones((9, 9))", True, None, {}, "pi/2", "1,5", "\ud800", 10**400,
)  # fmt: skip
OPTIONS: dict[str, tuple[str, ...]] = {
    "seed": ("1", "0", "nan", "[1,2]", "x"),
    "output": ("z", "y", "", "none"),
    "fold": ("statement", "module", "nothing", "x"),
    "frame": ("page", "phone", "slide", "free", "1", "40", "-3", "1e9", "x"),
    "notation": ("short", "full", "names", "x"),
    "panels": ("both", "forward", "backward", "x"),
    "style": ("panels", "circuit", "x"),
    "theme": ("light", "dark", "transparent", "print", "x"),
    "gate": ("z", "y", "v_1", ""),
    "step": ("0", "1", "999", "-1", "all", "x"),
    "steps": ("all", "1", ""),
    "scale": ("1", "4", "99", "nan", "x"),
    "width": ("100", "1e9", "0", "12em", "x"),
    "dpi": ("96", "0", "1e9"),
    "hide": ("all", "gradients", "x", "x,y"),
    "c": ("", "xx", "eJw"),
    "onerror": ("200", "x"),
}

TRAINING: dict[str, tuple[str, ...]] = {
    "train": ("x", "w,W", "", "q", ","),
    "iteration": ("0", "5", "-1", "1e9", "x"),
    "train.rate": ("0.1", "1/t", "nan", "-1", "1e308", "x*"),
    "train.steps": ("0", "5", "1e9", "x"),
    "train.optimiser": ("adam", "sgd", "x"),
    "train.batch": ("1", "0", "-2", "99999"),
    "train.axes": ("log", "loglog", "x"),
    "train.over": ("x", "x,w", "principal", "2+2", "x,y,w"),
    "train.race": ("adam,sgd", "x"),
}
STUDIES: dict[str, dict[str, tuple[object, ...]]] = {
    "/api/code": {"as": ("numpy", "torch", "jax", "x")},
    "/api/closed": {},
    "/api/hessian": {"of": ([], ["x"], ["x", "y"], ["q"], "x"), "along": ({}, {"x": 1}, {"x": [1, "nan"]}, [1])},
    "/api/paths": {"of": ("x", "y", "q", 1), "fold": ("statement", "all", "x")},
    "/api/forward": {"of": ("x", "y", "q", None), "along": VALUES},
}
"""What is asked of a program beside its gradient, and by which fields."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path, and what is sent in the address or as JSON."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@cache
def published() -> tuple[str, ...]:
    """The texts that are mutated: those of the gallery, and those that stand as cases beside the tests."""
    passes = [path.read_text(encoding="utf-8") for path in sorted((DATA / "forward-passes").glob("*.txt"))]
    cases = [case.program for file in ("paste-cases.json", "published-cases.json") for case in read(file)]
    return (*(example.text for example in EXAMPLES), *cases, *passes)


def mutated(chance: Random) -> str:
    """A published text that is cut, doubled, joined to another and sprinkled with signs."""
    text = chance.choice(published())
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3, 6))):
        begin, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        put = chance.choice((*SIGNS, text[begin : begin + 40], chance.choice(published())[:80]))
        text = text[:begin] + put + text[chance.choice((begin, min(end, begin + 3), min(end, begin + 20))) :]
    return text[:9_000]


def grammatical(chance: Random) -> str:
    """A text of the grammar, which runs, or one sign away from it."""
    draft = Draft(chance, chance.randint(1, 3))
    for _ in range(chance.randint(1, 4)):
        draft.statement()
    text, _ = draft.finish()
    place = chance.randint(0, len(text))
    return text if chance.random() < 0.5 else text[:place] + chance.choice(SIGNS) + text[place + 1 :]


def program(chance: Random) -> str:
    return chance.choice((mutated, mutated, grammatical))(chance)


def encodable(text: str) -> str:
    """A text as it can stand in an address: half of a surrogate pair cannot."""
    return text.encode("utf-8", "replace").decode()


def query(chance: Random) -> dict[str, str]:
    found = {"e": encodable(program(chance))[:4_000]}
    for name in chance.sample(list(OPTIONS), chance.randint(0, 3)):
        found[name] = chance.choice(OPTIONS[name])
    for name in chance.sample(("x", "y", "w", "W", "Ω"), chance.randint(0, 2)):
        found[name] = encodable(str(chance.choice(VALUES)))
    return found


def posted(chance: Random, path: str, **more: object) -> Asked:
    values = {
        name: chance.choice(VALUES)
        for name in chance.sample(("x", "y", "w", "h", "\ud800"), chance.choice((0, 0, 0, 1, 2)))
    }
    return Asked("POST", path, body=json.dumps({"program": program(chance), "values": values, **more}).encode())


def graph(chance: Random) -> Asked:
    return posted(chance, "/api/graph")


def descent(chance: Random) -> Asked:
    more = {
        "rate": chance.choice(VALUES),
        "steps": chance.choice((0, 3, 40, -1, 10**9, "x")),
        "train": chance.choice((["x"], [], "x", None)),
    }
    return posted(
        chance, "/api/descend", **{name: more[name] for name in chance.sample(list(more), chance.randint(0, 3))}
    )


def picture(chance: Random) -> Asked:
    return Asked("GET", f"/diagram.{chance.choice([*FORMATS, 'svg', 'svg', 'bmp'])}", query(chance))


def chart(chance: Random) -> Asked:
    told = {name: chance.choice(TRAINING[name]) for name in chance.sample(list(TRAINING), chance.randint(0, 3))}
    kind = chance.choice(("loss", "landscape", "fit"))
    return Asked("GET", f"/{kind}.{chance.choice(('svg', 'svg', 'png', 'tex'))}", query(chance) | told)


def study(chance: Random) -> Asked:
    path, fields = chance.choice(list(STUDIES.items()))
    return posted(chance, path, **{name: chance.choice(values) for name, values in fields.items()})


def page(chance: Random) -> Asked:
    return Asked(
        "GET", chance.choice(("/", "/", "/embed", "/numbers", "/judge", "/oembed", "/share", "/code.py")), query(chance)
    )


def garbage(chance: Random) -> Asked:
    """A body that is hardly JSON."""
    body = bytearray(posted(chance, "/api/graph").body or b"")
    for _ in range(chance.randint(1, 4)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return Asked("POST", chance.choice(("/api/graph", "/api/descend")), body=bytes(body))


KINDS: dict[Callable[[Random], Asked], int] = {
    graph: 50,
    picture: 16,
    page: 12,
    study: 8,
    descent: 5,
    chart: 5,
    garbage: 4,
}
"""What is asked, and how often of a hundred times."""


def asked(chance: Random) -> Asked:
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    return kind(chance)
