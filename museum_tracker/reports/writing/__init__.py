"""Writing a report: texts with their history, remarks to the drafter."""
