"""What is done to a reporting year: its steps, its close and restatements, its recount and its sample."""
