"""PyTorch's `torch.utils.data`: the samples of a data set batch by batch, in their own order."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import stacked
from app.autodiff.interpreter.arrays.unseen_data import UnseenBatch
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Instance, Opaque, Value, Values
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, Arguments, item
from app.autodiff.interpreter.running.run import Run
from app.language import Span


class Rows(list["Value"]):
    """The samples of some arrays that stand beside each other."""

    def __init__(self, arrays: Values, samples: list[Value]) -> None:
        super().__init__(samples)
        self.arrays = arrays


class Batches(list["Value"]):
    """The batches of a data set, which they know."""

    def __init__(self, dataset: Value, size: int, batches: list[Value]) -> None:
        super().__init__(batches)
        self.dataset, self.batch_size = dataset, size


@ATTRIBUTE.of(Rows, Batches)
def data_attribute(run: Run, value: Rows | Batches, name: str, span: Span) -> Value:
    """`len(loader.dataset)`, and what lists have."""
    if isinstance(value, Rows):
        return value.arrays if name == "tensors" else ATTRIBUTE[list](run, value, name, span)
    own: dict[str, Value] = {"dataset": value.dataset, "batch_size": value.batch_size}
    return own[name] if name in own else ATTRIBUTE[list](run, value, name, span)


def tensor_dataset(run: Run, span: Span, *arrays: Value) -> Value:
    """`TensorDataset(x, y)`: what stands at one place in each of them is a sample."""
    if any(isinstance(each, Opaque) for each in arrays):
        return OPAQUE
    rows = [iterate(run, each, span) for each in arrays]
    if len({len(each) for each in rows}) > 1:
        counts = ", ".join(str(len(each)) for each in rows)
        run.refuse(span, f"the arrays of a data set have different lengths: {counts}", "give each as many rows")
    return Rows(arrays, list(zip(*rows, strict=True)))


def data_loader(
    run: Run,
    span: Span,
    dataset: Value,
    batch_size: Value = 1,
    shuffle: Value = False,
    drop_last: Value = False,
    **options: Value,
) -> Value:
    """`DataLoader(dataset, batch_size=2)`: a list of batches, each a list of stacked columns where samples are tuples."""
    size = settled(batch_size)
    if isinstance(dataset, Opaque):
        run.note(f"the data of {run.quote(span)} is not known here: a batch of it is made of inputs", span)
        return Batches(dataset, 1, [UnseenBatch()])
    if not isinstance(size, int) or size < 1 or options.keys() - UNCHANGING:
        return OPAQUE
    if settled(shuffle) is True:
        run.note(f"{run.quote(span)} gives the samples in their own order here: they are not shuffled", span)
    samples = samples_of(run, span, dataset)
    starts = range(0, len(samples) - (size - 1 if settled(drop_last) is True else 0), size)
    if isinstance(dataset, Rows):
        parts = [slice(start, start + size) for start in starts]
        return Batches(dataset, size, [[item(run, each, part, span) for each in dataset.arrays] for part in parts])
    return Batches(dataset, size, [collated(run, span, samples[start : start + size]) for start in starts])


def samples_of(run: Run, span: Span, dataset: Value) -> list[Value]:
    """All samples of a data set; one of the text's own has `__len__` and `__getitem__`."""
    length = method_of(dataset, "__len__") if isinstance(dataset, Instance) else None
    if length is None:
        return iterate(run, dataset, span)
    number = settled(call_method(run, length, Arguments((), {}, span)))
    count = run.bounded(number, span) if isinstance(number, int) else 0
    return [item(run, dataset, place, span) for place in range(count)]


def collated(run: Run, span: Span, samples: list[Value]) -> Value:
    """Samples as one batch."""
    first = samples[0]
    if isinstance(first, dict):
        return {key: collated(run, span, [each[key] for each in samples if isinstance(each, dict)]) for key in first}
    if isinstance(first, (tuple, list)):
        columns = zip(*(each for each in samples if isinstance(each, (tuple, list))), strict=False)
        return [collated(run, span, list(each)) for each in columns]
    return stacked(run, span, samples)


UNCHANGING = frozenset(
    "num_workers pin_memory timeout worker_init_fn prefetch_factor persistent_workers generator".split()
)
"""Arguments that change nothing of what comes, or only by chance."""
DATA: dict[str, Callable[..., Value]] = {"TensorDataset": tensor_dataset, "DataLoader": data_loader}
