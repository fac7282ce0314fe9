"""Readers of forums and mailing lists."""
