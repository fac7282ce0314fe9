"""Coders' tables into codings."""
