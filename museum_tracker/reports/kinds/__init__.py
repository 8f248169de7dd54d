"""The kinds of reports: each turns gathered facts into a document in one language."""
