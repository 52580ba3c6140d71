"""The respelled text as Python's own parser reads it, kept as syntax of ours."""
