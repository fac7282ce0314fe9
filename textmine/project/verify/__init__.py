"""Whether a run, repeated from its manifest, makes the same files byte by byte."""
