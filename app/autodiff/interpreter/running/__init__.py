"""One run of a program and what carries it: tables by kind of syntax and value, blocks of statements, names that change."""
