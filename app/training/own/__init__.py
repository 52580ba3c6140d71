"""What a text says of its own training: by optimisers of libraries, by steps written out, and by loops."""
