"""SymPy's expressions in our language, which then sets and reads them as any other text."""

from __future__ import annotations

from typing import Any

from sympy.printing.str import StrPrinter

from app.autodiff.primitives import SPELLINGS
from app.language.operators import BINARY, FUNCTIONS


class Spelling(StrPrinter):  # type: ignore[misc]
    """Functions by the names that they have in the language."""

    def _print_Piecewise(self, given: Any) -> str:
        text = self._print(given.args[-1].expr)
        for value, condition in reversed(given.args[:-1]):
            text = f"where({self._print(condition)}, {self._print(value)}, {text})"
        return str(text)

    def pairwise(self, function: str, given: Any) -> str:
        text, *rest = map(self._print, given.args)
        for each in rest:
            text = f"{function}({text}, {each})"
        return str(text)

    def _print_Mod(self, given: Any) -> str:
        return f"remainder({', '.join(map(self._print, given.args))})"

    def _print_Max(self, given: Any) -> str:
        return self.pairwise("maximum", given)

    def _print_Min(self, given: Any) -> str:
        return self.pairwise("minimum", given)

    def _print_And(self, given: Any) -> str:
        return self.pairwise(BINARY["&"].row, given)

    def _print_Or(self, given: Any) -> str:
        return self.pairwise(BINARY["|"].row, given)

    def _print_Not(self, given: Any) -> str:
        return f"logical_not({self._print(given.args[0])})"

    def _print_Relational(self, given: Any) -> str:
        sign = {"Eq": "==", "Ne": "!="}.get(type(given).__name__[:2], getattr(given, "rel_op", ""))
        return f"{self._print(given.lhs)} {sign} {self._print(given.rhs)}"

    def _print_Function(self, given: Any) -> str:
        name = type(given).__name__
        own = {"Abs": FUNCTIONS["|"], "loggamma": SPELLINGS["loggamma"].name, "ceiling": FUNCTIONS["⌈"]}.get(name, name)
        return f"{own}({', '.join(map(self._print, given.args))})"

    _print_Abs = _print_Function

    def _print_Exp1(self, _: Any) -> str:
        return "exp(1)"


def spelled(expression: Any) -> str:
    """An expression as a text of the language."""
    return str(Spelling().doprint(expression))
