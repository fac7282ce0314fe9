"""Hand codes as gold, and how scores against them are measured and shown."""
