"""Two corpora held against each other: which themes they share, which only one has."""
