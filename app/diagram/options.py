"""What a person can choose about a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal

from app.autodiff.folding.fold import FOLDS
from app.diagram.frames import FRAMES, readable

Notation = Literal["d", "∂"]
CLOSEUP = "closeup"
"""Where options may change nothing, beside styles."""


def option(
    choices: str,
    told: str,
    titles: Mapping[str, str] | None = None,
    *,
    idle: str = "",
    measured: bool = False,
    default: str | None = "",
) -> Any:
    """A row of the table: what may be chosen, the default first unless it is told, and what that decides.

    `titles` is what the page calls a choice, where that is not simply its name; `idle` names the styles in which the option changes
    nothing, and the close-up; `measured` is an option that may be a number too.
    """
    offered = tuple(choices.split())
    known = {"choices": offered, "told": told, "titles": titles or {}, "idle": idle.split(), "measured": measured}
    return field(default=offered[0] if default == "" else default, metadata=known)


@dataclass(frozen=True, slots=True)
class Options:
    """How a figure is drawn, one row an option. Raises ValueError, with a message to show, for a choice that does not exist."""

    notation: Literal["d", "∂"] = option("d ∂", "how derivatives are written", {"d": "d"}, idle="cs231n")
    labels: str = option("both symbols numbers", "formulas, numbers or both", idle=CLOSEUP)
    style: str = option(
        "kratzert circuit cs231n colah",
        "two panels; one with the way back beside the way forward (circuit); with values above and gradients below the wires (cs231n); "
        "with local derivatives in boxes (colah)",
        {"kratzert": "Two panels", "cs231n": "CS231n"},
        idle=CLOSEUP,
    )
    panels: str = option(
        "auto side stacked forward backward",
        "the two panels side by side or above each other, or one of them",
        {"auto": "Arranged by size", "side": "Side by side", "stacked": "One above the other"},
        idle=f"circuit cs231n colah {CLOSEUP}",
    )
    fold: str | None = option(
        " ".join(FOLDS),
        "what one gate stands for; told by the size of the graph unless given",
        {
            "": "By size",
            "parts": "Every operation",
            "primitive": "Named functions",
            "statement": "Statements",
            "function": "Own functions",
            "overview": "Few gates, loops rolled up",
            "all": "All in one gate",
        },
        default=None,
    )
    frame: str = option(
        " ".join(FRAMES),
        f"what the figure has to fit: {', '.join(FRAMES)}, or so many em of the main type",
        measured=True,
    )
    palette: str = option("red blue", "the colour of the way back; every eye tells blue from black")

    @property
    def differentials(self) -> bool:
        """Whether gradients are written `dx` for `dL/dx`, as circuits are lettered."""
        return self.style == "circuit" and self.notation == "d"

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            chosen = getattr(self, name)
            if not allowed(name, str(chosen)) and not (name == "fold" and chosen is None):
                raise ValueError(f"{name} is one of {', '.join(choices)}, not {chosen!r}")


ROWS: Mapping[str, Field[Any]] = MappingProxyType({row.name: row for row in fields(Options)})
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType({name: row.metadata["choices"] for name, row in ROWS.items()})
"""What each option may be, the default first (fold has none: then the size of the graph decides)."""
MEASURED = frozenset(name for name, row in ROWS.items() if row.metadata["measured"])
"""Options that may be a number too."""


def idle_in(where: str) -> frozenset[str]:
    """The options that change nothing in a style, or in the close-up of a gate (`CLOSEUP`)."""
    return frozenset(name for name, row in ROWS.items() if where in row.metadata["idle"])


def idle_options(chosen: Mapping[str, str]) -> frozenset[str]:
    """The options that change nothing in the style that is chosen."""
    idle = idle_in(chosen.get("style", ""))
    return idle - {"notation"} if chosen.get("labels") == "symbols" else idle


def allowed(option: str, chosen: str) -> bool:
    """Whether an option may be this."""
    return chosen in CHOICES[option] or (option in MEASURED and readable(chosen))
