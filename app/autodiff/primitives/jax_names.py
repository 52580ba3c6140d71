"""JAX: names that other libraries use otherwise, and names of `jax.lax` and `jax.nn` alone."""

from __future__ import annotations

from app.autodiff.table import definition, subject

subject(__name__, __doc__)

DEFINED = {
    "rev": ("def jax_rev(operand, dimensions): return flip(operand, dimensions)", "", "dimensions"),
    "integer_pow": ("def jax_integer_pow(x, y): return x**y", "^", ""),
    "dynamic_slice_in_dim": ("""
        def jax_dynamic_slice_in_dim(operand, start_index, slice_size, axis=0):
            first = window_start(start_index, slice_size, operand.shape[axis])
            return operand[part(axis, first, first + slice_size)]
    """, "[·]", "start_index slice_size axis"),
    "dynamic_index_in_dim": ("""
        def jax_dynamic_index_in_dim(operand, index, axis=0, keepdims=True):
            found = jax_dynamic_slice_in_dim(operand, index, 1, axis)
            return found if keepdims else squeeze(found, axis)
    """, "[·]", "index axis"),
    "broadcast": ("def jax_broadcast(operand, sizes): return broadcast_to(operand, (*sizes, *operand.shape))", "", "sizes"),
    "sparse_plus": ("def jax_sparse_plus(x): return where(x <= -1, 0, where(x >= 1, x, (x + 1)**2 / 4))", "", ""),
    "sparse_sigmoid": ("def jax_sparse_sigmoid(x): return clip((x + 1) / 2, 0, 1)", "", ""),
    "sort": ("def jax_sort(a, axis=-1, stable=True, descending=False): return flip(sort(a, axis), axis) if descending else sort(a, axis)", "sort", ""),
    "argsort": ("def jax_argsort(a, axis=-1, stable=True, descending=False): return argsort(-a if descending else a, axis)", "argsort", ""),
}  # fmt: skip
"""By JAX's name: what it computes, what its gate shows, and the parameters that are no arrays."""

for name, along in {
    "cumsum": "cumsum", "cumprod": "cumprod", "cummax": "cummax", "cummin": "cummin", "cumlogsumexp": "logcumsumexp",
}.items():  # fmt: skip
    definition(
        f"""
    def jax_{name}(operand, axis=0, reverse=False):
        return flip({along}(flip(operand, axis), axis), axis) if reverse else {along}(operand, axis)
""",
        names=f"lax.{name}",
        symbol=name,
        like=along,
    )

for name, (source, symbol, plain) in DEFINED.items():
    definition(source, names=f"jax.{name}", symbol=symbol, plain=plain)
