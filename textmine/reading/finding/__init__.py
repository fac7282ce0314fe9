"""Words found in texts, memos, codes and themes, by a full-text index of SQLite."""
