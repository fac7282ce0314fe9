"""Coding one press at a time: what a person says of a message is kept at once."""
