"""Series of numbers: how they are written, kept by the museum, and closed with a museum that is no more."""
