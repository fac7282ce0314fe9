"""A corpus of what people added to the texts they copied."""

from collections.abc import Sequence

from textmine.corpus.corpus import Corpus, CorpusInfo
from textmine.corpus.duplicates.edits import ADDED, Edit
from textmine.corpus.duplicates.marking import DUPLICATE_GROUP
from textmine.corpus.saving import count_documents
from textmine.errors import InputError
from textmine.lazily import pa, pd
from textmine.schema import ID, META, PARENT_ID, POSITION, TEXT, THREAD_ID, TITLE

FEWEST_WORDS = 5


def added_passages(corpus: Corpus, edits: Sequence[Edit], name: str) -> Corpus:
    """Return a new corpus of the additions of five words or more, in the order of the corpus.

    Each has the columns of its document (author, date, thread, …), the document's id under
    meta.document, and its start and end there (code points, end exclusive) under meta.start and
    meta.end. The passages of a document without a thread make a thread of its own. Its parent, a
    document of the other corpus, is under meta.parent_id. Raises InputError where there is none.
    """
    chosen = [edit for edit in edits if edit.kind == ADDED and edit.words >= FEWEST_WORDS]
    if not chosen:
        raise InputError(
            f"Nobody added {FEWEST_WORDS} words or more to a text of '{corpus.name}'.",
            hint="--edits FILE.csv lists what changed.",
        )
    chosen.sort(key=lambda edit: (edit.document, edit.start))
    left_out = [c for c in corpus.documents if str(c).startswith(META + "duplicate_")]
    documents = corpus.documents.drop(columns=left_out)
    documents = documents.iloc[[edit.document for edit in chosen]].reset_index(drop=True)
    own = documents[ID].astype(str)
    documents[META + "document"] = own
    documents[THREAD_ID] = documents[THREAD_ID].fillna(own) if THREAD_ID in documents else own
    if PARENT_ID in documents:
        documents[META + "parent_id"] = documents.pop(PARENT_ID)
    documents[ID] = [
        f"{identity}:{edit.start}-{edit.end}" for identity, edit in zip(own, chosen, strict=True)
    ]
    documents[TEXT] = [edit.text for edit in chosen]
    documents[POSITION] = documents.groupby(THREAD_ID).cumcount()
    documents[META + "start"] = pd.array([edit.start for edit in chosen], dtype="Int64")
    documents[META + "end"] = pd.array([edit.end for edit in chosen], dtype="Int64")
    documents[DUPLICATE_GROUP] = pd.array([edit.group for edit in chosen], dtype="Int64")
    counts = count_documents(pa.Table.from_pandas(documents, preserve_index=False))
    return Corpus(name, documents, _info(corpus, name, counts))


def _info(corpus: Corpus, name: str, counts: dict[str, int | str]) -> CorpusInfo:
    source = {"corpus": corpus.name, "passages": "what was added to copied texts"}
    sha256 = corpus.info.digest
    if sha256:
        source["sha256"] = sha256
    described = f"{corpus.info.description} (what was added to copied texts)".strip()
    columns = {key: raw for key, raw in corpus.info.columns.items() if key not in (TEXT, TITLE)}
    return CorpusInfo(
        name=name,
        description=described,
        licence=corpus.info.licence,
        synthetic=corpus.info.synthetic,
        source=source,
        columns=columns,
        counts=counts,
    )
