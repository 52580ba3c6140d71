"""The person's text: its signs, tokens and words, each of which knows its place."""
