"""Backpass: a typed forward pass becomes the two-panel picture of its forward and backward pass."""

from __future__ import annotations

__version__ = "0.1.0"
