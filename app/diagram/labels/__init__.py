"""What stands on gates and beside wires, in words and formulas, and how large it is."""
