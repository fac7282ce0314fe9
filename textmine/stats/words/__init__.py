"""Words of a corpus: which are typical, together, spread or used by one side."""
