"""What depends on which names are bound."""
