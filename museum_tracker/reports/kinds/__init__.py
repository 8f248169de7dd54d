"""The kinds of documents: each turns gathered facts and written texts into a document in one language."""
