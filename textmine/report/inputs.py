"""What a report on a corpus is made from: the hashes that its manifest keeps."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.codebook import Codebook
from textmine.coding.digest import codebook_digest, corpus_codings_digest
from textmine.corpus import Corpus
from textmine.store import Manifest, Workspace, sha256_of_file
from textmine.store.manifest import manifest_digest
from textmine.topics.naming.themes import THEMES

MODELS = "models/"
"""Begins the names of the runs that a report comes from."""


def report_inputs(
    workspace: Workspace,
    corpus: Corpus,
    codebooks: Sequence[Codebook],
    models: Sequence[Manifest],
) -> dict[str, str]:
    """Return the hashes of a corpus, its codings, codebooks, models and their themes."""
    found = {f"corpora/{corpus.name}": corpus.info.digest}
    if codebooks:
        coded = corpus_codings_digest(workspace.codings_url, corpus.name)
        found[f"codings/{corpus.name}"] = coded
    found |= {f"codebooks/{book.name}": codebook_digest(book) for book in codebooks}
    for model in models:
        folder = workspace.folder("models", model.name)
        found[f"{MODELS}{model.name}"] = manifest_digest(folder)
        if (folder / THEMES).is_file():
            found[f"{MODELS}{model.name}/{THEMES}"] = sha256_of_file(folder / THEMES)
    return found
