"""Codes ranked by what the codebook says of them, before anything is coded."""
