"""Benchmarks run by hand: each prints both sides of a comparison and their ratio. None of them is a timed assertion."""
