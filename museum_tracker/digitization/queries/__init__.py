"""Reading digitization: evidence of objects, what waits for review, tasks."""
