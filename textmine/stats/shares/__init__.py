"""Shares and means of a population, from samples and from counts of a machine."""
