"""How many passages, documents, interviews or people have a code, by other codes and by groups."""
