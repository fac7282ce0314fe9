"""Words that people give for a topic, as rows beside those of the units."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from textmine.topics.engines.engine import Floats
from textmine.topics.engines.tfidf import tfidf


def seed_rows(seeds: tuple[tuple[int, ...], ...], idf: Floats) -> sp.csr_matrix | None:
    """Return the TF-IDF weights of a text of just those words, a row a seeded topic; or None."""
    if not seeds:
        return None
    counts = np.zeros((len(seeds), len(idf)))
    for row, columns in enumerate(seeds):
        counts[row, list(columns)] = 1
    return tfidf(sp.csr_matrix(counts), idf)
