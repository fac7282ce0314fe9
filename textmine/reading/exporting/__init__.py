"""Codings as tables for other programs."""
