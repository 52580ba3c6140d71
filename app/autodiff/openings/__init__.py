"""First values for inputs that a text leaves open."""
