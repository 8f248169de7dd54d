"""Demonstration data: an invented museum worth showing, every figure computed by the rules from it."""
