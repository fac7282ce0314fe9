"""Whole projects of other coding software, read into a workspace and written from it."""
