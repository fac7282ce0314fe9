"""The pages of `textmine web`: routes, doors, presses, and what browsers see of them."""
