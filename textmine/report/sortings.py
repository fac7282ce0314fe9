"""Sortings of the same codes: how far they agree, and which pairs the meeting has to settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.present import Column, Section, Table, Value, table_of
from textmine.reading.displays.sortings import AlikeWithin, PairOfSortings, Sorting
from textmine.stats.agreement.sortings import DisputedPair

_MOST = 30
_SIGNIFICANT = 0.05


def sortings_section(pairs: Sequence[PairOfSortings], alike: Sequence[AlikeWithin] = ()) -> Section:
    """Return the section: agreement, disputed pairs, codes most in dispute, homogeneity."""
    disputed = _disputed(pairs)
    tables = [_agreement(pairs), _by_code(pairs), disputed]
    return Section(
        "sortings",
        "Sortings of the same codes",
        [*_sentences(pairs), *_said_alike(alike)],
        [table for table in (*tables, *([_alike(alike)] if alike else [])) if table.rows],
        records=disputed,
    )


def _sentences(pairs: Sequence[PairOfSortings]) -> Iterator[str]:
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
        Column("first", lambda one: one.first.who),
        Column("second", lambda one: one.second.who),
        Column("codes", lambda one: one.compared.n_codes),
        Column("adjusted_rand", lambda one: Value(one.compared.adjusted_rand), "adjusted Rand"),
        Column("p", lambda one: one.compared.p),
        Column("together", lambda one: one.compared.together, "both"),
        Column("apart", lambda one: one.compared.apart, "neither"),
        Column("first_only", lambda one: one.compared.first_only, "first only"),
        Column("second_only", lambda one: one.compared.second_only, "second only"),
        Column("one_only", lambda one: one.n_one, people=False),
    ]
    title = "How far sortings agree: pairs of codes that both, neither or one of them put together"
    return table_of("sortings", title, columns, pairs)


def _by_code(pairs: Sequence[PairOfSortings]) -> Table:
    rows = [
        (of_sortings, code, n)
        for of_sortings in pairs
        for code, n in sorted(
            zip(of_sortings.codes, of_sortings.compared.disputed_by_code, strict=True),
            key=lambda each: -each[1],
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
        found = alike_within.found
        if found.reason:
            yield f"Themes of {alike_within.sorting.who}: {found.reason}"
            continue
        more = "are" if found.p <= _SIGNIFICANT else "are not shown to be"
        yield (
            f"The documents of codes {more} more alike within the themes of "
            f"{alike_within.sorting.who} than between them: mean cosine {found.within:.3f} "
            f"against {found.between:.3f}, p {found.p:.4f} ({found.n_codes} codes, "
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
