"""The close-up of one gate, a figure of its own."""
