"""Arrays as the graph holds them: inputs, lists as arrays, and entries that several names share."""
