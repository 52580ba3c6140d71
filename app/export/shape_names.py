"""What shapes of a slide are called in a program's list of them: by what they show, and wires by what they join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.diagram import Curve, Diagram, Flag, Mark, Rule, Text
from app.diagram.parts import Kind, Part


@dataclass(frozen=True)
class ShapeNames:
    """The names of the shapes of a figure."""

    diagram: Diagram

    @cached_property
    def parts(self) -> Mapping[tuple[str, Part], str]:
        """Gates by their operations, values by the names before their equals signs."""
        found: dict[tuple[str, Part], str] = {}
        for mark in self.diagram.marks:
            if not isinstance(mark, Curve | Rule) and (said := spoken(mark)):
                found.setdefault((mark.panel, mark.part), said.partition(" = ")[0])
        return found

    @cached_property
    def wires(self) -> Mapping[str, str]:
        """Wires by their ends, for the ids of their curves."""
        return {
            link.mark: " ".join(
                ["wire", *self.end("from", link.panel, link.tail), *self.end("to", link.panel, link.head)]
            )
            for link in self.diagram.links
        }

    def end(self, word: str, panel: str, part: Part) -> list[str]:
        name = self.parts.get((panel, part))
        return [word, name] if name else []

    def of(self, mark: Mark) -> str:
        """The name of a wire, a line or a flag."""
        if isinstance(mark, Curve):
            return self.wires.get(mark.id, "wire")
        name = self.parts.get((mark.panel, mark.part), "")
        if isinstance(mark, Flag):
            return f"flag {name}".strip()
        return f"line at {name}" if name else "line"


def spoken(mark: Mark) -> str:
    """What a mark says of its part."""
    if mark.part.kind == Kind.FORK:
        return "fork"
    return mark.label.text if isinstance(mark, Text) and mark.part.kind != Kind.GATE else mark.name
