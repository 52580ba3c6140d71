"""Going through syntax: what it holds, and a copy with parts replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from operator import is_
from typing import Any, TypeVar

from app.language import syntax
from app.language.flow_syntax import Formatted

Tree = TypeVar("Tree")
PARTS = (syntax.Program, syntax.Expr, syntax.Statement, syntax.Keyword, syntax.Parameter, syntax.Clause)
SIMPLE = frozenset({syntax.Assign, syntax.Augment, syntax.Evaluate, syntax.Return})
"""Statements that hold no others."""
PLAIN = frozenset(
    "span inside place sign id operator operators kind name star keyword_only decorators wrappers what names many words everywhere".split()
)
"""Fields that hold no syntax."""


class Fields(dict[type, tuple[str, ...] | None]):
    """The fields of a kind of syntax that may hold syntax; None for all other kinds of values."""

    def __missing__(self, kind: Any) -> tuple[str, ...] | None:
        known: tuple[str, ...] | None = () if kind is syntax.Literal else None
        if known is None and issubclass(kind, PARTS):
            known = tuple(each.name for each in fields(kind) if each.name not in PLAIN)
        self[kind] = known
        return known


FIELDS = Fields()
"""Every text is gone through often: each kind is looked at once."""


def parts(tree: object) -> list[Any]:
    """The expressions, statements and pieces of them that a tree holds directly, in order."""
    found: list[Any] = []
    for name in FIELDS[type(tree)] or ():
        value = getattr(tree, name)
        if type(value) is tuple:
            found += [each for each in value if FIELDS[type(each)] is not None]
        elif FIELDS[type(value)] is not None:
            found.append(value)
    return found


def everything(tree: object) -> Iterable[Any]:
    """A tree and all that is in it, the outer before the inner; a statement keeps what was found `inside`, as it is asked for often."""
    if not isinstance(tree, syntax.Statement):
        return gone_through(tree)
    if not tree.inside:
        tree.inside.extend(gone_through(tree))
    return tree.inside


def gone_through(tree: object) -> Iterator[Any]:
    """A tree and all that is in it: `parts` of `parts`, written out for speed."""
    open_ = [tree]
    while open_:
        current = open_.pop()
        if type(current) in SIMPLE and current is not tree:
            yield from everything(current)
            continue
        yield current
        for name in reversed(FIELDS[type(current)] or ()):
            value = getattr(current, name)
            if type(value) is tuple:
                open_ += [each for each in reversed(value) if FIELDS[type(each)] is not None]
            elif FIELDS[type(value)] is not None:
                open_.append(value)


def spelled_out(tree: object) -> Iterator[Any]:
    """The same, with what stands in formatted texts, as x.grad in f"{x.grad}"."""
    for each in everything(tree):
        yield each
        for word in each.words if isinstance(each, Formatted) else ():
            if isinstance(word, tuple):
                yield from spelled_out(word[0])


def mapped(tree: Tree, change: Callable[[Any], Any]) -> Tree:
    """A tree with each part that it holds directly changed; the tree itself where nothing is."""
    changed: dict[str, Any] = {}
    for name in FIELDS[type(tree)] or ():
        value = getattr(tree, name)
        if FIELDS[type(value)] is not None:
            if (new := change(value)) is not value:
                changed[name] = new
        elif type(value) is tuple:
            items = [change(each) if FIELDS[type(each)] is not None else each for each in value]
            if not all(map(is_, value, items)):
                changed[name] = tuple(items)
    return replace(tree, **changed) if changed else tree  # type: ignore[type-var]


def rebuilt(tree: Tree, change: Callable[[Any], Any]) -> Tree:
    """A tree with everything in it changed, the inner before the outer. Long sums do not use up the stack."""
    done: dict[int, Any] = {}
    for part in reversed(list(everything(tree))):
        done[id(part)] = change(mapped(part, lambda inner: done[id(inner)]))
    return done[id(tree)]  # type: ignore[no-any-return]
