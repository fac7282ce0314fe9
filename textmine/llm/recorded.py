"""What a language model says as rows of a table and as codings of origin "machine"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from textmine.codebook import Codebook
from textmine.coding.agreement import reliability
from textmine.coding.code_matrix import matrices_of
from textmine.corpus import Corpus, group_kind
from textmine.llm.answer import WHY_TOLD, Said
from textmine.llm.prompt import Prompt
from textmine.schema import AUTHOR, THREAD_ID, Coding, now

_BETWEEN, _NONE = "; ", "-"


def codings_of(
    said: Iterable[Said], corpus: str, book: Codebook, prompts: Sequence[Prompt], coder: str
) -> list[Coding]:
    """Return what a model says as codings by `coder`; where it abstains there is none.

    Each has the prompt that it came from in its memo, and how many samples it rests on.
    """
    named = {prompt.dimension.id: prompt for prompt in prompts}
    return [
        Coding(
            corpus=corpus,
            document=one.document,
            dimension=one.dimension,
            code=code,
            coder=coder,
            origin="machine",
            codebook=book.name,
            codebook_version=book.version,
            model=coder.partition(":")[2],
            probability=None
            if code is None
            else round(one.of(code, named[one.dimension].dimension), 6),
            created_at=now(),
            memo=f"{named[one.dimension].named}; {one.n_answers} of {one.n_samples} answers used",
        )
        for one in said
        if one.codes is not None
        for code in one.codes or (None,)
    ]


def withdrawals(
    current: Iterable[Coding], said: Iterable[Said], coder: str, codebook: str
) -> list[Coding]:
    """Return what takes back the codes that a model gave before where it abstains now."""
    abstained = {(answer.document, answer.dimension) for answer in said if answer.codes is None}
    stood = {
        (coding.document, coding.dimension): coding
        for coding in current
        if (coding.coder, coding.codebook) == (coder, codebook)
    }
    return [
        replace(
            coding,
            code=None,
            probability=None,
            role="",
            withdrawn=True,
            created_at=now(),
            memo="asked again, the model abstains",
        )
        for key, coding in sorted(stood.items())
        if key in abstained
    ]


def said_rows(
    corpus: Corpus, book: Codebook, said: Sequence[Said], coder: str
) -> list[dict[str, Any]]:
    """Return a row a document: id, thread, author, then for each dimension code, name, probability.

    Where it has several codes, or found that none applies ("-"), one cell says so; where the model
    abstained the cell is empty, and the next column says why.
    """
    rows: dict[str, dict[str, Any]] = {
        identity: {"id": identity, "thread_id": thread, "author": author}
        for identity, thread, author in zip(
            corpus.ids, corpus.column(THREAD_ID), corpus.column(AUTHOR), strict=True
        )
    }
    for answer in said:
        rows[answer.document] |= _cells(book, answer)
    for row in rows.values():
        row["coded_by"] = coder
    return list(rows.values())


def _cells(book: Codebook, one: Said) -> dict[str, Any]:
    dimension = book.dimension(one.dimension)
    codes = one.codes or ()
    no_code = "" if one.codes is None else _NONE
    return {
        dimension.id: _BETWEEN.join(codes) or no_code,
        f"{dimension.id}_name": _BETWEEN.join(dimension.code(code).name for code in codes),
        f"{dimension.id}_probability": _BETWEEN.join(
            f"{one.of(code, dimension):.4f}" for code in codes
        ),
        f"{dimension.id}_answers": f"{one.n_answers}/{one.n_samples}",
        f"{dimension.id}_why": _BETWEEN.join(dict.fromkeys(WHY_TOLD[why] for why in one.why)),
    }


def repeat_agreement(
    repeats: Sequence[Sequence[Said]], book: Codebook, corpus: Corpus
) -> tuple[reliability.DimensionAgreement, ...]:
    """Return the agreement of repeats with each other, a dimension each; () for one repeat.

    Documents on which fewer than two repeats gave an answer take no part.
    """
    if len(repeats) < 2:
        return ()
    names = [f"repeat {number}" for number in range(1, len(repeats) + 1)]
    codings = [
        Coding(corpus.name, answer.document, answer.dimension, code, name, "machine")
        for name, answers in zip(names, repeats, strict=True)
        for answer in answers
        if answer.codes is not None
        for code in answer.codes or (None,)
    ]
    if not codings:
        return ()
    matrices = [
        code_matrix for code_matrix in matrices_of(codings, book, names) if not code_matrix.crossed
    ]
    clusters = reliability.thread_clusters(corpus, matrices)
    how = reliability.Resampling(clusters, kind=group_kind(corpus))
    return tuple(
        reliability.measure_agreement(matrix, how)
        for matrix in matrices
        if reliability.n_shared(matrix)
    )
