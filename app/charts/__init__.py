"""What a descent looks like: its updates as formulas, its loss as a curve, its program's output as a landscape."""
