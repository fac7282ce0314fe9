"""Memos on anything: what they are about, the append-only store, and their way out and back."""
