"""Backpass: a typed forward pass becomes the two-panel picture of its forward and backward pass."""

__version__ = "0.1.0"
