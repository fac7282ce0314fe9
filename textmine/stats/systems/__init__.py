"""Systems against reference codes, against coders and against each other."""
