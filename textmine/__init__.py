"""Auto-code consultation messages, mine themes, and hold machines against human coders."""

__version__ = "0.1.0"
