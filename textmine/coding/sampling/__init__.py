"""Which documents are coded: draws with known chances, kept for ever."""
