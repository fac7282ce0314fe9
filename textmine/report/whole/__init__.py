"""The report of whole corpora: findings first, then chapters, methods, limits, an appendix."""
