"""A statement for a data-protection officer: what was looked at, and what was found."""
