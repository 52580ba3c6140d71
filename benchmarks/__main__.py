"""All benchmarks, one after another."""

from __future__ import annotations

from benchmarks import latency, scalar_chain, text_to_svg

for benchmark in (text_to_svg, latency, scalar_chain):
    benchmark.main()
    print()
