"""What a name can stand for: the kinds of values, as plain numbers, as views, behind the names of libraries."""
