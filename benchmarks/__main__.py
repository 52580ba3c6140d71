"""All benchmarks, one after another."""

from __future__ import annotations

from benchmarks import scalar_chain, text_to_svg

for benchmark in (text_to_svg, scalar_chain):
    benchmark.main()
    print()
