"""How documents are compared with codes: by meaning, by an encoder of one's choice, by words."""

from __future__ import annotations

from functools import partial

from textmine.classify.features.meaning import without_meaning
from textmine.classify.suggesting.suggesting import Embed
from textmine.config import Progress, silent
from textmine.nlp.encoders import MEANING, MINILM, choose_encoder, embed_texts
from textmine.spread import HERE, Where
from textmine.store import Workspace

WORDS = "none"
"""The name by which no encoder is asked for."""


def choose_embed(
    name: str | None,
    lang: str,
    workspace: Workspace | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> tuple[Embed | None, str]:
    """Return what turns texts into vectors, None for words alone, and a remark or "".

    Without a `name` texts are compared by meaning, where the core encoder reads the language. The
    vectors are made where `spread` says.
    """
    lacking = without_meaning([MEANING], lang) if name is None else ""
    if lacking or name == WORDS:
        return None, f"Note: {lacking}; words alone are compared." if lacking else ""
    encoder = choose_encoder({None: MEANING, "default": MINILM}.get(name, name or ""))
    embed = partial(
        embed_texts, encoder=encoder, workspace=workspace, progress=progress, spread=spread
    )
    return embed, ""
