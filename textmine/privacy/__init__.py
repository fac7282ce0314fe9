"""Pseudonyms for people in a corpus."""
