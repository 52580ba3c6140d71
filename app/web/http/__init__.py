"""The protocol around every answer: bounds, errors as problem documents, what caches may keep."""
