"""What an operator sets, and what the server tells of itself."""
