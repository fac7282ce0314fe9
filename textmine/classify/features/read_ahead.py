"""Read the texts of a corpus, and make their vectors, on a cluster before they are asked for."""

from __future__ import annotations

from textmine.classify.features.meaning import blocks_to_read
from textmine.config import Progress, Settings
from textmine.corpus import Corpus
from textmine.nlp import prepare_texts
from textmine.nlp.encoders import MEANING, choose_encoder, embed_texts
from textmine.spread import Where
from textmine.store import Workspace


def read_ahead(
    workspace: Workspace, whole: Corpus, settings: Settings, spread: Where, progress: Progress
) -> None:
    """Keep in the workspace what training reads of texts; without a cluster there is no need."""
    if not spread.scheduler:
        return
    read = prepare_texts(whole.texts, settings.nlp, (), workspace, progress, spread)
    blocks, _ = blocks_to_read(settings.train, settings.nlp.lang)
    encoders = {"meaning": MEANING, "embeddings": settings.train.encoder}
    for block, name in encoders.items():
        if block in blocks:
            embed_texts(read.clean, choose_encoder(name), workspace, progress, spread)
