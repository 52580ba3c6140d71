"""How a figure fits its frame: rows, where they break, and what is folded."""
