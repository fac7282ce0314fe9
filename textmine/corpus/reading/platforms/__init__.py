"""Readers of what consultation platforms export."""
