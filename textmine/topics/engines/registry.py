"""The registry of topic engines."""

from textmine.topics.engines import optional
from textmine.topics.engines.consensus import consensus_of
from textmine.topics.engines.engine import Engine
from textmine.topics.engines.lda import fit_hdp, fit_lda, place_lda
from textmine.topics.engines.nmf import fit_nmf, place_nmf
from textmine.topics.engines.optional import fit_clusters, place_clusters
from textmine.topics.engines.smoothed import fit_smoothed, place_smoothed

_SEEDS, _LABELS, _VECTORS = frozenset({"seeds"}), frozenset({"labels"}), frozenset({"vectors"})

ENGINES: dict[str, Engine] = {
    "smoothed": Engine("smoothed NMF", fit_smoothed, place_smoothed, reads=_SEEDS, draws=False),
    "nmf": Engine("TF-IDF NMF (scikit-learn)", fit_nmf, place_nmf, reads=_SEEDS, draws=False),
    "lda": Engine("LDA (gensim)", fit_lda, place_lda),
    "hdp": Engine("HDP (gensim)", fit_hdp),
    "gibbs-lda": Engine("LDA (tomotopy)", optional.fit_gibbs_lda, reads=_SEEDS),
    "dmr": Engine(
        "DMR (tomotopy)", optional.fit_dmr, optional.place_dmr, reads=_LABELS, needs=_LABELS
    ),
    "stm": Engine("STM (topica)", optional.fit_stm, reads=_LABELS, needs=_LABELS),
    "keyatm": Engine("keyATM (topica)", optional.fit_keyatm, reads=_SEEDS, needs=_SEEDS),
    "btm": Engine("biterm topic model (topica)", optional.fit_btm),
    "clusters": Engine(
        "clusters of embeddings", fit_clusters, place_clusters, reads=_VECTORS, needs=_VECTORS
    ),
}
"""Engine by the name that settings and the command line use: `EngineName` has each."""


def chosen_engine(name: str, consensus: int = 0) -> Engine:
    """Return an engine by name, or the consensus of so many of its fits."""
    engine = ENGINES[name]
    return consensus_of(engine, consensus) if consensus else engine
