"""What a person should know about the numbers."""
