"""What a reader needs to understand a topic: words, labels, quotations."""
