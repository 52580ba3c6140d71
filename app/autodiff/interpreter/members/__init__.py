"""What stands behind a dot, and what calling an object does."""
