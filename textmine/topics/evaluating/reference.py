"""How coherent the words of topics are in the documents of another corpus."""

import math
from dataclasses import dataclass

import numpy as np

from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus
from textmine.store import Workspace
from textmine.topics.judging.coherence import document_npmi
from textmine.topics.placing import units_of
from textmine.topics.viewing import TopicsView


@dataclass(frozen=True)
class ReferenceCoherence:
    """NPMI of each topic's top words, by its id, in `n_units` documents; nan where undefined."""

    corpus: str
    n_units: int
    npmi: dict[str, float]

    @property
    def mean(self) -> float:
        """Mean over the topics for which it is defined, nan for none."""
        known = [score for score in self.npmi.values() if not math.isnan(score)]
        return float(np.mean(known)) if known else math.nan


def coherence_on(
    workspace: Workspace,
    view: TopicsView,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
) -> ReferenceCoherence:
    """Measure the coherence of topics on the documents of a corpus."""
    _, _, units = units_of(workspace, corpus, settings, progress)
    scores = document_npmi([topic.words for topic in view.topics], units)
    ids = (topic.id for topic in view.topics)
    return ReferenceCoherence(corpus.name, len(units), dict(zip(ids, scores, strict=True)))
