"""What a classifier reads: blocks of features, made of texts and their surroundings."""
