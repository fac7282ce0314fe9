"""Write a pseudonymised corpus and its key into the workspace, both or none."""

from pathlib import Path

from textmine.corpus import Corpus
from textmine.corpus.saving import refuse_taken, same_documents, save_corpus
from textmine.errors import InputError
from textmine.lazily import pa
from textmine.privacy.key import Key, KeyedCorpus, write_key
from textmine.privacy.pseudonymising import Pseudonymised
from textmine.store import Workspace


def check_new_name(workspace: Workspace, source: str, name: str, *, replace: bool = False) -> None:
    """Raise InputError for the name of the source, TakenError for one of another corpus.

    With `replace` a corpus of that name may be there.
    """
    if name == source:
        raise InputError(
            f"The new corpus needs another name than '{name}': the old one stays.",
            hint="Give another --name.",
        )
    if not replace:
        refuse_taken(workspace, name)


def made_before(key: Key, source: Corpus, name: str) -> bool:
    """Whether the key knows a corpus of that name that was made of this very source."""
    known = key.corpora.get(name)
    return known is not None and (known.source, known.sha256) == (source.name, _sha256(source))


def save_pseudonymised(
    workspace: Workspace,
    source: Corpus,
    made: Pseudonymised,
    key: Key,
    path: Path,
    *,
    replace: bool = False,
) -> bool:
    """Save the corpus with its key, both or neither; return whether it was not there just so.

    What the key says of a corpus that is replaced stays in it, for that corpus can come back.
    Raises as `check_new_name` does where another corpus of that name is there.
    """
    name = made.corpus.name
    keyed = KeyedCorpus(source.name, _sha256(source), made.replaced)
    with workspace.whole():
        folder = workspace.folder("corpora", name)
        table = pa.Table.from_pandas(made.corpus.documents, preserve_index=False)
        if key.corpora.get(name) == keyed and same_documents(folder, table):
            return False
        check_new_name(workspace, source.name, name, replace=replace)
        if name in key.corpora:
            former = sum(known.startswith(f"{name} (former ") for known in key.corpora)
            key.corpora[f"{name} (former {former + 1})"] = key.corpora[name]
        key.corpora[name] = keyed
        write_key(path, key)
        save_corpus(workspace, made.corpus, replace=replace, reads=[f"corpora/{source.name}"])
    return True


def _sha256(source: Corpus) -> str:
    return source.info.digest
