"""A trained model on new documents: scores against hand codes, and drift."""
