"""The registry of topic engines."""

from __future__ import annotations

from textmine.topics.engine import Engine
from textmine.topics.lda import LdaEngine
from textmine.topics.nmf import NmfEngine

ENGINES: dict[str, Engine] = {"nmf": NmfEngine(), "lda": LdaEngine()}
"""Engine by the name that settings and the command line use."""
