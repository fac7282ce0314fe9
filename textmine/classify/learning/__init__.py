"""How classifiers are chosen and settled without the units that score them."""
