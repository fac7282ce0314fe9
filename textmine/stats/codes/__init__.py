"""Codes in interviews: which occur together, how many there are, when nothing new comes."""
