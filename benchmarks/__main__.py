"""All benchmarks, one after another."""

from __future__ import annotations

from benchmarks import arrays, drawing, formats, growth, latency, paste, scalar_chain, text_to_svg, training

for benchmark in (text_to_svg, drawing, formats, latency, scalar_chain, growth, paste, arrays, training):
    benchmark.main()
    print()
