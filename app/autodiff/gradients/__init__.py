"""Gradients that a text asks for itself and goes on with."""
