"""What other languages and systems write, in the spelling of Python and mathematics."""
