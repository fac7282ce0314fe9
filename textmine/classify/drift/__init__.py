"""Whether a batch is like what a model learned from."""
