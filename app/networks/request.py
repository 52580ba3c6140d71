"""What is asked of the builder, and what of it makes no sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.language import Diagnostic, LanguageError
from app.networks.datasets import DATASETS, Points, points
from app.networks.kinds import KINDS, Kind
from app.networks.pasted import pasted

ACTIVATIONS: Mapping[str, str] = {
    "tanh": "torch.tanh",
    "relu": "F.relu",
    "sigmoid": "torch.sigmoid",
    "gelu": "F.gelu",
    "identity": "",
}
"""How each is called; the language knows them by their bare names too."""
LOSSES: Mapping[str, str] = {
    "mse": "mse_loss",
    "bce": "binary_cross_entropy_with_logits",
    "cross-entropy": "cross_entropy",
}
FORMS = ("text", "module")
LAYERS, WIDTH, POINTS, TURNS = 20, 32, 200, 10_000
TABLE = 100_000


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """A network: `hidden` are the widths of its hidden layers; `dataset` names a set of points, unless a `table` is given.

    `batch` is how many points are taken, all for 0, and `turn` which batch it is.
    """

    kind: Kind
    hidden: tuple[int, ...]
    activation: str
    loss: str
    dataset: str
    count: int
    noise: float
    batch: int = 0
    turn: int = 0
    seed: int = 1
    form: str = "text"
    table: str = ""

    def points(self) -> Points:
        """The points of the batch. Raises LanguageError."""
        found = pasted(self.table) if self.table.strip() else points(self.dataset, self.count, self.noise, self.seed)
        return found.batch(self.batch, self.turn)


def understood(given: Mapping[str, str]) -> NetworkRequest:
    """The request that fields say; what is empty is as the kind of network has it. Raises LanguageError with all that is wrong."""
    faults: list[Diagnostic] = []
    kind = KINDS[choice(given, "kind", KINDS, "2-3-1", faults)]
    hidden = given.get("hidden", "").strip()
    made = NetworkRequest(
        kind,
        tuple(widths(hidden, faults)) if hidden else kind.hidden,
        choice(given, "activation", ACTIVATIONS, kind.activation, faults),
        choice(given, "loss", LOSSES, kind.loss, faults),
        choice(given, "data", DATASETS, kind.dataset, faults),
        whole(given, "count", kind.count, 1, POINTS, faults),
        decimal(given, "noise", faults),
        whole(given, "batch", 0, 0, POINTS, faults),
        whole(given, "turn", 0, 0, TURNS, faults),
        whole(given, "seed", 1, 0, 2**31, faults),
        choice(given, "form", FORMS, "text", faults),
        given.get("table", ""),
    )
    if len(made.table) > TABLE:
        faults.append(Diagnostic(None, f"the table has more than {TABLE} characters", "paste less", parameter="table"))
    if hidden and not kind.layered and len(made.hidden) != 1:
        faults.append(Diagnostic(None, f"{kind.title} has one width", "write one number", parameter="hidden"))
    if faults:
        raise LanguageError(faults)
    return made


def choice(given: Mapping[str, str], name: str, known: object, usual: str, faults: list[Diagnostic]) -> str:
    text = given.get(name, "").strip() or usual
    assert isinstance(known, (Mapping, tuple))
    if text in known:
        return text
    faults.append(
        Diagnostic(None, f"there is no {name} `{text[:40]}`", f"there are {', '.join(known)}", parameter=name)
    )
    return usual


def whole(given: Mapping[str, str], name: str, usual: int, least: int, most: int, faults: list[Diagnostic]) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    told = f"`{text[:40]}` is no whole number from {least} to {most}"
    faults.append(Diagnostic(None, told, f"it is {usual} unless told", parameter=name))
    return usual


def decimal(given: Mapping[str, str], name: str, faults: list[Diagnostic]) -> float:
    text = given.get(name, "").strip() or "0"
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if 0 <= found <= 10:
        return found
    faults.append(Diagnostic(None, f"`{text[:40]}` is no number from 0 to 10", "0.1 is a little", parameter=name))
    return 0.0


def widths(text: str, faults: list[Diagnostic]) -> Iterator[int]:
    """`8, 8` or `8-8`: the widths of the hidden layers; `0` or `none` for none."""
    parts = [] if text in ("0", "none") else text.replace("-", ",").replace(" ", ",").split(",")
    parts = [part for part in parts if part]
    if len(parts) > LAYERS:
        told = f"{len(parts)} hidden layers, more than {LAYERS}"
        faults.append(Diagnostic(None, told, "take fewer", parameter="hidden"))
        return
    for part in parts:
        if part.isascii() and part.isdigit() and len(part) < 4 and 1 <= int(part) <= WIDTH:
            yield int(part)
        else:
            hint = "write widths with commas between them, as in 8, 8"
            told = f"`{part[:40]}` is no width from 1 to {WIDTH}"
            faults.append(Diagnostic(None, told, hint, parameter="hidden"))
