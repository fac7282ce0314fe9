"""REFI-QDA: projects (.qdpx) and codebooks (.qdc), read and written."""
