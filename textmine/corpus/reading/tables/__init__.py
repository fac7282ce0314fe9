"""Readers of tables: CSV, Excel, JSON Lines."""
