"""What a person can choose about a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.autodiff.fold import FOLDS
from app.diagram.frames import FRAMES, FREE, readable

Notation = Literal["d", "∂"]

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "notation": ("d", "∂"),
        "labels": ("both", "symbols", "numbers"),
        "style": ("kratzert", "circuit", "cs231n", "colah"),
        "panels": ("auto", "side", "stacked", "forward", "backward"),
        "fold": FOLDS,
        "frame": tuple(FRAMES),
        "palette": ("red", "blue"),
    }
)
"""What each option may be, the default first (fold has none: then the size of the graph decides)."""
IDLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "circuit": frozenset({"panels"}),
        "cs231n": frozenset({"panels", "notation"}),
        "colah": frozenset({"panels"}),
    }
)
"""What changes nothing in a style; where labels are symbols, the notation does in each."""
CLOSEUP = frozenset({"labels", "style", "panels"})
"""What changes nothing in the close-up of a gate."""
MEASURED = frozenset({"frame"})
"""Options that may be a number too."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a figure is drawn. Raises ValueError, with a message to show, for a choice that does not exist.

    `notation` writes derivatives with d or ∂; `labels` shows formulas, numbers or both; `style` is the two-panel figure
    ("kratzert"), one panel with the way back drawn beside the way forward ("circuit"), the circuit with values above and
    gradients below its wires ("cs231n"), or local derivatives in boxes ("colah"); `panels` puts the two panels side by side
    or above each other, or shows one; `fold` is what one gate stands for; `frame` is what the figure has to fit, by name or
    in em of its main type; `palette` is the colour of the way back, of which blue is told from black by every eye.
    """

    notation: Notation = "d"
    labels: str = "both"
    style: str = "kratzert"
    panels: str = "auto"
    fold: str | None = None
    frame: str = FREE
    palette: str = "red"

    @property
    def differentials(self) -> bool:
        """Whether gradients are written `dx` for `dL/dx`, as circuits are lettered."""
        return self.style == "circuit" and self.notation == "d"

    def __post_init__(self) -> None:
        for option, choices in CHOICES.items():
            chosen = getattr(self, option)
            if not allowed(option, str(chosen)) and not (option == "fold" and chosen is None):
                raise ValueError(f"{option} is one of {', '.join(choices)}, not {chosen!r}")


def idle_options(chosen: Mapping[str, str]) -> frozenset[str]:
    """The options that change nothing in the style that is chosen."""
    idle = IDLE.get(chosen.get("style", ""), frozenset())
    return idle - {"notation"} if chosen.get("labels") == "symbols" else idle


def allowed(option: str, chosen: str) -> bool:
    """Whether an option may be this."""
    return chosen in CHOICES[option] or (option in MEASURED and readable(chosen))
