"""Functions of Python and of libraries that are no row of the table."""
