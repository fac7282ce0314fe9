"""Read documents and codings from files and data frames, without a workspace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.api.shared import in_python_words
from textmine.codebook import Codebook, find_codebook
from textmine.coding.codings import Codings
from textmine.coding.current import derived_codings
from textmine.coding.machine_tables import machine_sentences, refuse_machine_table
from textmine.coding.store import first_rounds
from textmine.coding.tables.importing import broken_rows
from textmine.coding.tables.laying_out import CodingRequest, lay_out, read_laid_out
from textmine.coding.tables.passage_words import with_places
from textmine.coding.tables.tool_exports import unpacked
from textmine.corpus import Corpus, RawTable, ReadOptions, read_raw, restored
from textmine.corpus.reading.frames import FRAME, table_of_frame
from textmine.corpus.reading.importing import documents_of, info_of, refuse_bad_documents
from textmine.errors import InputError, did_you_mean
from textmine.lazily import np, pd
from textmine.schema import FIELD_NAMES, ID, TEXT
from textmine.store import sha256_of_json

Texts = Any
"""Documents in any of the forms that `read` takes."""


@in_python_words
def read(
    documents: Texts,
    /,
    name: str = "",
    *,
    options: ReadOptions | None = None,
    date_order: str | None = None,
    keep_orphans: bool = False,
    cut_cycles: bool = False,
    keep_personal: Sequence[str] = (),
    skip_bad_rows: bool = False,
    **columns: str,
) -> Corpus:
    """Read documents from a file, a folder, a data frame, or a list or Series of texts.

    Columns are guessed as `textmine corpus import` does, unless `columns` name them
    (`text="comment"`, `thread_id="thread"`; "A+B" joins two, "-" leaves one out); a frame with the
    columns `id` and `text` is taken at its word. `name` is by default that of the file, for a frame
    one made of its content. The remarks of the corpus say what was guessed and left out. Raises
    BadRowsError naming every row that cannot be used, unless they are to be skipped.
    """
    for known in columns:
        if known not in FIELD_NAMES:
            hint = did_you_mean(known, FIELD_NAMES)
            raise TypeError(f"read() got an unexpected keyword argument '{known}'. {hint}")
    if isinstance(documents, (str, Path)):
        path = Path(documents)
        table = read_raw(path, options or ReadOptions())
    else:
        path, frame = Path(FRAME), _frame_of(documents)
        table = table_of_frame(frame)
        if frame is not documents:
            columns = {TEXT: TEXT} | columns
        elif {ID, TEXT} <= set(table.columns):
            columns = {
                column: column for column in FIELD_NAMES if column in table.columns
            } | columns
    reading = documents_of(
        table,
        path,
        options or ReadOptions(),
        columns,
        date_order,
        keep_orphans=keep_orphans,
        cut_cycles=cut_cycles,
        keep_personal=keep_personal,
    )
    refuse_bad_documents(reading, skip=skip_bad_rows)
    checked = reading.checked.documents
    if not name and path.name == FRAME:
        pairs = [list(pair) for pair in zip(checked[ID], checked[TEXT], strict=True)]
        name = f"frame-{sha256_of_json(pairs)[:8]}"
    name = name or re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._") or "corpus"
    skipped = (
        [f"left out: {problem}" for problem in reading.checked.problems] if skip_bad_rows else []
    )
    remarks = (*reading.checked.remarks, *skipped)
    return Corpus(name, checked, info_of(name, reading), remarks=remarks)


@in_python_words
def read_codes(
    codes: str | Path | pd.DataFrame,
    corpus: Texts,
    codebook: str | Codebook | None = None,
    *,
    document: str | None = None,
    coder: str | None = None,
    dimension: str | None = None,
    map: Sequence[str] = (),
    flags: Sequence[str] = (),
    spans: str | None = None,
    passage: str | None = None,
    blind: bool = False,
) -> Codings:
    """Read who coded what, as what, from a table: a row a coding, or a column a coder.

    `corpus` has the documents: a Corpus, or the data frame that one is read from. `codebook` is a
    codebook, the name of a built-in one or a TOML file; without one it is made of the codes found.
    The other parameters are the options of `textmine coding import`: columns for `document` and
    `dimension`, a column or a name for `coder`, COLUMN=DIMENSION in `map`, DIMENSION=COLUMN,COLUMN
    of yes and no in `flags`, START,END in `spans`, a column of words in `passage`, and in `blind`
    your statement that the coders had no machine's codes in view. Codes of derived dimensions
    follow. The remarks of the codings say how cells were read, and which rules of the codebook they
    break. Raises BadRowsError naming every row that does not fit corpus and codebook.
    """
    if isinstance(codes, (str, Path)):
        path = Path(codes)
        table = restored(read_raw(path))
    else:
        path, table = Path(FRAME), table_of_frame(codes)
    corpus = corpus_of(corpus)
    known = find_codebook(codebook) if isinstance(codebook, str) else codebook
    request = CodingRequest(
        path,
        corpus.name,
        known.name if known else "codes",
        create_codebook=known is None,
        document=document,
        coder=coder,
        dimension=dimension,
        mapped=tuple(map),
        flags=tuple(flags),
        spans=spans,
        passage=passage,
        blind=blind,
    )
    return codings_of_table(table, request, known, corpus)


def codings_of_table(
    table: RawTable, request: CodingRequest, known: Codebook | None, corpus: Corpus
) -> Codings:
    """Return the codings of a table, each coder's first round, with those that follow from them."""
    raw = unpacked(table)
    refuse_machine_table(raw, corpus.name)
    raw, request = with_places(raw, request, corpus)
    laid = lay_out(raw, request, known, corpus)
    cells, codings, remarks = read_laid_out(laid, request, corpus)
    first_codings = first_rounds(codings)
    items = (*first_codings, *derived_codings(first_codings, laid.codebook))
    later = len(codings) - len(first_codings)
    broken = broken_rows(cells, raw, laid.codebook, corpus)
    more = [
        *machine_sentences(codings, ()),
        *([f"{later:,} codings of later rounds are left out."] if later else []),
        *(f"A rule is broken: {row_problem}" for row_problem in broken),
    ]
    return Codings(items, laid.codebook, corpus, (*remarks, *more))


def need_codings(codings: object) -> None:
    """Raise InputError for what is no collection of codings."""
    if not isinstance(codings, Codings):
        raise InputError(
            f"Codings are what tm.read_codes returns. Got {type(codings).__name__} instead.",
            hint="Read them: tm.read_codes(TABLE, corpus).",
        )


def corpus_of(documents: Texts, like: dict[str, str] | None = None) -> Corpus:
    """Return what an estimator is given as a corpus; nothing is left out and the order stays.

    `like` says from which columns fields were read when the estimator was fitted. Replies to
    documents that are not there are kept: a part of a forum is no mistake.
    """
    if isinstance(documents, Corpus):
        return documents
    if isinstance(documents, str):
        raise InputError(
            "This is one text; a list of texts is needed.", hint="Give a list: [text]."
        )
    frame = _frame_of(documents)
    names = {str(name) for name in frame.columns}
    columns: dict[str, Any] = {TEXT: TEXT} if TEXT in names else {}
    if not {ID, TEXT} <= names:
        columns |= {k: v for k, v in (like or {}).items() if set(v.split("+")) <= names}
    return read(frame, keep_orphans=True, **columns)


def _frame_of(documents: Texts) -> pd.DataFrame:
    """Return a frame as it is, and texts in a row as the column `text` of one."""
    if isinstance(documents, pd.DataFrame):
        if not len(documents):
            raise InputError("The data frame has no rows.", hint="Give at least one document.")
        return documents
    if hasattr(documents, "tocsr"):
        raise InputError("Documents are texts. Got a sparse matrix of numbers instead.")
    if isinstance(documents, np.ndarray) and documents.ndim == 2 and documents.shape[1] == 1:
        documents = documents[:, 0]
    if not isinstance(documents, (pd.Series, np.ndarray, Sequence)) or np.ndim(documents) != 1:
        raise InputError(
            f"Documents are a Corpus, a data frame or texts in a row. Got "
            f"{type(documents).__name__}{_shape(documents)}.",
            hint="Read a file with tm.read(FILE).",
        )
    texts = list(documents)
    if not texts:
        raise InputError("There are no texts.", hint="Give at least one.")
    for index, text in enumerate(texts):
        if not isinstance(text, str) and not bool(pd.isna(text)):
            raise InputError(
                f"Texts are strings. Number {index}, counted from 0, is {text!r:.40}.",
                hint="Give the texts themselves.",
            )
    return pd.DataFrame({TEXT: pd.Series(texts, dtype="object")})


def _shape(documents: object) -> str:
    shape = getattr(documents, "shape", None)
    return f" of shape {shape}" if shape else ""
