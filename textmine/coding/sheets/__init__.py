"""Coding sheets: one a coder goes out, and comes back with codes."""
