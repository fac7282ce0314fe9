"""The registry of topic engines."""

from __future__ import annotations

from textmine.topics.engines.engine import Engine
from textmine.topics.engines.lda import LdaEngine
from textmine.topics.engines.nmf import NmfEngine

ENGINES: dict[str, Engine] = {"nmf": NmfEngine(), "lda": LdaEngine()}
"""Engine by the name that settings and the command line use."""
