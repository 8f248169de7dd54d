"""Finding objects by words and numbers: the index and the way it is asked."""
