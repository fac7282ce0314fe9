"""What to code next, and when to stop."""
