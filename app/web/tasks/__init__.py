"""What worker processes do: each task takes plain values and gives a finished answer."""
