"""What is done with each kind of expression and statement."""
