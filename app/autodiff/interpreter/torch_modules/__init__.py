"""PyTorch's modules, written in our own language."""
