"""A trained model: training, its folder, its card, what it says of unseen units."""
