"""How rows are written in PyTorch where that depends on shapes and settings; otherwise as `code_forms`."""

from __future__ import annotations

from app.autodiff.rows import Code, Site


def padded(site: Site) -> str:
    """PyTorch's widths begin at the last axis; negative ones cut off."""
    width: tuple[tuple[int, int], ...] = site.settings["width"]  # type: ignore[assignment]
    turned = tuple(each for pair in reversed(width) for each in pair)
    return f"F.pad(x, {turned}{'' if site.settings['value'] == 0 else ', value=value'})"


def taken(site: Site) -> str:
    """An index with whole axes in front of the one that is chosen from."""
    have, axis = site.shapes[0], site.settings["axis"]
    if axis is None:
        return "x.flatten()[integers(indices)]"
    assert isinstance(axis, int)
    return f"x[{':, ' * (axis % len(have))}integers(indices)]"


def along(function: str) -> Code:
    """A function along an axis; over all entries they stand in one row for it."""

    def written(site: Site) -> str:
        if site.settings["axis"] is None:
            return f"{function}(x.flatten(), dim=0).reshape({site.shape})"
        return f"{function}(x, dim=axis)"

    return written


def summed_along(site: Site) -> str:
    return "torch.cumsum(x.flatten(), dim=0)" if site.settings["axis"] is None else "torch.cumsum(x, dim=axis)"


def reduced(function: str) -> Code:
    """A reduction that is told its axes, where all of them are kept or it cannot do without."""

    def written(site: Site) -> str:
        every = site.settings["axis"] is None and (site.settings["keepdims"] or function == "torch.logsumexp")
        dim = tuple(range(len(site.shapes[0]))) if every else "axis"
        return f"{function}(x, dim={dim}, keepdim=keepdims)"

    return written


def one_by_one(function: str, chosen: str = "") -> Code:
    """A reduction along one axis at a time, the last one first."""

    def written(site: Site) -> str:
        axis, rank = site.settings["axis"], len(site.shapes[0])
        axes = axis if isinstance(axis, tuple) else (axis,)
        text = "x"
        for each in sorted((each % rank for each in axes if each is not None), reverse=True):
            text = f"{function}({text}, dim={each}, keepdim=keepdims){chosen}"
        return f"{function}(x)" if text == "x" else text

    return written


def flipped(site: Site) -> str:
    axis = site.settings["axis"]
    every = tuple(range(len(site.shape)))
    return f"torch.flip(x, dims={every if axis is None else axis if isinstance(axis, tuple) else (axis,)})"
