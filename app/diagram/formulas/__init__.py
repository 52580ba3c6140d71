"""What gates and wires say: an operation, its rule and a path of the chain rule as formulas of one figure."""
