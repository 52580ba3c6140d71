"""Which nodes are drawn as one gate."""
