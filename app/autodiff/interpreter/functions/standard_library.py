"""Modules that texts import single functions of: Python's `collections`, `operator`, `dataclasses`, and some of libraries."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.folds import reduced
from app.autodiff.interpreter.functions.gradient_modes import null_context
from app.autodiff.interpreter.functions.iteration import OF_ITERTOOLS
from app.autodiff.interpreter.functions.transforms import partial
from app.autodiff.interpreter.kinds.containers import Counter, DefaultDict, Deque
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import Class, Instance, Named, Namespace, Native, Operation, Value
from app.autodiff.interpreter.objects.introspection import KINDS
from app.autodiff.interpreter.operations.items import iterate, key_of
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import MEAN, MEDIAN, STD, VAR
from app.autodiff.table import Row
from app.language import Span
from app.language.operators import BETWEEN


def default_dict(run: Run, span: Span, make: Value = None, items: Value = None) -> DefaultDict:
    """`defaultdict(list)`: what is not there yet is made when it is asked for."""
    factory = None if make is None else lambda: called(run, make, span)
    return DefaultDict(factory, items if isinstance(items, dict) else {})


def counter(run: Run, span: Span, items: Value = ()) -> Counter:
    """`Counter(items)`: how often each is there; what is not, is there 0 times."""
    found = Counter(lambda: 0, items if isinstance(items, dict) else {})
    for each in [] if isinstance(items, dict) else iterate(run, items, span):
        key = key_of(run, each, span)
        found[key] = found.get(key, 0) + 1  # type: ignore[operator]
    return found


def deque(run: Run, span: Span, items: Value = (), maxlen: Value = None) -> Deque:
    """`deque(maxlen=3)`: a list that forgets its first items, or what stands last where more come in before them."""
    limit = None if maxlen is None else require_whole(run, maxlen, span)
    return Deque(limit, iterate(run, items, span))


def made_field(
    run: Run, span: Span, *, default: Value = None, default_factory: Value = None, **options: Value
) -> Native:
    """`field(default_factory=list)` of a data class: what each of its objects begins with."""

    def make(run: Run, span: Span) -> Value:
        return default if default_factory is None else called(run, default_factory, span)

    return Native("field", make)


def sign_function(sign: str) -> Callable[..., Value]:
    return lambda run, span, left, right: binary(run, sign, left, right, span)


def item_getter(run: Run, span: Span, *keys: Value) -> Native:
    """`itemgetter(1)`: a function that gives an item of what it is called with, or a tuple of several."""

    def get(run: Run, span: Span, items: Value) -> Value:
        found = tuple(item(run, items, key, span) for key in keys)
        return found if len(found) > 1 else found[0]

    return Native("itemgetter", get)


def attribute_getter(run: Run, span: Span, *names: Value) -> Native:
    """`attrgetter("w")`, in the same way."""

    def get(run: Run, span: Span, owner: Value) -> Value:
        found = tuple(attribute(run, owner, str(name), span) for name in names)
        return found if len(found) > 1 else found[0]

    return Native("attrgetter", get)


def statistic(row: Row, **settings: Value) -> Callable[..., Value]:
    """A function of Python's `statistics`, which is a row of the table."""

    def function(run: Run, span: Span, items: Value) -> Value:
        return call(run, Operation(row, "numpy"), Arguments((iterate(run, items, span),), dict(settings), span))

    return function


def fraction(run: Run, span: Span, numerator: Value = 0, denominator: Value = 1) -> Value:
    """`Fraction(1, 3)` and `Decimal("0.25")`, numbers as others here."""
    try:
        value = Fraction(numerator) if isinstance(numerator, str) else numerator
    except ValueError:
        run.refuse(span, f"`{numerator}` is not a number", "write it as Fraction(1, 3)")
    number = float(value) if isinstance(value, Fraction) else value
    return number if denominator == 1 else binary(run, "/", number, denominator, span)


def namespace(run: Run, span: Span, **attributes: Value) -> Instance:
    """`SimpleNamespace(w=1)`: an object with these attributes."""
    return Instance(Class("SimpleNamespace", {}), attributes)


class ArgumentParser:
    """What `argparse.ArgumentParser()` knows: the arguments of a command, each with the value that it has unless it is given."""

    def __init__(self) -> None:
        self.values: Named = {}
        self.kinds: Named = {}

    def add(self, run: Run, span: Span, *names: Value, **options: Value) -> None:
        """`add_argument("--lr", type=float, default=0.1)`."""
        first = next((each for each in names if str(each).startswith("--")), names[0] if names else "")
        name = str(options.get("dest", str(first).lstrip("-").replace("-", "_")))
        stored = options.get("action") if options.get("action") in SWITCHES else None
        default = options.get("default", None if stored is None else not SWITCHES[str(stored)])
        self.kinds[name] = options.get("type", str) if stored is None else SWITCHES[str(stored)]
        self.values[name] = self.read(run, span, name, default) if isinstance(default, str) else default

    def read(self, run: Run, span: Span, name: str, given: Value) -> Value:
        """A value that is written as a text."""
        kind = self.kinds[name]
        return given if kind is str or isinstance(kind, bool) else called(run, kind, span, given)

    def parsed(self, run: Run, span: Span, args: Value = None, **options: Value) -> Value:
        """`parse_args()` without a command line, or `parse_args(["--lr", "0.5"])`."""
        found, words = dict(self.values), [] if args is None else [str(each) for each in iterate(run, args, span)]
        while words:
            word, _, given = words.pop(0).partition("=")
            name = word.lstrip("-").replace("-", "_")
            if name not in self.kinds:
                run.refuse(span, f"no argument `{word}` was added", nearest(name, list(self.kinds)))
            switch = isinstance(self.kinds[name], bool)
            found[name] = self.kinds[name] if switch else self.read(run, span, name, given or (words or [""]).pop(0))
        return namespace(run, span, **found)

    def object(self) -> Instance:
        """The parser with its methods; a group of arguments is as good as itself."""
        made = Instance(Class("ArgumentParser", {}))
        grouped = Native("group", lambda run, span, *given, **options: made)
        made.attributes |= {
            "add_argument": Native("add_argument", self.add),
            "parse_args": Native("parse_args", self.parsed),
            "parse_known_args": Native(
                "parse_known_args", lambda run, span, *given: (self.parsed(run, span, *given), [])
            ),
            "set_defaults": Native("set_defaults", lambda run, span, **values: self.values.update(values)),
            **dict.fromkeys(("add_argument_group", "add_mutually_exclusive_group"), grouped),
        }
        return made


SWITCHES = {"store_true": True, "store_false": False}
"""Actions of arguments that are given without a value, and what that makes them."""


def recomputed(run: Run, span: Span, function: Value, *arguments: Value, **options: Value) -> Value:
    """`checkpoint(f, x)` of PyTorch is f(x): it saves memory alone."""
    return called(run, function, span, *arguments)


def recomputed_in_order(
    run: Run, span: Span, functions: Value, segments: Value, given: Value, **options: Value
) -> Value:
    """`checkpoint_sequential(net, 2, x)` is net(x)."""
    for each in iterate(run, functions, span):
        given = called(run, each, span, given)
    return given


OF_MODULES: dict[str, dict[str, Callable[..., Value]]] = {
    "collections": {"defaultdict": default_dict, "Counter": counter, "deque": deque},
    "contextlib": {"nullcontext": null_context},
    "dataclasses": {"field": made_field},
    "functools": {"partial": partial, "reduce": reduced},
    "torch.utils.checkpoint": {"checkpoint": recomputed, "checkpoint_sequential": recomputed_in_order},
    "itertools": OF_ITERTOOLS, "types": {"SimpleNamespace": namespace},
    "argparse": {"Namespace": namespace, "ArgumentParser": lambda run, span, *given, **options: ArgumentParser().object()},
    "statistics": {
        "mean": statistic(MEAN), "fmean": statistic(MEAN), "median": statistic(MEDIAN),
        "stdev": statistic(STD, ddof=1), "pstdev": statistic(STD),
        "variance": statistic(VAR, ddof=1), "pvariance": statistic(VAR),
    },
    "fractions": {"Fraction": fraction}, "decimal": {"Decimal": fraction},
    "operator": {
        "itemgetter": item_getter, "attrgetter": attribute_getter,
        **{each.plain.__name__.rstrip("_"): sign_function(each.sign) for each in BETWEEN if each.plain},
    },
}  # fmt: skip


ABSTRACT = frozenset({"collections.abc", "numbers", "typing"})
"""Modules of the kinds that values are asked for."""


def standard(module: str, name: str) -> Native | Namespace | type | None:
    """A function or a kind of value of one of these modules, or without a name the module."""
    if not name:
        return Namespace(("python", module)) if module in OF_MODULES or module in ABSTRACT else None
    if module in ABSTRACT and name in KINDS:
        return KINDS[name]
    function = OF_MODULES.get(module, {}).get(name)
    return None if function is None else Native(name, function)
