"""Codes of documents to look at: suggested before they are coded, suspect afterwards."""

from collections.abc import Sequence
from dataclasses import replace

from textmine.classify.review.suspects import DimensionSuspects, ModelSuspects, Suspect, WrongCodes
from textmine.classify.suggesting.suggesting import CodeSuggestions
from textmine.classify.suggesting.suggestion_sheets import suggestion_rows
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.corpus.duplicates.word_for_word import LONG
from textmine.present import Column, Section, Table, beginning, table_of


def suggestions_section(
    found: Sequence[CodeSuggestions], chosen: Corpus, codebook: Codebook, n: int
) -> Section:
    """Return the section with the n best codes of each document on each dimension."""
    title = f"Suggested codes of '{codebook.name}'"
    records = Table("suggestions", title, suggestion_rows(found, chosen, codebook, n))
    return Section(
        "suggestions", title, _suggestions_sentences(found, set(chosen.ids)), records=records
    )


def _suggestions_sentences(found: Sequence[CodeSuggestions], wanted: set[str]) -> list[str]:
    told = []
    for suggestions in found:
        if suggestions.by_name_alone:
            told.append(
                f"Ranked by name alone on {suggestions.dimension}, for the codebook says no more "
                f"of them: {', '.join(suggestions.by_name_alone)}."
            )
        like = zip(suggestions.documents, suggestions.likeness.max(axis=1), strict=True)
        nothing = sum(identity in wanted and best <= 0 for identity, best in like)
        if nothing:
            told.append(
                f"{nothing:,} documents are like no code of {suggestions.dimension}: nothing is "
                "suggested."
            )
    return told


_TRUSTED = 0.95
"""Where machine and coder agree less often, an estimate of wrong codes is mostly the machine's."""

_SHOWN = 160
"""Characters of a text in a table for people; files have it whole."""


def suspects_section(found: ModelSuspects, n: int) -> Section:
    """Return the section with the `n` most suspect codes of each dimension."""
    columns = suspect_columns(found)
    tables = []
    for part in found.dimensions:
        coder = found.coders.get(part.dimension) or "the coder"
        title = f"{part.dimension}: codes by {coder} to read again"
        tables.append(table_of(f"suspects_{part.dimension}", title, columns, part.suspects[:n]))
    title = "Hand codes to read again"
    listed = [suspect for part in found.dimensions for suspect in part.suspects[:n]]
    return Section(
        "suspects",
        title,
        _suspects_sentences(found, n),
        [replace(table, rows=()) for table in tables if table.rows],
        records=table_of("suspects", title, columns, listed),
    )


def suspect_columns(found: ModelSuspects) -> list[Column]:
    """Return the columns of a list of suspects."""

    def text(suspect: Suspect) -> str:
        return (found.texts or {}).get(suspect.document, "")

    return [
        Column("document", lambda row: row.document),
        Column("dimension", lambda row: row.dimension, people=False),
        Column("coder", lambda row: found.coders.get(row.dimension, ""), people=False),
        Column("coder's code", lambda row: row.by_coder, "coder"),
        Column("p", lambda row: round(row.coder_probability, 4), files=False),
        Column("machine's code", lambda row: row.by_machine, "machine"),
        Column("probability of coder's", lambda row: round(row.coder_probability, 4), people=False),
        Column(
            "probability of machine's", lambda row: round(row.machine_probability, 4), "p of it"
        ),
        Column("text", text, people=False),
        Column("text", lambda row: beginning(text(row), _SHOWN), files=False),
    ]


def _suspects_sentences(found: ModelSuspects, n: int) -> Sequence[str]:
    """Return how many are suspect and about how many wrong, and what the machine cannot doubt."""
    return [
        *(
            sentence
            for part in found.dimensions
            for sentence in _of_dimension(part, n, found.groups)
        ),
        *(
            [
                "The estimate takes the machine for right wherever it is sure. It is not: its own "
                "mistakes are in that number. Read the list, and do not quote the estimate."
            ]
            if any(part.agreeing < _TRUSTED for part in found.dimensions)
            else []
        ),
        *(sentence for part in found.dimensions for sentence in _not_doubted(part, found.groups)),
        *(
            ["Note: the training corpus is not here, so that there are no texts."]
            if found.texts is None
            else []
        ),
        "Nothing was changed: whoever coded them may be right.",
    ]


def _of_dimension(part: DimensionSuspects, n: int, group: str) -> list[str]:
    sentences = [
        f"{part.dimension}: {len(part.suspects):,} suspect codes, {min(n, len(part.suspects)):,} "
        f"shown; the machine agrees with the coder on {100 * part.agreeing:.0f} % of the "
        f"{part.n:,} documents."
    ]
    for wrong in part.parts:
        of = f"yes or no to '{wrong.code}'" if wrong.code else "hand codes"
        sentences.append(
            f"{part.dimension}: estimated wrong: {wrong.n_wrong:.0f} of {wrong.n:,} {of} "
            f"({_between(wrong, group)})."
        )
    return sentences


def _not_doubted(part: DimensionSuspects, group: str) -> list[str]:
    """Return which hand codes the machine cannot doubt: it has read the text, or was shown."""
    sentences = []
    if part.repeated:
        sentences.append(
            f"{part.dimension}: {part.repeated:,} documents have a text of {LONG} words or more "
            f"that stands word for word in another {group}: the machine had read it."
        )
    if part.shown:
        sentences.append(
            f"{part.dimension}: {part.shown:,} documents were coded with a model's suggestion in "
            "view, and are seldom suspect to one."
        )
    return sentences


def _between(wrong_codes: WrongCodes, group: str) -> str:
    interval = wrong_codes.interval
    if not interval.defined:
        return f"no interval: {interval.reason}"
    kind = group if interval.resampled == "clusters" else "document"
    return f"95 % interval {interval.low:.0f} to {interval.high:.0f}, over {interval.n:,} {kind}s"
