"""How seldom a process that computes looks for garbage."""

from __future__ import annotations

NEW_OBJECTS = 50_000
"""So many are made before the collector looks for circles among them: an eighth of a new figure's time otherwise."""
