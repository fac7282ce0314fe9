"""Fine-tuning a sentence encoder (extra `transformers`)."""
