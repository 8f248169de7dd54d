"""Reporting years: planned, running, closed with frozen figures, and restated beside what was closed."""
