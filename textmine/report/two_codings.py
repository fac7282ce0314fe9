"""Two ways to code the same: two codebooks on one corpus, and sortings of the same codes."""

from collections.abc import Iterator, Sequence
from functools import partial

from textmine.present import Column, Section, Table, Value, number, table_of
from textmine.reading.displays.sortings import AlikeWithin, PairOfSortings, Sorting
from textmine.reading.displays.two_codebooks import CodesCrossed, TwoCodebooks
from textmine.report.wording import code_heading, headings
from textmine.stats.agreement.sortings import DisputedPair

_SIGNIFICANT = 0.05
_FEW = 4
"""Pairs of dimensions up to which a terminal has the table of each."""

_Pair = tuple[CodesCrossed, float]
_Cell = tuple[CodesCrossed, int, int]


def two_codebooks_section(found: TwoCodebooks, *, full: bool = False) -> Section:
    """Return the section: a row for each two dimensions, and a table of those that go together.

    Programs get a row a cell. `full` shows every table, however many there are.
    """
    pairs: list[_Pair] = list(zip(found.crossed, found.decisions.adjusted, strict=True))
    shown_pairs = found.crossed if full or len(pairs) <= _FEW else ()
    return Section(
        "two-codebooks",
        f"{found.first} by {found.second}: {found.corpus.name}",
        list(_codebooks_sentences(found, pairs, full=bool(shown_pairs))),
        [_summary(found, pairs), *map(_table, shown_pairs)],
        records=_records(found),
    )


def _codebooks_sentences(found: TwoCodebooks, pairs: list[_Pair], *, full: bool) -> Iterator[str]:
    together = [crossed for crossed, p in pairs if p <= _SIGNIFICANT]
    n = found.crossed[0].association.n_clusters
    yield (
        f"{len(together)} of {len(pairs)} pairs of dimensions go together by more than chance "
        f"(p <= .05 after {found.crossed[0].association.n_permutations:,} permutations of "
        f"{n:,} whole {found.clusters}s, adjusted for all pairs, Holm)."
    )
    for crossed, p in pairs:
        if p <= _SIGNIFICANT:
            yield (
                f"{crossed.rows.dimension} with {crossed.columns.dimension}: Cramér's V corrected "
                f"for chance {_corrected(crossed)} (95 %, resampled {found.clusters}s), p {p:.4f}."
            )
    if len(together) < len(pairs):
        yield "That others show no link is no proof that there is none."
    yield (
        "Only documents that were coded with both codebooks count. A document with several codes "
        "counts in equal parts for each in the test, and once in each cell of the tables."
    )
    if full:
        yield (
            "Cells have documents, and in brackets the distance from what is expected by chance in "
            "standard deviations over the permutations; * marks cells that stand out (p <= .05, "
            "adjusted for all cells of the table)."
        )


def _summary(books: TwoCodebooks, pairs: list[_Pair]) -> Table:
    columns = [
        Column(books.first, lambda row: row[0].rows.dimension),
        Column(books.second, lambda row: row[0].columns.dimension),
        Column("n", lambda row: row[0].association.n),
        Column("V", lambda row: Value(row[0].association.cramers_v, places=2)),
        Column("by chance", lambda row: Value(row[0].association.v_by_chance, places=2)),
        Column("corrected", lambda row: _corrected(row[0]), "V corrected [95 %]"),
        Column("p", lambda row: row[1], "p, all pairs"),
        Column("one_only", lambda row: row[0].n_one, "coded with one only"),
    ]
    title = f"{books.corpus.name}: dimensions of {books.first} by those of {books.second}"
    return table_of("two_codebooks", title, columns, pairs)


def _corrected(crossing: CodesCrossed) -> Value:
    interval = crossing.association.interval
    return Value(crossing.association.corrected_v, interval.low, interval.high, places=2)


def _table(crossing: CodesCrossed) -> Table:
    rows, columns = crossing.rows, crossing.columns

    def heading(row: int) -> str:
        return code_heading(rows.codes[row], rows.names.get(rows.codes[row], ""))

    heads = headings(
        ((code, columns.names.get(code, "")) for code in columns.codes), [rows.dimension]
    )
    shown = [
        Column(rows.dimension, heading),
        *(Column(head, partial(_told, crossing, index)) for index, head in enumerate(heads)),
    ]
    title = f"{rows.dimension} by {columns.dimension}, n = {crossing.association.n:,} documents"
    return table_of(
        f"{rows.dimension}_by_{columns.dimension}", title, shown, range(len(rows.codes))
    )


def _told(one: CodesCrossed, column: int, row: int) -> str:
    residual = one.association.residuals[row][column]
    n = f"{int(one.documents[row, column]):,}"
    if number(residual) is None:
        return n
    index = row * len(one.columns.codes) + column
    return f"{n} ({residual:+.1f}{'*' if one.association.adjusted.rejected[index] else ''})"


def _records(found: TwoCodebooks) -> Table:
    cells: list[_Cell] = [
        (crossed, row, column)
        for crossed in found.crossed
        for row in range(len(crossed.rows.codes))
        for column in range(len(crossed.columns.codes))
    ]
    columns = [
        Column("codebook", lambda cell: cell[0].rows.codebook),
        Column("dimension", lambda cell: cell[0].rows.dimension),
        Column("code", lambda cell: cell[0].rows.codes[cell[1]]),
        Column("other_codebook", lambda cell: cell[0].columns.codebook),
        Column("other_dimension", lambda cell: cell[0].columns.dimension),
        Column("other_code", lambda cell: cell[0].columns.codes[cell[2]]),
        Column("documents", lambda cell: int(cell[0].documents[cell[1], cell[2]])),
        Column("shares", lambda cell: cell[0].association.table[cell[1]][cell[2]]),
        Column("expected", lambda cell: cell[0].association.expected[cell[1]][cell[2]]),
        Column("residual", lambda cell: cell[0].association.residuals[cell[1]][cell[2]]),
        Column("p_adjusted", _adjusted),
        Column("n", lambda cell: cell[0].association.n),
    ]
    return table_of("codes_crossed", "Codes of both codebooks", columns, cells)


def _adjusted(cell: _Cell) -> float:
    crossing, row, column = cell
    return crossing.association.adjusted.adjusted[row * len(crossing.columns.codes) + column]


_MOST = 30


def sortings_section(pairs: Sequence[PairOfSortings], alike: Sequence[AlikeWithin] = ()) -> Section:
    """Return the section: agreement, disputed pairs, codes most in dispute, homogeneity."""
    disputed = _disputed(pairs)
    tables = [_agreement(pairs), _by_code(pairs), disputed]
    return Section(
        "sortings",
        "Sortings of the same codes",
        [*_sortings_sentences(pairs), *_said_alike(alike)],
        [table for table in (*tables, *([_alike(alike)] if alike else [])) if table.rows],
        records=disputed,
    )


def _sortings_sentences(pairs: Sequence[PairOfSortings]) -> Iterator[str]:
    for of_sortings in pairs:
        found = of_sortings.compared
        who = f"{of_sortings.first.who} and {of_sortings.second.who}"
        if found.reason:
            yield f"{who}: {found.reason}"
            continue
        agreed = found.together + found.apart
        yield (
            f"{who} agree on {agreed:,} of {found.n_pairs:,} pairs of {found.n_codes:,} codes: "
            f"adjusted Rand index {found.adjusted_rand:.2f} (1 the same, 0 as by chance), p "
            f"{found.p:.4f} of {found.n_permutations:,} random sortings into groups of the same "
            "sizes. Codes are no draw from others, so there is no interval."
        )
        if of_sortings.n_one:
            yield f"{of_sortings.n_one:,} codes are left out, which only one of them sorted."


def _agreement(pairs: Sequence[PairOfSortings]) -> Table:
    columns = [
        Column("first", lambda row: row.first.who),
        Column("second", lambda row: row.second.who),
        Column("codes", lambda row: row.compared.n_codes),
        Column("adjusted_rand", lambda row: Value(row.compared.adjusted_rand), "adjusted Rand"),
        Column("p", lambda row: row.compared.p),
        Column("together", lambda row: row.compared.together, "both"),
        Column("apart", lambda row: row.compared.apart, "neither"),
        Column("first_only", lambda row: row.compared.first_only, "first only"),
        Column("second_only", lambda row: row.compared.second_only, "second only"),
        Column("one_only", lambda row: row.n_one, people=False),
    ]
    title = "How far sortings agree: pairs of codes that both, neither or one of them put together"
    return table_of("sortings", title, columns, pairs)


def _by_code(pairs: Sequence[PairOfSortings]) -> Table:
    rows = [
        (of_sortings, code, n)
        for of_sortings in pairs
        for code, n in sorted(
            zip(of_sortings.codes, of_sortings.compared.disputed_by_code, strict=True),
            key=lambda pair: -pair[1],
        )
        if n
    ]
    columns = [
        Column("code", lambda row: row[1]),
        Column("first", lambda row: row[0].first.who),
        Column("theme_first", lambda row: row[0].first.themes[row[1]], "its theme"),
        Column("second", lambda row: row[0].second.who),
        Column("theme_second", lambda row: row[0].second.themes[row[1]], "its other theme"),
        Column("disputed", lambda row: row[2], "disputed pairs"),
    ]
    title = "Codes most in dispute, for the meeting"
    return table_of("codes_in_dispute", title, columns, rows, most=_MOST)


def _disputed(pairs: Sequence[PairOfSortings]) -> Table:
    rows = [(of_sortings, pair) for of_sortings in pairs for pair in of_sortings.compared.disputed]
    columns = [
        Column("first_code", lambda row: row[0].codes[row[1].first], "code"),
        Column("second_code", lambda row: row[0].codes[row[1].second], "and code"),
        Column("together_for", lambda row: _who(row, together=True), "together for"),
        Column("theme", lambda row: _themes(row, together=True), "in"),
        Column("apart_for", lambda row: _who(row, together=False), "apart for"),
        Column("themes", lambda row: _themes(row, together=False), "in the themes"),
    ]
    title = "Pairs of codes that one puts together and the other apart"
    return table_of("disputed_pairs", title, columns, rows, most=_MOST)


_Disputed = tuple[PairOfSortings, DisputedPair]


def _side(row: _Disputed, *, together: bool) -> Sorting:
    """Return the sorting that has the two codes together, or the one that has them apart."""
    pair, disputed = row
    sides = (pair.first, pair.second)
    return sides[disputed.together_in if together else 1 - disputed.together_in]


def _who(row: _Disputed, *, together: bool) -> str:
    return _side(row, together=together).who


def _themes(row: _Disputed, *, together: bool) -> str:
    pair, disputed = row
    themes = _side(row, together=together).themes
    codes = (pair.codes[disputed.first], pair.codes[disputed.second])
    return " and ".join(dict.fromkeys(themes[code] for code in codes))


def _said_alike(alike: Sequence[AlikeWithin]) -> Iterator[str]:
    for alike_within in alike:
        test = alike_within.found
        if test.reason:
            yield f"Themes of {alike_within.sorting.who}: {test.reason}"
            continue
        more = "are" if test.p <= _SIGNIFICANT else "are not shown to be"
        yield (
            f"The documents of codes {more} more alike within the themes of "
            f"{alike_within.sorting.who} than between them: mean cosine {test.within:.3f} "
            f"against {test.between:.3f}, p {test.p:.4f} ({test.n_codes} codes, "
            f"{alike_within.n_passages:,} documents; whole codes change themes by chance)."
        )


def _alike(alike: Sequence[AlikeWithin]) -> Table:
    rows = [
        (alike_within, theme, value)
        for alike_within in alike
        for theme, value in zip(alike_within.themes, alike_within.found.themes, strict=True)
    ]
    columns = [
        Column("sorting", lambda row: row[0].sorting.who),
        Column("theme", lambda row: row[1]),
        Column("within", lambda row: Value(row[2])),
        Column("all_within", lambda row: Value(row[0].found.within), "all within"),
        Column("between", lambda row: Value(row[0].found.between)),
        Column("p", lambda row: row[0].found.p, "p, all themes"),
    ]
    title = "How alike documents of different codes are within a theme (mean cosine)"
    return table_of("homogeneity", title, columns, rows)
