"""Into other programs: which there are, and what each of them takes of a figure."""

from __future__ import annotations

from app.share.offers import Offer, Place, offer
from app.share.registry import TARGETS, table

__all__ = ["TARGETS", "Offer", "Place", "offer", "table"]
