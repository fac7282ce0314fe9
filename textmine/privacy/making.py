"""Write a pseudonymised corpus and its key into the workspace, both or none."""

from __future__ import annotations

from pathlib import Path

from textmine.corpus import Corpus
from textmine.corpus.corpus import refuse_taken, save_corpus
from textmine.errors import InputError
from textmine.privacy.key import Key, KeyedCorpus, write_key
from textmine.privacy.pseudonymising import Pseudonymised
from textmine.store import Workspace


def check_new_name(workspace: Workspace, source: str, name: str, *, replace: bool = False) -> None:
    """Raise InputError for the name of the source, TakenError for one of another corpus.

    With `replace` a corpus of that name may be there.
    """
    if name == source:
        raise InputError(
            f"The new corpus cannot be called '{name}' as the old one is, which stays.",
            hint="Give another --name.",
        )
    if not replace:
        refuse_taken(workspace, name)


def save_pseudonymised(
    workspace: Workspace,
    source: Corpus,
    made: Pseudonymised,
    key: Key,
    path: Path,
    *,
    replace: bool = False,
) -> None:
    """Save the corpus with its key; the key is written first, for it alone undoes the corpus.

    What the key says of a corpus that is replaced stays in it, for that corpus can come back.
    """
    name = made.corpus.name
    check_new_name(workspace, source.name, name, replace=replace)
    sha256 = source.info.files.get("documents.parquet", "")
    if name in key.corpora:
        former = sum(known.startswith(f"{name} (former ") for known in key.corpora)
        key.corpora[f"{name} (former {former + 1})"] = key.corpora[name]
    key.corpora[name] = KeyedCorpus(source.name, sha256, made.replaced)
    write_key(path, key)
    save_corpus(workspace, made.corpus, replace=replace, reads=[f"corpora/{source.name}"])
