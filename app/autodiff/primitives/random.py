"""Random values. They come from the text's own generator, so a text always means the same, and two calls give two results.

`rng` is what `np.random.seed`, `torch.manual_seed` or `default_rng` made: with a seed of NumPy's, the numbers are NumPy's.
JAX's functions draw from their key alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives import creation
from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import array_of, is_array, shape_of
from app.autodiff.table import static, subject

subject(__name__, __doc__)

Generator = np.random.RandomState | np.random.Generator
Key = int


def generator(rng: Generator, seed: object) -> Generator:
    return rng if seed is None else np.random.RandomState(int(array_of(seed)))


def normal_of(rng: Generator, shape: object) -> Array | float:
    """Standard normal numbers; one plain number where no shape is given."""
    return rng.standard_normal(None if shape is None else creation.sized(shape))


def uniform_of(rng: Generator, shape: object) -> Array | float:
    return (
        rng.random(None if shape is None else creation.sized(shape))
        if isinstance(rng, np.random.Generator)
        else rng.random_sample(None if shape is None else creation.sized(shape))
    )


def randn(*sizes: object, size: object = None, seed: object = None, rng: Generator) -> Array | float:
    return normal_of(generator(rng, seed), size if not sizes else sizes[0] if len(sizes) == 1 else sizes)


def rand(*sizes: object, size: object = None, seed: object = None, rng: Generator) -> Array | float:
    return uniform_of(generator(rng, seed), size if not sizes else sizes[0] if len(sizes) == 1 else sizes)


def standard_normal(size: object = None, *, rng: Generator) -> Array | float:
    return normal_of(rng, size)


def normal(
    loc: object = 0.0,
    scale: object = 1.0,
    size: object = None,
    *,
    mean: object = None,
    std: object = None,
    rng: Generator,
) -> object:
    """NumPy's `normal(loc, scale, size)` and PyTorch's `normal(mean, std, size)`."""
    centre, width = array_of(loc if mean is None else mean), array_of(scale if std is None else std)
    if size is None and centre.shape + width.shape:
        size = np.broadcast_shapes(centre.shape, width.shape)
    return centre + width * normal_of(rng, size)


def uniform(low: object = 0.0, high: object = 1.0, size: object = None, *, rng: Generator) -> object:
    start, end = array_of(low), array_of(high)
    if size is None and start.shape + end.shape:
        size = np.broadcast_shapes(start.shape, end.shape)
    return start + (end - start) * uniform_of(rng, size)


def integers(
    low: object,
    high: object = None,
    size_: object = None,
    *,
    endpoint: bool = False,
    size: object = None,
    rng: Generator,
) -> object:
    """NumPy's `randint(low, high, size)`, PyTorch's `randint(low, high, size)` and `randint(high, size)`."""
    if isinstance(high, (tuple, list)):
        high, size_ = None, high
    start, end = (0, int(array_of(low))) if high is None else (int(array_of(low)), int(array_of(high)))
    shape = size if size_ is None else size_
    draw = rng.integers if isinstance(rng, np.random.Generator) else rng.randint
    return draw(start, end + endpoint, None if shape is None else creation.sized(shape))


def permutation(x: object, *, rng: Generator) -> NDArray[np.generic]:
    return rng.permutation(*creation.sized(x) if not shape_of(x) else array_of(x))


def choice(x: object, size: object = None, replace: bool = True, p: object = None, *, rng: Generator) -> object:
    items = creation.sized(x)[0] if not shape_of(x) else array_of(x)
    return rng.choice(
        items, None if size is None else creation.sized(size), replace, None if p is None else array_of(p)
    )


def bernoulli(p: object, *, rng: Generator) -> Array:
    """0 or 1 for each probability, as dropout masks are made."""
    return np.asarray(uniform_of(rng, shape_of(p)) < array_of(p), dtype=float)


def bernoulli_of_shape(x: object, p: object = None, *, rng: Generator) -> Array:
    """PyTorch's `x.bernoulli_(p)`, which has the shape of x; without p the entries of x are the probabilities."""
    if p is None or shape_of(p):
        return bernoulli(x if p is None else np.broadcast_to(array_of(p), shape_of(x)), rng=rng)
    # Of one probability PyTorch draws by another generator: `choice` is told to be none of its.
    drawn = rng.choice(2, shape_of(x), p=[1 - float(array_of(p)), float(array_of(p))])
    return np.asarray(drawn, dtype=float)


def binomial(n: object, p: object, size: object = None, *, rng: Generator) -> object:
    return rng.binomial(array_of(n).astype(int), array_of(p), None if size is None else creation.sized(size))


def multinomial(n: object, pvals: object, size: object = None, *, rng: Generator) -> object:
    return rng.multinomial(int(array_of(n)), array_of(pvals), None if size is None else creation.sized(size))


def drawn_places(x: object, num_samples: object, replacement: object = False, *, rng: Generator) -> NDArray[np.intp]:
    """PyTorch's `multinomial(weights, n)`: places along the last axis, each as likely as its weight says. Raises ValueError."""
    weights, count = array_of(x).astype(float), int(array_of(num_samples))
    if np.any(weights < 0) or not np.all(weights.sum(-1) > 0):
        raise ValueError("weights are not negative, and not all are 0")
    rows = weights.reshape(-1, weights.shape[-1])
    found = [rng.choice(len(row), count, bool(replacement), row / row.sum()) for row in rows]
    return np.asarray(found, dtype=np.intp).reshape(*weights.shape[:-1], count)


def exponential(scale: float = 1.0, size: object = None, *, rng: Generator) -> object:
    return rng.exponential(scale, None if size is None else creation.sized(size))


def poisson(lam: object = 1.0, size: object = None, *, rng: Generator) -> object:
    return rng.poisson(array_of(lam), None if size is None else creation.sized(size))


def rand_like(x: object, *, rng: Generator) -> object:
    return uniform_of(rng, shape_of(x))


def randn_like(x: object, *, rng: Generator) -> object:
    return normal_of(rng, shape_of(x))


def key(seed: object = 0) -> Key:
    """A JAX key: a number from which draws and further keys follow."""
    return int(array_of(seed)) % 2**32


def keys(of: Key, num: int = 2) -> list[Key]:
    return [int(each) for each in np.random.RandomState(key(of)).randint(0, 2**31, creation.sized(num))]


def folded(of: Key, number: int) -> Key:
    return keys(of, int(number) % 1000 + 1)[-1]


def keyed_normal(key_: Key, shape: object = (), **options: object) -> object:
    return normal_of(np.random.RandomState(key(key_)), shape)


def keyed_uniform(key_: Key, shape: object = (), minval: float = 0.0, maxval: float = 1.0, **options: object) -> object:
    return minval + (maxval - minval) * uniform_of(np.random.RandomState(key(key_)), shape)


def keyed_integers(key_: Key, shape: object, minval: int, maxval: int, **options: object) -> object:
    return np.random.RandomState(key(key_)).randint(minval, maxval, creation.sized(shape))


def keyed_bernoulli(key_: Key, p: object = 0.5, shape: object = None) -> Array:
    drawn = uniform_of(np.random.RandomState(key(key_)), shape_of(p) if shape is None else shape)
    return np.asarray(drawn < array_of(p), dtype=float)


def first_normal(
    first: object = None, *rest: object, shape: object = None, mean: object = 0.0, stddev: object = 1.0, rng: Generator
) -> object:
    """`tf.random.normal(shape, mean, stddev)`, or JAX's `normal(key, shape)`: a key is one whole number."""
    if isinstance(first, int) and not is_array(first):
        return keyed_normal(first, *rest, *(() if shape is None else (shape,)))
    centre, width = (*rest, *(mean, stddev)[len(rest) :])[:2]
    return normal(centre, width, shape if first is None else first, rng=rng)


def first_uniform(
    first: object = None,
    *rest: object,
    shape: object = None,
    minval: object = 0.0,
    maxval: object = 1.0,
    rng: Generator,
) -> object:
    """`tf.random.uniform(shape, minval, maxval)`, or JAX's `uniform(key, shape)`."""
    if isinstance(first, int) and not is_array(first):
        sized = rest if shape is None else (shape,)
        return keyed_uniform(first, *sized, **({} if len(sized) > 1 else {"minval": minval, "maxval": maxval}))  # type: ignore[arg-type]
    low, high = (*rest, *(minval, maxval)[len(rest) :])[:2]
    return uniform(low, high, shape if first is None else first, rng=rng)


# fmt: off
static("randn",   randn,   names="random.randn", creates=True, seeded=True)
static("rand",    rand,    names="random.rand random.random random.random_sample random.ranf", creates=True, seeded=True)
static("standard_normal", standard_normal, creates=True, seeded=True)
static("normal",  normal,  names="random.normal random.gauss", creates=True, seeded=True)
static("uniform", uniform, names="random.uniform", creates=True, seeded=True)
static("randint", integers, names="random.integers random.randrange", seeded=True)
static("randn_like", randn_like, seeded=True, by_shape=True)
static("rand_like",  rand_like,  seeded=True, by_shape=True)
static("permutation", permutation, names="randperm", seeded=True)
static("choice", choice, names="random.choice", seeded=True)
static("bernoulli", bernoulli, seeded=True)
static("method.bernoulli", bernoulli_of_shape, seeded=True)
static("binomial", binomial, seeded=True)
static("multinomial", multinomial, seeded=True)
static("torch.multinomial", drawn_places, names="method.multinomial", seeded=True)
static("exponential", exponential, creates=True, seeded=True)
static("method.uniform", lambda x, a=0.0, b=1.0, *, rng: uniform(a, b, shape_of(x), rng=rng), names="init.uniform_ init.uniform", seeded=True)
static("method.exponential", lambda x, lambd=1.0, *, rng: exponential(1 / lambd, shape_of(x), rng=rng), names="init.exponential_", seeded=True)
static("method.normal", lambda x, mean=0.0, std=1.0, *, rng: normal(mean, std, shape_of(x), rng=rng), names="init.normal_ init.normal", seeded=True)
static("PRNGKey", key, names="random.key", note="draws numbers of its own, not those of JAX")
static("random.split", keys)
static("fold_in", folded)
static("jax.normal",  first_normal,  creates=True, seeded=True, usage="(key, shape)")
static("jax.uniform", first_uniform, creates=True, seeded=True, usage="(key, shape, minval=0.0, maxval=1.0)")
static("jax.randint", keyed_integers)
static("jax.bernoulli", keyed_bernoulli)
# fmt: on
static("poisson", poisson, seeded=True)
