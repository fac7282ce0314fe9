"""Write a pseudonymised corpus and its key into the workspace, both or none."""

from __future__ import annotations

from pathlib import Path

from textmine.corpus import Corpus
from textmine.corpus.corpus import CORPUS_TOML, save_corpus
from textmine.errors import InputError
from textmine.privacy.key import Key, KeyedCorpus, write_key
from textmine.privacy.pseudonymising import Pseudonymised
from textmine.store import Workspace


def check_new_name(workspace: Workspace, name: str) -> None:
    """Raise InputError when there is a corpus of this name: none is ever overwritten."""
    if (workspace.folder("corpora", name) / CORPUS_TOML).exists():
        raise InputError(
            f"There is a corpus '{name}' already, and no corpus is overwritten.",
            hint="Give another --name.",
        )


def save_pseudonymised(
    workspace: Workspace, source: Corpus, made: Pseudonymised, key: Key, path: Path
) -> None:
    """Save the corpus with its key; the key is written first, for it alone undoes the corpus."""
    check_new_name(workspace, made.corpus.name)
    sha256 = source.info.files.get("documents.parquet", "")
    key.corpora[made.corpus.name] = KeyedCorpus(source.name, sha256, made.replaced)
    write_key(path, key)
    save_corpus(workspace, made.corpus)
