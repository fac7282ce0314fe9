"""A model against hand codes."""
