"""Reading and displaying: passages, displays, and what goes with what, of codes and themes."""
