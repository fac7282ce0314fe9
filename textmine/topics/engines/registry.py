"""The registry of topic engines."""

from __future__ import annotations

from textmine.topics.engines.clusters import ClustersEngine
from textmine.topics.engines.consensus import Consensus
from textmine.topics.engines.engine import Engine
from textmine.topics.engines.lda import HdpEngine, LdaEngine
from textmine.topics.engines.nmf import NmfEngine
from textmine.topics.engines.smoothed import SmoothedNmfEngine
from textmine.topics.engines.tomotopy_engines import DmrEngine, GibbsLdaEngine
from textmine.topics.engines.topica_engines import BitermEngine, KeywordEngine, StructuralEngine

ENGINES: dict[str, Engine] = {
    "smoothed": SmoothedNmfEngine(),
    "nmf": NmfEngine(),
    "lda": LdaEngine(),
    "hdp": HdpEngine(),
    "gibbs-lda": GibbsLdaEngine(),
    "dmr": DmrEngine(),
    "stm": StructuralEngine(),
    "keyatm": KeywordEngine(),
    "btm": BitermEngine(),
    "clusters": ClustersEngine(),
}
"""Engine by the name that settings and the command line use: `EngineName` has each."""


def chosen_engine(name: str, consensus: int = 0) -> Engine:
    """Return an engine by name, or the consensus of so many of its fits."""
    engine = ENGINES[name]
    return Consensus(engine, consensus) if consensus else engine
