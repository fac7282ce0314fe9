"""What coders disagree on, and how it is settled."""
