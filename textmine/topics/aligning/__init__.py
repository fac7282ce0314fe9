"""Two corpora compared: which themes they share, which only one has."""
