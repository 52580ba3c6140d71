"""Parts: arrays joined along an axis, and cut along one."""

from __future__ import annotations

from app.autodiff.primitives import arrangements as call
from app.autodiff.primitives import places
from app.autodiff.primitives.arrays import concatenate, section, stack
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def part_at(axis: int, position: int) -> places.Key:
    """The index of one item along an axis, counted from either end."""
    return (*[slice(None)] * axis, position) if axis >= 0 else (..., position, *[slice(None)] * (-axis - 1))


# fmt: off
primitive("concatenate", "*xs, axis=0", concatenate, "index(g, section(xs, i, axis))", names="cat concat", symbol="cat", prepare=call.listed("concatenate"), spoken="concatenation", explained="Each part gets the gradient of its own place.", code="np.concatenate([*xs], axis=axis)")
primitive("stack", "*xs, axis=0", stack, "index(g, part_at(axis, i))", prepare=call.listed("stack"), spoken="stack", like="concatenate", code="np.stack([*xs], axis=axis)")
# fmt: on
definition(
    "def joined_items(x, axis): return concatenate([x[i] for i in range(x.shape[0])], axis)",
    like="concatenate",
    inner=True,
)
definition(
    """
    def hstack(xs):
        joined = [reshape(x, (-1,)) if ndim(x) == 0 else x for x in xs]
        return concatenate(joined, 0 if ndim(joined[0]) == 1 else 1)
""",
    like="concatenate",
    plain="xs",
)
definition(
    "def vstack(xs): return concatenate([x if ndim(x) > 1 else reshape(x, (1, -1)) for x in xs], 0)",
    names="row_stack",
    like="concatenate",
    plain="xs",
)
definition(
    "def column_stack(xs): return concatenate([x if ndim(x) > 1 else reshape(x, (-1, 1)) for x in xs], 1)",
    like="concatenate",
    plain="xs",
)
definition(
    """
    def dstack(xs):
        return concatenate([x if ndim(x) > 2 else reshape(x, (1, -1, 1)) if ndim(x) < 2 else expand_dims(x, 2) for x in xs], 2)
""",
    like="concatenate",
    plain="xs",
)
definition("def c_(*xs): return column_stack(xs)", like="concatenate")
definition("def r_(*xs): return hstack(xs)", like="concatenate")
definition(
    """
    def append(x, values, axis=None):
        return concatenate([ravel(x), ravel(values)] if axis is None else [x, values], 0 if axis is None else axis)
""",
    like="concatenate",
)
definition(
    "def split(x, sections, axis=0): return [x[key] for key in pieces(x, sections, axis)]",
    plain="sections",
    spoken="split",
    explained="The gradient of each part goes back to the place that it was taken from.",
)
definition(
    "def array_split(x, sections, axis=0): return [x[key] for key in pieces(x, sections, axis, True)]",
    names="tensor_split",
    like="split",
    plain="sections",
)
definition("def hsplit(x, sections): return split(x, sections, 1 if x.ndim > 1 else 0)", like="split", plain="sections")
definition("def vsplit(x, sections): return split(x, sections, 0)", like="split", plain="sections")
definition("def dsplit(x, sections): return split(x, sections, 2)", like="split", plain="sections")
definition(
    "def torch_split(x, split_size_or_sections, axis=0): return [x[key] for key in chunks(x, split_size_or_sections, axis)]",
    names="torch.split method.split",
    like="split",
    plain="split_size_or_sections",
)
definition(
    "def chunk(x, chunks, axis=0): return torch_split(x, chunk_size(x, chunks, axis), axis)",
    like="split",
    plain="chunks",
)
definition("def unbind(x, axis=0): return [x[key] for key in slabs(x, axis)]", names="unstack", like="split")

static("section", section, inner=True, form="part")
static("part", places.part, inner=True)
static("part_at", part_at, inner=True, shown="position")
static("pieces", places.pieces, inner=True)
static("chunks", places.chunks, inner=True)
static("chunk_size", places.chunk_size, inner=True)
static("slabs", places.slabs, inner=True)
