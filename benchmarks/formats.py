"""Each format of a figure: how long it takes from the finished scene to the file, and how large the file is.

The scene of an example of the gallery is made once; steps are shown by the formats that show nothing else (gif, webp).
"""

from __future__ import annotations

from time import process_time

from app.diagram import Options, compose
from app.examples import find
from app.export import FORMATS, Picture, export
from app.pipeline import Worksheet, trace
from benchmarks.stopwatch import Job, compare

ROUNDS = 3


def job(picture: Picture, extension: str) -> Job:
    return Job(lambda _: export(picture, extension))


def main() -> None:
    """Print the median time and the size of each format."""
    for name in ("neuron", "batch-norm"):
        example = find(name)
        assert example is not None, name
        result = trace(Worksheet(example.text, example.values, example.seed, example.constants))
        picture = Picture(compose(result, Options()))
        jobs = {extension: job(picture, extension) for extension in FORMATS}
        print(f"Scene to file: {example.title}")
        # Time of the process alone: nothing here waits for anything.
        for extension, reading in compare(jobs, ROUNDS, process_time).items():
            print(f"  {extension:<8}{reading}   {len(export(picture, extension)) / 1000:>8.0f} kB")


if __name__ == "__main__":
    main()
