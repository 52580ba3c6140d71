"""The person's own functions, classes and objects: calls, arithmetic of their own, parameters."""
