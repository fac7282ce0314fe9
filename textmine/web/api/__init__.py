"""The JSON under /api: the same functions as the commands."""
