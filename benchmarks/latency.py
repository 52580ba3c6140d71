"""Over HTTP, from a client on the same machine: what a person waits for, network aside.

One request at a time and a bounded number of them. A new figure is a program with names that the server has not seen.
"""

from __future__ import annotations

import httpx

from app.examples import find
from benchmarks.stopwatch import Job, compare
from tests.server import running

ROUNDS = 40
NEURON = find("neuron")


def question(round_: int, name: str = "w2") -> dict[str, str]:
    assert NEURON
    values = {key: str(value) for key, value in NEURON.values.items() if key != "w2"}
    return {"e": NEURON.text.replace("w2", name), name: str(round_ / 1000 - 3), **values}


def main() -> None:
    """Print the medians for the sigmoid neuron."""
    with running() as address, httpx.Client(base_url=address) as client:

        def get(path: str, parameters: dict[str, str]) -> int:
            return len(client.get(path, params=parameters).raise_for_status().content)

        taken = compare(
            {
                "figure, new": Job(lambda round_: get("/diagram.svg", question(round_, f"w{round_ + 10}"))),
                "figure, other values": Job(lambda round_: get("/diagram.svg", question(round_))),
                "figure, the same again": Job(lambda _: get("/diagram.svg", question(0))),
                "page, other values": Job(lambda round_: get("/", question(round_))),
            },
            ROUNDS,
        )
    print("Over HTTP: sigmoid neuron")
    for name, reading in taken.items():
        print(f"  {name:<26}{reading}")


if __name__ == "__main__":
    main()
