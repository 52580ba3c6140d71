"""The reverse pass, the rules that it is made of, and the checks of its numbers."""
