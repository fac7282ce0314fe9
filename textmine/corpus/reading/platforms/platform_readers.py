"""The readers of consultation and survey platforms, in the order in which they are asked."""

from __future__ import annotations

from textmine.corpus.reading.platforms.decide_madrid import DECIDE_MADRID
from textmine.corpus.reading.platforms.decidim import DECIDIM
from textmine.corpus.reading.platforms.polis import POLIS
from textmine.corpus.reading.platforms.qualtrics import QUALTRICS
from textmine.corpus.reading.platforms.regulations_gov import REGULATIONS_GOV
from textmine.corpus.reading.reader import Reader

PLATFORM_READERS: tuple[Reader, ...] = (
    QUALTRICS,
    DECIDIM,
    DECIDE_MADRID,
    POLIS,
    REGULATIONS_GOV,
)
