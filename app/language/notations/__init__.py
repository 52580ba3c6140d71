"""Notations of subjects, and what is raised over letters and stands at their feet, as names and functions."""
