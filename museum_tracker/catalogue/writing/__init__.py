"""How records are written: many together, and a single one as a batch of one, for every door alike."""
