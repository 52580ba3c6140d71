"""All benchmarks, one after another."""

from __future__ import annotations

from benchmarks import latency, paste, scalar_chain, text_to_svg

for benchmark in (text_to_svg, latency, scalar_chain, paste):
    benchmark.main()
    print()
