"""Readers of documents, whole or cut into passages."""
