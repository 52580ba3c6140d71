"""What each slot says, as mathematics and quantities: names and values on the way forward, formulas and gradients on the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.autodiff.folding.fold import Wire
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.heat_map import pictured, printable
from app.diagram.options import Options
from app.diagram.quantities import Addends, Evaluated, Outcome, Quantity, Total
from app.diagram.structure import BRANCH, OUTPUT, PASSING, SOURCE, STEM, TAG, Slot
from app.typeset import COMMA, PLUS, Math, Row, Space, Symbol, equality, plain, row
from app.typeset.notation import EQUALS

FORMULAS_UP_TO, CROWD = 20, 8
"""With more gates in a figure, or more wires into a gate, than this, wires carry numbers only."""
ALL, NO_ENTRIES, NO_PRODUCTS, NO_RULES, NO_NAMES = range(5)
"""What goes where room is short, in this order: entries of arrays, the products of numbers, the rules, the names of unnamed values."""
BETWEEN = {EQUALS: "=", PLUS: "+"}
"""Signs at which a formula may be broken."""
LONGEST_SUM, LONGEST_FORMULA, LONGEST_BEHIND = 3, 46, 16
"""So many numbers are written out as a sum; so many characters of a sum of formulas, and of a local derivative behind others."""


@dataclass(frozen=True, slots=True)
class Small:
    """Mathematics in small type: a shape behind a name."""

    math: Math


Word = Math | Small | str | Quantity | Evaluated | Addends | Total | Outcome
Lines = list[list[Word]]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words the slots of one figure."""

    formulas: Formulas
    options: Options
    detail: int = ALL

    @property
    def full(self) -> bool:
        """Whether wires carry whole formulas."""
        return len(self.formulas.folded.gates) <= FORMULAS_UP_TO and self.detail < NO_RULES

    @property
    def details(self) -> list[int]:
        """The levels of detail, the fullest first, but those at which a figure says the same as at the one before."""
        graph = self.formulas.trace.graph
        briefer = self.full or any(node.shape for node in graph.nodes)
        return list(range(self.detail, NO_NAMES + 1)) if briefer else [self.detail]

    def entries(self, shape: tuple[int, ...]) -> bool:
        """Whether a tensor of this shape shows its entries; a number always shows itself."""
        return printable(shape) and (self.detail < NO_ENTRIES or not shape)

    def pictured(self, quantity: Quantity) -> list[Word]:
        """A heat map of what is too large to be spread out, where there is room for one."""
        return (
            [quantity]
            if pictured(quantity.shape) and not printable(quantity.shape) and self.detail < NO_PRODUCTS
            else []
        )

    def crowded(self, slot: Slot) -> bool:
        """Whether a slot's value is one of so many that go into a gate that none has room for a formula, or stands for several."""
        folded = self.formulas.folded
        many = any(len(folded.into(wire.gate)) > CROWD for wire in self.wires(slot))
        return folded.several(slot.value) or (slot.role in (SOURCE, TAG) and many)

    def wires(self, slot: Slot) -> list[Wire]:
        return [self.formulas.folded.wires[index] for index in slot.wires]

    def shape(self, slot: Slot) -> tuple[int, ...]:
        return self.formulas.trace.graph.nodes[slot.value].shape

    def named(self, slot: Slot) -> bool:
        """Whether a slot's value has a name worth printing on a crowded figure."""
        node = self.formulas.trace.graph.nodes[slot.value]
        return node.name is not None or slot.role in (SOURCE, OUTPUT)

    def name(self, slot: Slot) -> Math:
        return self.formulas.name_of_all(slot.value)

    def adjoint(self, slot: Slot) -> Math:
        return self.formulas.adjoint_of_all(slot.value)

    def several(self, slot: Slot) -> bool:
        """Whether a slot is that of what several gates have made, which their inputs name."""
        return slot.value in self.formulas.folded.spans and slot.role != SOURCE

    def forks(self, slot: Slot) -> bool:
        """Whether a slot's value goes more than one way."""
        return len(self.formulas.folded.uses(slot.value)) > 1

    def forward(self, slot: Slot) -> Lines:
        """`x = 3`; behind a fork nothing, because a fork only copies, nor where several terms stand for each other."""
        if slot.role == BRANCH or self.several(slot):
            return []
        words: list[Word] = []
        wanted = self.detail < NO_NAMES and len(self.formulas.folded.gates) <= FORMULAS_UP_TO
        if self.options.labels != "numbers" and (wanted or self.named(slot)):
            words.append(self.name(slot))
        return [self.completed(words, slot, Quantity("value", slot.value, self.shape(slot)))]

    def backward(self, slot: Slot) -> Lines:
        """The gradient that reaches a slot, as a formula and as a number."""
        if (not slot.wires and slot.role != OUTPUT) or self.several(slot):
            return []
        if not self.full or self.options.labels == "numbers" or self.crowded(slot):
            return self.briefly(slot)
        if self.shape(slot) or any(not self.formulas.scalar(wire) for wire in self.wires(slot)):
            return self.tensor(slot)
        return self.scalar(slot)

    def briefly(self, slot: Slot) -> Lines:
        """A number, with the derivative's name before it where that is all that comes back and has room, or at an end of the figure."""
        words: list[Word] = []
        whole = slot.role != BRANCH and not (slot.role == TAG and self.forks(slot))
        brief = self.detail < NO_NAMES and len(self.formulas.folded.gates) <= FORMULAS_UP_TO and whole
        if self.options.labels != "numbers" and (brief or slot.role in (SOURCE, OUTPUT)):
            words.append(self.adjoint(slot))
        quantity = self.quantity(slot)
        if not self.known(quantity):
            return [[self.adjoint(slot)]] if whole else []
        said = words or self.entries(quantity.shape) or self.pictured(quantity)
        return [self.completed(words, slot, quantity)] if said else []

    def ending(self, slot: Slot) -> list[Word]:
        """`dL/df = 1`, on the wire of the output."""
        words: list[Word] = [] if self.options.labels == "numbers" else [self.formulas.begun(slot.value)]
        return self.completed(words, slot, self.quantity(slot))

    def quantity(self, slot: Slot) -> Quantity:
        if slot.role in (BRANCH, TAG) and slot.wires:
            return Quantity("wire", slot.wires[0], self.shape(slot))
        return Quantity("adjoint", slot.value, self.shape(slot))

    def completed(self, words: list[Word], slot: Slot, quantity: Quantity) -> list[Word]:
        """The words, then the number, a small tensor's entries, or a large one's shape in small type."""
        if (self.options.labels == "symbols" and words) or not self.known(quantity):
            count = self.formulas.bundle_size(slot.value)
            return [*(words or [self.name(slot)]), *([] if count is None else [Small(count)])]
        if not self.entries(quantity.shape):
            return [*words, Small(self.formulas.shape(slot.value)), *self.pictured(quantity)]
        return [*words, "=", quantity] if words else [quantity]

    def known(self, quantity: Quantity) -> bool:
        """Whether there is a number for a quantity; there is none for several."""
        trace, index, folded = self.formulas.trace, quantity.index, self.formulas.folded
        if quantity.kind in ("value", "adjoint"):
            told = trace.values[index] if quantity.kind == "value" else trace.adjoints.get(index, 0.0)
            return not folded.several(index) and trace.known(told)
        wire = folded.wires[index]
        return not folded.several(wire.value) and trace.known(
            trace.wire(wire) if quantity.kind == "wire" else trace.local(wire)
        )

    def scalar(self, slot: Slot) -> Lines:
        wires = self.wires(slot)
        match slot.role:
            case "output":
                return [self.completed([self.formulas.begun(slot.value)], slot, self.quantity(slot))]
            case "branch" | "tag" if self.forks(slot):
                return self.chain([] if self.hands_on(wires[0]) else [self.formulas.part(wires[0])], slot.wires[0])
            case "stem" if len(wires) == 1 and not self.forks(slot):
                return [self.completed([self.formulas.adjoint(slot.value)], slot, self.quantity(slot))]
            case _ if len(wires) == 1 and self.hands_on(wires[0]):
                return self.chain([self.formulas.adjoint(slot.value)], slot.wires[0])
            case _ if len(wires) == 1:
                return self.chain([self.formulas.equated(slot.value, self.brought(wires[0]))], slot.wires[0])
        return [self.sum(slot)]

    def hands_on(self, wire: Wire) -> bool:
        """Whether the gradient of the loss by itself comes back along a wire, whose rule is nothing that its numbers do not say."""
        numbered = self.options.labels != "symbols" and self.detail < NO_PRODUCTS
        return numbered and self.formulas.bare(wire)

    def brought(self, wire: Wire) -> Math:
        """What comes back along a wire between scalars."""
        return self.formulas.contribution(wire) or self.formulas.path(wire)

    def chain(self, formula: list[Word], index: int) -> Lines:
        """The formula, and under it `= 1 · (−4) = −4`."""
        if self.options.labels == "symbols":
            return [formula]
        wire = self.formulas.folded.wires[index]
        if self.detail >= NO_PRODUCTS and self.known(Quantity("wire", index)):
            return [[*formula, "=", Quantity("wire", index)]]
        if not self.known(Quantity("wire", index)):
            # Without numbers, a known operation still has its rule.
            rule = None if self.formulas.unknown(wire) else self.formulas.through(wire)
            if rule is None or rule in (self.brought(wire), self.formulas.part(wire)):
                return [formula]
            return [formula, ["=", rule]]
        if self.formulas.spelled_out(wire) or (self.formulas.differentials and self.formulas.handed_on(wire)):
            return self.continued(wire, formula, [Quantity("wire", index)])
        upstream = Quantity("adjoint", self.formulas.outputs(wire)[-1])
        steady = self.formulas.steady(wire)
        local = Quantity("local", index) if steady is None else Quantity("local", index, like=steady)
        return self.continued(wire, formula, [upstream, "·", local, Outcome(Quantity("wire", index), upstream)])

    def continued(self, wire: Wire, formula: list[Word], numbers: list[Word]) -> Lines:
        """The formula and under it its numbers; in one line where it is but a name, and these alone where there is none."""
        if not formula:
            return [numbers]
        return [[*formula, "=", *numbers]] if self.hands_on(wire) else [formula, ["=", *numbers]]

    def behind(self, slot: Slot) -> Lines:
        """`, dz/dx = y`: a local derivative that the chain rule only names, and that says more than a number. Without a comma it
        would be one factor more."""
        wire = self.wires(slot)[0] if len(slot.wires) == 1 else None
        if wire is None or not self.full or self.options.labels == "numbers" or self.crowded(slot):
            return []
        formulas = self.formulas
        alone = [each.value for each in formulas.folded.into(wire.gate)].count(wire.value) == 1
        named = alone and formulas.scalar(wire) and not formulas.empty(wire) and not formulas.unknown(wire)
        local = formulas.across(wire) if named and formulas.steady(wire) is None else None
        if local is None or not any(sign.isalpha() for sign in plain(local)) or len(plain(local)) > LONGEST_BEHIND:
            return []
        return [[row(COMMA, Space(1.0), equality(formulas.local(wire), local))]]

    def sum(self, slot: Slot) -> list[Word]:
        """`dL/dx = 6 + 1 = 7`."""
        if not self.known(self.quantity(slot)):
            return [self.formulas.summed(slot.value, self.wires(slot))]
        words: list[Word] = [self.formulas.adjoint(slot.value)]
        if self.options.labels == "symbols":
            return words
        if len(slot.wires) > LONGEST_SUM:
            return [*words, "=", self.quantity(slot)]
        terms = tuple(Quantity("wire", index) for index in slot.wires)
        return [*words, "=", Addends(terms, self.quantity(slot)), Total(terms, self.quantity(slot))]

    def tensor(self, slot: Slot) -> Lines:
        """The rule with its shape behind it; a small tensor's entries stand under it instead."""
        wires = self.wires(slot)
        formula = self.tensor_formula(slot, wires)
        quantity = self.quantity(slot)
        if self.options.labels == "symbols" or not self.known(quantity):
            return [[formula]]
        if not self.entries(quantity.shape):
            return [[formula, Small(self.formulas.shape(slot.value)), *self.pictured(quantity)]]
        bare = len(wires) == 1 and not self.forks(slot) and self.formulas.bare(wires[0])
        if bare or formula == self.formulas.adjoint(slot.value):
            return [[self.formulas.adjoint(slot.value), "=", quantity]]
        return [[formula], ["=", quantity]]

    def tensor_formula(self, slot: Slot, wires: Sequence[Wire]) -> Math:
        if len(wires) > 1 and slot.role in (SOURCE, STEM):
            return self.spelled_sum(slot.value, wires) or self.formulas.adjoint(slot.value)
        if slot.role in (SOURCE, PASSING) or (slot.role in (STEM, TAG, BRANCH) and not self.forks(slot)):
            return self.formulas.received(slot.value, wires) if slot.role != STEM else self.formulas.adjoint(slot.value)
        if slot.role in (BRANCH, TAG):
            return self.formulas.contribution(wires[0]) or self.formulas.path(wires[0])
        return self.formulas.begun(slot.value) if slot.role == OUTPUT else self.formulas.adjoint(slot.value)

    def spelled_sum(self, value: int, wires: Sequence[Wire]) -> Math | None:
        """`dL/dx = …` as the sum of all that comes back to x, if that can be said and read."""
        summed = self.formulas.summed(value, wires)
        said = summed != self.formulas.adjoint(value) and len(plain(summed)) <= LONGEST_FORMULA
        return summed if said else None

    def told_by_stem(self, slot: Slot) -> bool:
        """Whether what comes back along a branch stands in the sum before its fork."""
        if slot.role != BRANCH or not slot.wires or not self.shape(slot) or self.crowded(slot) or not self.full:
            return False
        flowing = self.formulas.trace.contributions
        back = [wire for wire in self.formulas.folded.uses(slot.value) if any(edge in flowing for edge in wire.edges)]
        return len(back) > 1 and self.options.labels != "numbers" and self.spelled_sum(slot.value, back) is not None

    def local(self, slot: Slot, index: int) -> Lines:
        """`dz/dx = 3` for the box on a wire; between tensors the derivative's name alone."""
        wire = self.formulas.folded.wires[index]
        words: list[Word] = [] if self.options.labels == "numbers" else [self.formulas.local(wire)]
        known = self.known(Quantity("local", index))
        if self.options.labels == "symbols" or not self.formulas.scalar(wire) or not known:
            return [words or [self.formulas.local(wire)]]
        return [[*words, "=", Quantity("local", index)] if words else [Quantity("local", index)]]


def sides(word: Word) -> list[Word]:
    """A formula as its sides with the equals signs between them, and sides that are sums as their terms with plus signs between."""
    if not isinstance(word, Row) or EQUALS not in word.items:
        return [word]
    found: list[Word] = []
    for sign, run in groupby(word.items, key=lambda item: BETWEEN.get(item, "") if isinstance(item, Symbol) else ""):
        found += [sign] if sign else [row(*run)]
    return found
