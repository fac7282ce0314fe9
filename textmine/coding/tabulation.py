"""Table 1: how many documents got each combination of two codes, with margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.stats import Interval, wilson_interval

_EQUAL = 1e-9


@dataclass(frozen=True)
class Share:
    """A count out of n; the interval is Wilson's, and None where all documents were coded."""

    count: int
    n: int
    interval: Interval | None

    @property
    def percent(self) -> float:
        """The count in per cent of n."""
        return 100 * self.count / self.n


@dataclass(frozen=True)
class Tabulation:
    """Counts of one coder's codes: rows by columns (or one dimension alone), with margins.

    `n` documents have the codes, of `n_corpus` in the corpus; `incomplete` have one side only, and
    `several` have more than one code of a dimension, so that the counts add up to more than n.
    `chances` are the lowest and the highest with which the documents were drawn, where they differ:
    then the counts are those of the sample, and no estimate of shares in the corpus. So they are
    where the chance of `n_unknown` documents is not known and that of others is: a model chose
    them, or somebody did.
    `per_group` says that n and n_corpus count the copies of one text once; unless all are coded,
    no interval applies, because a text with many copies is likelier to be drawn.
    `census` says that every document of the corpus is coded, so that no sampling interval applies.
    """

    coder: str
    origin: str
    rows: str
    columns: str | None
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    cells: dict[tuple[str, str], Share]
    row_totals: dict[str, Share]
    column_totals: dict[str, Share]
    n: int
    n_corpus: int
    incomplete: int
    cell_names: dict[str, str]
    several: int = 0
    chances: tuple[float, float] | None = None
    n_unknown: int = 0
    per_group: bool = False

    @property
    def census(self) -> bool:
        """Whether every document of the corpus is in the table."""
        return self.n == self.n_corpus


def tabulate_codes(
    codings: Sequence[Coding],
    codebook: Codebook,
    n_corpus: int,
    coder: str | None = None,
    dimension: str | None = None,
    *,
    per_group: bool = False,
) -> Tabulation:
    """Count the codes of one coder on the codebook's product, or on one dimension.

    Without `coder`, the adjudicated codes are taken, else those of the only coder. Raises
    InputError when there are several coders to choose from, or no codes.
    """
    chosen = choose_coder(codings, coder)
    mine = [coding for coding in codings if coding.coder == chosen]
    said = _said(mine)
    product = codebook.product if dimension is None else None
    if dimension is None and product is None:
        coded = [d.id for d in codebook.dimensions if d.id in said]
        dimension = (coded or [codebook.dimensions[0].id])[0]
    row_side = codebook.dimension(product.rows if product else dimension or "")
    rows = said.get(row_side.id, {})
    columns = said.get(product.columns, {}) if product else {document: {""} for document in rows}
    both = sorted(rows.keys() & columns.keys())
    if not both:
        raise InputError(
            f"No document has codes by {chosen} on {row_side.id}"
            + (f" and {product.columns}." if product else "."),
            hint="Import them with 'textmine coding import'.",
        )
    column_codes = codebook.dimension(product.columns).code_ids if product else [""]
    n = len(both)
    human = all(coding.origin != "machine" for coding in mine)
    chances, n_unknown = _unequal_chances(mine, set(both)), _without_chance(mine, set(both))
    random = not chances and not n_unknown and not per_group

    def share(count: int) -> Share:
        interval = wilson_interval(count, n) if human and random and n < n_corpus else None
        return Share(count, n, interval)

    def counted(row: str | None, column: str | None) -> Share:
        """Count the documents with a code of the rows, of the columns, or of both."""
        return share(
            sum(
                (row is None or row in rows[document])
                and (column is None or column in columns[document])
                for document in both
            )
        )

    return Tabulation(
        coder=chosen,
        origin=mine[0].origin,
        rows=row_side.id,
        columns=product.columns if product else None,
        row_codes=tuple(row_side.code_ids),
        column_codes=tuple(column_codes),
        cells={
            (row, column): counted(row, column)
            for row in row_side.code_ids
            for column in column_codes
        },
        row_totals={row: counted(row, None) for row in row_side.code_ids},
        column_totals={column: counted(None, column) for column in column_codes},
        n=n,
        n_corpus=n_corpus,
        incomplete=len(rows.keys() ^ columns.keys()),
        cell_names=dict(product.cells)
        if product
        else {code.id: code.name for code in row_side.codes if code.given},
        several=sum(max(len(rows[document]), len(columns[document])) > 1 for document in both),
        chances=chances,
        n_unknown=n_unknown,
        per_group=per_group,
    )


def _unequal_chances(codings: Sequence[Coding], documents: set[str]) -> tuple[float, float] | None:
    """Return the range of the chances to be drawn, None where they are equal or not known."""
    drawn = [
        coding.sampling_probability
        for coding in codings
        if coding.document in documents and coding.sampling_probability is not None
    ]
    if not drawn or max(drawn) - min(drawn) < _EQUAL:
        return None
    return min(drawn), max(drawn)


def _without_chance(codings: Sequence[Coding], documents: set[str]) -> int:
    """Count documents whose chance is not known, 0 where nobody's is."""
    mine = [coding for coding in codings if coding.document in documents]
    known = {coding.document for coding in mine if coding.sampling_probability is not None}
    return len({coding.document for coding in mine} - known) if known else 0


def _said(codings: Sequence[Coding]) -> dict[str, dict[str, set[str]]]:
    """Return dimension -> document -> codes, none where the coder found that none applies."""
    said: dict[str, dict[str, set[str]]] = {}
    for coding in codings:
        given = said.setdefault(coding.dimension, {}).setdefault(coding.document, set())
        given |= {coding.code} if coding.code is not None else set()
    return said


def choose_coder(codings: Sequence[Coding], coder: str | None) -> str:
    """Return the coder whose codes stand: the one named, the adjudicated, or the only one."""
    names = sorted({coding.coder for coding in codings})
    if not names:
        raise InputError(
            "This corpus has no codings.", hint="Import them with 'textmine coding import'."
        )
    if coder is not None:
        if coder not in names:
            raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, names))
        return coder
    settled = sorted({coding.coder for coding in codings if coding.origin == "adjudicated"})
    human = sorted({coding.coder for coding in codings if coding.origin == "human"})
    for candidates in (settled, human):
        if len(candidates) == 1:
            return candidates[0]
    raise InputError(
        f"Several coders coded this corpus: {', '.join(names)}.", hint="Say whose: --coder NAME."
    )


def the_codebook(codings: Sequence[Coding]) -> str:
    """Return the name of the codebook these codings were made with; raise InputError if several."""
    human = {coding.codebook for coding in codings if coding.origin != "machine"}
    names = sorted(human or {coding.codebook for coding in codings})
    if len(names) == 1:
        return names[0]
    if not names:
        raise InputError(
            "This corpus has no codings.", hint="Import them with 'textmine coding import'."
        )
    raise InputError(
        f"This corpus was coded with several codebooks: {', '.join(names)}.",
        hint="Say which: --codebook NAME.",
    )
