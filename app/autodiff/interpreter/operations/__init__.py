"""What computes: signs, casts, items, places, and calls of rows of the table."""
