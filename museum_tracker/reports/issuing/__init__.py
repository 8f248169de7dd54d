"""Checking and issuing a report: its states, and the files that are kept for ever."""
