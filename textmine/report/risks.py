"""What could still tell who somebody is: a row a check, then words and names one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textmine.present import Column, Section, table_of
from textmine.privacy import Risks

_NO_ATTRIBUTE = "No attribute with few values was found; name columns with --columns."
_LIMIT = "These are counts of this corpus, not chances; what others know cannot be counted here."


@dataclass(frozen=True)
class _Check:
    """How often something was found, of how many."""

    check: str
    what: str
    count: int
    of: int
    unit: str


def risks_section(corpus: str, risks: Risks, n: int) -> Section:
    """Return the section with the counts, and `n` own words and `n` leftovers."""
    columns = [
        Column("check", lambda one: one.check),
        Column("what", lambda one: one.what),
        Column("count", lambda one: one.count),
        Column("of", lambda one: one.of),
        Column("unit", lambda one: one.unit),
    ]
    title = f"{corpus}: what could tell who somebody is"
    table = table_of("reidentification", title, columns, _checks(risks, n))
    sentences = list(_sentences(risks, n))
    return Section("reidentification", "Re-identification", sentences, [table], records=table)


def _checks(risks: Risks, n: int) -> Iterator[_Check]:
    unit, texts = f"{risks.unit}s", risks.n_texts
    for combination in risks.combinations:
        what = " + ".join(combination.columns)
        yield _Check("alone with an attribute", what, combination.unique, combination.n, unit)
        yield _Check(
            f"fewer than {risks.k} share it", what, combination.below_k, combination.n, unit
        )
    if risks.n_authors:
        own, authors = risks.n_with_own_words, risks.n_authors
        yield _Check("words of their own", "three times or more", own, authors, "authors")
    yield _Check("found by a search", "eight words in a row", risks.searchable, texts, "texts")
    yield _Check("time of day of their own", "created_at", risks.timed, texts, "texts")
    for word in risks.own_words[:n]:
        yield _Check("word of one author", word.word, word.times, word.times, "uses")
    for left in risks.leftovers[:n]:
        yield _Check(f"left over: {left.kind}", left.text, left.documents, texts, "texts")


def _sentences(risks: Risks, n: int) -> Iterator[str]:
    if not risks.combinations:
        yield _NO_ATTRIBUTE
    alone = max((combination.unique for combination in risks.combinations), default=0)
    if alone:
        yield (
            f"Alone with their attributes: {alone:,} of {risks.combinations[-1].n:,} "
            f"{risks.unit}s. Who knows the attributes knows whose texts these are. Merge rare "
            "values, or drop a column."
        )
    if risks.searchable:
        yield (
            f"{risks.searchable:,} of {risks.n_texts:,} texts have eight words in a row that no "
            "other has. If the originals are public, a search finds them: do not quote word for "
            "word what you promised to hide."
        )
    for listed, what in ((risks.own_words, "words of one author"), (risks.leftovers, "leftovers")):
        if len(listed) > n:
            yield f"{len(listed):,} {what} in all, {n:,} shown; --n shows more."
    yield _LIMIT
