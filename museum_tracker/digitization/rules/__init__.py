"""The rules of digitization: the ladder computed from evidence, the gates, the states of a task."""
