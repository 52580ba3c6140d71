"""What libraries have behind a dot: `nn.Linear`, `np.add`, `random.gauss`, `jax.lax.scan`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from app.autodiff.interpreter.arrays.own_library import of_library
from app.autodiff.interpreter.functions import python_random
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.data_loading import DATA
from app.autodiff.interpreter.functions.einops import EINOPS
from app.autodiff.interpreter.functions.given_rules import EXTENDING
from app.autodiff.interpreter.functions.jax_control import CONTROL
from app.autodiff.interpreter.functions.numpy_changes import numpy_change
from app.autodiff.interpreter.functions.random_generators import whole_seed
from app.autodiff.interpreter.functions.standard_library import OF_MODULES, standard
from app.autodiff.interpreter.functions.tensorflow_control import of_tensorflow
from app.autodiff.interpreter.functions.torch_utilities import utility
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.libraries import Progress
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    Instance,
    Named,
    Namespace,
    Native,
    Value,
    Values,
)
from app.autodiff.interpreter.library_classes.distributions import KNOWN as TORCH_DISTRIBUTIONS
from app.autodiff.interpreter.library_classes.distributions import PREFIX as DISTRIBUTIONS_PREFIX
from app.autodiff.interpreter.library_classes.keras_optimisers import FOLLOWED as KERAS_OPTIMISERS
from app.autodiff.interpreter.library_classes.keras_optimisers import PREFIX as KERAS_OPTIMISER_PREFIX
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.library_classes.optax_rules import NAMES as OPTAX_NAMES
from app.autodiff.interpreter.library_classes.scipy_stats import DISTRIBUTIONS
from app.autodiff.interpreter.library_classes.scipy_stats import PREFIX as STATS
from app.autodiff.interpreter.library_classes.torch_optimisers import NAMES as OPTIMISERS
from app.autodiff.interpreter.library_classes.torch_optimisers import PREFIX as OPTIMISER_PREFIX
from app.autodiff.interpreter.library_classes.torch_schedules import NAMES as SCHEDULES
from app.autodiff.interpreter.members.attributes import SLICES
from app.autodiff.interpreter.members.first_values import initializer
from app.autodiff.interpreter.members.flax_modules import of_flax
from app.autodiff.interpreter.members.keras_members import of_keras
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, CALL, Arguments, attribute, call, called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import SPELLINGS
from app.autodiff.primitives.torch_generator import TorchGenerator
from app.language import Span

Finder: TypeAlias = Callable[[Namespace, str], Value]
"""What a library has of a name; None where nothing is known."""
PARTS_OF_UTILITIES = frozenset("rnn parametrize parametrizations prune stateless".split())
OTHER_UTILITIES = frozenset("data checkpoint tensorboard model_zoo cpp_extension benchmark".split())
"""Parts of `torch.utils`, which are about other things than modules."""
COMPLEX = frozenset(
    "complex polar view_as_complex view_as_real stft istft hilbert complex64 complex128 cfloat cdouble csingle".split()
)
"""What libraries have for complex numbers."""


@ATTRIBUTE.of(Namespace)
def library_member(run: Run, library: Namespace, name: str, span: Span) -> Value:
    if (found := known_member(library, name)) is not None or name in libraries.CONSTANTS:
        return of_library(run, library.flavour, found)
    if "fft" in library.path or name in COMPLEX:
        hint = "keep the real and the imaginary part in two arrays; a turn by t is x*cos(t) - y*sin(t), x*sin(t) + y*cos(t)"
        run.refuse(span, f"{run.quote(span)} gives complex numbers, which are not part of the language", hint)
    hint = nearest(name, libraries.operation_names()) or "the help page lists all of them"
    hint = f"of optax these are known: {', '.join(sorted(OPTAX_NAMES))}" if library.path[-1] == "optax" else hint
    run.refuse(span, f"{run.quote(span)} is not among the operations", hint, unknown=True)


def known_member(library: Namespace, name: str) -> Value:
    """What a library has of that name; None where nothing is known."""
    if library.flavour == "python":
        if (function := of_python(library, name)) is not None:
            return function
        if library.path[-1] != "itertools":
            # `from numpy import random` may stand in a cell above.
            library = Namespace(("numpy", *library.path[1:]))
    for find in FINDERS if library.rng is not None else finders(library.path, name):
        if (found := find(library, name)) is not None:
            return found
    try:
        return libraries.member(library, name)
    except KeyError:
        return of_all(library, name)


@lru_cache(maxsize=1024)
def finders(path: tuple[str, ...], name: str) -> tuple[Finder, ...]:
    """Who knows more of `name` in a library than the table does: the first of FINDERS that does, or nobody."""
    return next(((find,) for find in FINDERS if find(Namespace(path), name) is not None), ())


def imported(run: Run, module: str, name: str) -> Value:
    """What `from module import name`, or `import module` without a name, stands for; None where it is not known."""
    library = libraries.imported(module)
    if isinstance(library, Progress) and name == "trange":
        return None
    if name and isinstance(library, Namespace):
        return of_library(run, library.flavour, known_member(library, name))
    return library


def of_python(library: Namespace, name: str) -> Value:
    module = library.path[-1]
    found = standard(module, name) or standard(f"{module}.{name}", "")
    return found or (None if module in OF_MODULES else python_random.member(name))


def of_generators(library: Namespace, name: str) -> Value:
    if name != "manual_seed" or not isinstance(library.rng, TorchGenerator):
        return None
    return Native(name, lambda run, span, seed: reseeded(run, library, seed, span))


def reseeded(run: Run, library: Namespace, seed: Value, span: Span) -> Namespace:
    """`g.manual_seed(1)` of a generator of its own."""
    assert isinstance(library.rng, TorchGenerator)
    library.rng.reseed(whole_seed(run, seed, span))
    return library


def of_numpy(library: Namespace, name: str) -> Value:
    if library.flavour != "numpy":
        return None
    return Native(name, lambda run, span: None) if name in SLICES else numpy_change(name, library.rng)


def in_place(library: Namespace, name: str) -> Value:
    if library.flavour != "torch" or not name.endswith("_") or name.rstrip("_") not in SPELLINGS:
        return None
    return Native(name, lambda run, span, array, *rest, **named: changed(run, span, name, array, rest, named))


def changed(run: Run, span: Span, name: str, array: Value, rest: Values, named: Named) -> Value:
    """`F.relu_(x)`, which is `x.relu_()`."""
    return call(run, attribute(run, array, name, span), Arguments(rest, named, span))


def of_stats(library: Namespace, name: str) -> Value:
    """A distribution of `scipy.stats`; the normal one is a part of it, whose functions are rows."""
    known = library.path[-1] == "stats" and name in DISTRIBUTIONS and not libraries.is_part(library, name)
    return Instance(modules()[f"{STATS}{name}"]) if known else None


def of_distributions(library: Namespace, name: str) -> Value:
    """A distribution of PyTorch whose name other libraries use otherwise."""
    known = library.flavour == "torch" and "distributions" in library.path and name in TORCH_DISTRIBUTIONS
    return modules()[f"{DISTRIBUTIONS_PREFIX}{name}"] if known else None


def of_optimisers(library: Namespace, name: str) -> Value:
    """An optimiser of PyTorch or Keras, or a schedule of its rate; behind one that is not known, nobody knows the steps."""
    part = library.path[-1]
    if library.flavour == "jax" and part in ("optimizers", "legacy") and name in KERAS_OPTIMISERS:
        return modules()[f"{KERAS_OPTIMISER_PREFIX}{name}"]
    if library.flavour != "torch" or part not in ("optim", "optimizer", "lr_scheduler"):
        return None
    name = name.removeprefix("_")
    if name in (SCHEDULES if part == "lr_scheduler" else OPTIMISERS):
        return modules()[f"{OPTIMISER_PREFIX}{name}"]
    return Native(name, unknown_schedule) if part == "lr_scheduler" else None


def unknown_schedule(run: Run, span: Span, *given: Value, **options: Value) -> Value:
    run.stored.known = False
    return OPAQUE


@CALL.of(Namespace)
def frozen(run: Run, library: Namespace, arguments: Arguments) -> Value:
    """`norm(0, 2)` of `scipy.stats`, a distribution of its own."""
    *_, part, name = ("", *library.path)
    if part != "stats" or name not in DISTRIBUTIONS:
        told = f"`{library.path[-1]}` is a library, not a function"
        run.refuse(arguments.span, told, "call one of its functions")
    return call(run, Instance(modules()[f"{STATS}{name}"]), arguments)


def of_utilities(library: Namespace, name: str) -> Value:
    """What `torch.nn.utils` has; what changes a module otherwise is not known, which is not passed over."""
    other = not OTHER_UTILITIES.isdisjoint((*library.path, name)) or name.startswith(libraries.CLIPPING)
    if library.path[0] != "torch" or "utils" not in library.path or other:
        return None
    if name in PARTS_OF_UTILITIES:
        return Namespace((*library.path, name))
    return utility(name)


def of_einops(library: Namespace, name: str) -> Value:
    return Native(name, EINOPS[name]) if library.path[0] == "einops" and name in EINOPS else None


def as_kind(run: Run, span: Span, value: Value, kind: Value = float, **options: Value) -> Value:
    """`tf.cast(x, tf.float32)`."""
    return called(run, attribute(run, value, "astype", span), span, kind)


def of_jax(library: Namespace, name: str) -> Value:
    if name == "cast" and library.flavour == "jax":
        return Native(name, as_kind)
    tree = f"tree_{name}"
    if library.path[-1] in ("tree", "tree_util") and tree in BUILTINS:
        return Native(tree, BUILTINS[tree])
    known = library.flavour == "jax" and name in CONTROL and (name != "map" or library.path[-1] == "lax")
    return Native(name, CONTROL[name]) if known else None


def of_equinox(library: Namespace, name: str) -> Value:
    """Equinox's own: what it calls `filter_jit` takes trees that hold other things than arrays, which is no matter here."""
    if "eqx" not in library.path:
        return None
    inner = name.removeprefix("filter_")
    if inner != name and inner in BUILTINS:
        return Native(name, BUILTINS[inner])
    return standard("dataclasses", name) or modules().get(f"eqx_{name}")


OF_PARTS = {"data": DATA, "extend": EXTENDING}
"""What parts of libraries alone have: `torch.utils.data`, `autograd.extend`."""


def of_part(library: Namespace, name: str) -> Value:
    function = OF_PARTS.get(library.path[-1], {}).get(name)
    return None if function is None else Native(name, function)


def of_all(library: Namespace, name: str) -> Value:
    """Functions that are the same in each library, but for those of PyTorch's `autograd.functional`."""
    own = f"functional.{name}" if library.path[-2:] == ("autograd", "functional") else name
    return Native(name, BUILTINS.get(own) or BUILTINS[name]) if name in BUILTINS or own in BUILTINS else None


FINDERS: tuple[Finder, ...] = (
    of_flax,
    of_keras,
    lambda library, name: modules()[f"optax_{name}"] if library.path[-1] == "optax" and name in OPTAX_NAMES else None,
    lambda library, name: modules().get(name),
    lambda library, name: initializer(name) if library.path[-1] == "init" else None,
    of_generators,
    of_utilities,
    lambda library, name: modules()["Functional"].find(name) if library.flavour == "torch" else None,
    of_distributions,
    of_optimisers,
    of_stats,
    of_tensorflow,
    lambda library, name: standard(".".join((*library.path, name)), ""),
    of_numpy,
    in_place,
    of_einops,
    of_equinox,
    of_part,
    of_jax,
    lambda library, name: of_all(library, name) if name == "set_grad_enabled" else None,
)  # fmt: skip
"""Who knows more of a library than the table does, asked in this order; None where one knows nothing."""
