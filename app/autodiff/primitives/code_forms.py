"""How rows are written in NumPy where that depends on shapes and settings: what a person would write at that place.

Each function is the `code` of a row. Its names are those of the row's parameters; `integers(x)` are entries as whole numbers.
"""

from __future__ import annotations

from app.autodiff.primitives.arrays import Shape, reduced_axes
from app.autodiff.rows import Site


def every_term(site: Site) -> str:
    return " + ".join(f"xs[{place}]" for place in range(len(site.shapes)))


def summed_to(site: Site) -> str:
    """`np.sum(x, axis=0)`, with axes of size 1 kept."""
    (have,), want = site.shapes, site.shape
    extra = len(have) - len(want)
    stretched = tuple(axis for axis, size in enumerate(want) if size == 1 and have[extra + axis] != 1)
    summed = f"np.sum(x, axis={axes(tuple(range(extra)), have)})" if extra else "x"
    return f"np.sum({summed}, axis={axes(stretched, want)}, keepdims=True)" if stretched else summed


def axes(chosen: Shape, shape: Shape) -> str:
    """Axes as an argument: one as its number, all as None."""
    return "None" if len(chosen) == len(shape) else str(chosen[0] if len(chosen) == 1 else chosen)


def spread_over(site: Site) -> str:
    """`x[:, None] * np.ones((3, 4))`."""
    (have,), axis = site.shapes, site.settings["axis"]
    if have == site.shape:
        return "x"
    if site.settings["keepdims"] or axis is None or not have:
        return "x * np.ones(shape)"
    gone = reduced_axes(site.shape, axis)  # type: ignore[arg-type]
    # Broadcasting puts axes in front by itself.
    first = next(place for place in range(len(site.shape)) if place not in gone)
    kept = ", ".join("None" if place in gone else ":" for place in range(first, len(site.shape)))
    return f"x[{kept}] * np.ones(shape)" if "None" in kept else "x * np.ones(shape)"


def reshaped(site: Site) -> str:
    """`x[:, None]` where only axes of size 1 are added."""
    (have,), want = site.shapes, site.shape
    if have == want:
        return "x"
    added = inserted(have, want)
    if have and added is not None:
        return f"x[{added}]"
    return f"x.reshape({', '.join(map(str, want))})" if have and want else "np.reshape(x, shape)"


def inserted(have: Shape, want: Shape) -> str | None:
    """The index that makes `want` of `have` by new axes of size 1; None where there is none."""
    rest, marks = list(have), []
    for size in want:
        known = bool(rest) and rest[0] == size
        marks.append(":" if known else "None")
        if known:
            rest.pop(0)
        elif size != 1:
            return None
    return None if rest else ", ".join(marks)


def axes_turned(site: Site) -> str:
    rank = len(site.shape)
    order = [axis % rank for axis in site.settings["axes"]]  # type: ignore[attr-defined]
    if order == [*range(rank)]:
        return "x"
    if order == [1, 0]:
        return "x.T"
    return "np.swapaxes(x, -1, -2)" if order == [*range(rank - 2), rank - 1, rank - 2] else "np.transpose(x, axes)"


def picked(site: Site) -> str:
    """`x[np.arange(N), labels]`."""
    (have, labels), axis = site.shapes, site.settings["axis"]
    last = axis in (-1, len(have) - 1)
    if not labels:
        return "x[integers(labels)]"
    if len(labels) == 1 and last:
        return f"x[np.arange({labels[0]}), integers(labels)]"
    return "np.take_along_axis(x, np.expand_dims(integers(labels), axis), axis).squeeze(axis)"


def taken_along(site: Site) -> str:
    have, places = site.shapes
    axis = site.settings["axis"] % len(have)  # type: ignore[operator]
    cut = ", ".join(f":{size}" if place != axis else ":" for place, size in enumerate(places))
    narrower = any(m < n and place != axis for place, (m, n) in enumerate(zip(places, have, strict=True)))
    if site.settings["stretch"] or not narrower:
        return "np.take_along_axis(x, integers(indices), axis=axis)"
    return f"np.take_along_axis(x[{cut}], integers(indices), axis=axis)"


def marked(site: Site) -> str:
    labels = "labels[..., None]" if site.shapes[0] else "labels"
    return f"({labels} == np.arange({site.shape[-1]})) * 1.0"


def matrix_times(site: Site) -> str:
    return "a @ b" if len(site.shapes[1]) == 1 else "(a @ b[..., None])[..., 0]"


def times_matrix(site: Site) -> str:
    return "a @ b" if len(site.shapes[0]) == 1 else "(a[..., None, :] @ b)[..., 0, :]"


def outer_product(site: Site) -> str:
    return "np.outer(a, b)" if {len(shape) for shape in site.shapes} == {1} else "a[..., :, None] * b[..., None, :]"


def widened(site: Site) -> str:
    """Negative widths cut off, others add."""
    width: tuple[tuple[int, int], ...] = site.settings["width"]  # type: ignore[assignment]
    (have,) = site.shapes
    parts = [
        slice_text(max(0, -before), size - max(0, -after), size)
        for (before, after), size in zip(width, have, strict=True)
    ]
    cut = f"x[{', '.join(parts)}]" if set(parts) != {":"} else "x"
    added = tuple((max(0, before), max(0, after)) for before, after in width)
    if not any(map(any, added)):
        return cut
    filling = "" if site.settings["value"] == 0 else ", constant_values=value"
    return f"np.pad({cut}, {added}{filling})"


def slice_text(start: int, stop: int, size: int) -> str:
    return f"{start or ''}:{'' if stop == size else stop}"


def chosen_entries(site: Site) -> str:
    return "x[key]" if site.shapes[0] else "np.asarray(x)[key]"


def window_places(shape: Shape, site: Site) -> str:
    """The index of all entries of all windows, whose `shape` ends in places and entries: one grid for each axis."""
    dims = len(site.settings["stride"])  # type: ignore[arg-type]
    grid = shape[-2 * dims :]
    parts = [
        f"np.arange({grid[axis]}).reshape({along(axis, 2 * dims)}) * stride[{axis}]"
        f" + np.arange({grid[dims + axis]}).reshape({along(dims + axis, 2 * dims)}) * dilation[{axis}]"
        for axis in range(dims)
    ]
    return f"..., {', '.join(parts)}"


def along(axis: int, rank: int) -> Shape:
    return tuple(-1 if place == axis else 1 for place in range(rank))


def windows_by_index(site: Site) -> str:
    return f"x[{window_places(site.shape, site)}]"


def overlap_by_index(site: Site) -> str:
    return f"np.zeros(shape).at[{window_places(site.shapes[0], site)}].add(x)"


def peak_by_jax(site: Site) -> str:
    """The largest or least of what meets at a place."""
    how, settings = "min" if site.settings["least"] else "max", site.settings
    start = "jnp.asarray(x)"
    if not settings["include_self"]:
        start = f"{start}.at[key].set({'' if settings['least'] else '-'}jnp.inf)"
    return f"{start}.at[key].{how}(src)"
