"""How facts become figures: pure functions of values, without database, clock or web."""
