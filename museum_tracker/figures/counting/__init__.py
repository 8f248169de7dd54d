"""Counting: the statements of `rules.measures`, read over stored standings by the database."""
