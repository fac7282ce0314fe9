"""Which rules of the codebook are broken in a cell of a display."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from textmine.codebook import Codebook
from textmine.codebook.rules import dimensions_of, speaks_of
from textmine.coding import Codings
from textmine.coding.rule_check import RuleBreak, attributes_of, breaks_in
from textmine.corpus import Corpus
from textmine.reading.coded_units import Span
from textmine.reading.displays.matrix import BrokenHere
from textmine.reading.displays.sides import Place

Breaks = Mapping[int, Sequence[RuleBreak]]
"""The broken rules of each row of the corpus."""


def breaks_by_row(codings: Codings, corpus: Corpus) -> Breaks:
    """Return the rules that the codes of each document break, none where there are no rules."""
    book = codings.codebook
    breaks: defaultdict[int, list[RuleBreak]] = defaultdict(list)
    if book.rules:
        row_of = {identity: row for row, identity in enumerate(corpus.ids)}
        checked = dimensions_checked(book)
        mine = [coding for coding in codings if coding.dimension in checked]
        for rule_break in breaks_in(mine, book, attributes_of(corpus, book)):
            breaks[row_of[rule_break.document]].append(rule_break)
    return breaks


def broken_in(
    codings: Codings,
    ids: Sequence[str],
    breaks: Breaks,
    places: Iterable[Place],
    codes: Mapping[str, str],
) -> tuple[BrokenHere, ...]:
    """Return the rules that passages of a cell break by its codes (dimension -> code).

    `ids` (n_documents,) are those of the corpus.
    A rule counts where it speaks of both codes of the cell, or of no dimension but that of the
    cell: one that other codes of the same passage break stands in their cells.
    """
    book = codings.codebook
    about: dict[int, bool] = {}
    documents_by_rule: defaultdict[int, dict[str, None]] = defaultdict(dict)
    sentences: dict[int, str] = {}
    for row, span in places:
        for rule_break in breaks.get(row, ()):
            if rule_break.rule not in about:
                rule = book.rules[rule_break.rule - 1]
                named = dimensions_of(rule)
                shared = named & codes.keys()
                inside = named <= codes.keys() or shared == codes.keys()
                about[rule_break.rule] = (
                    bool(shared)
                    and inside
                    and all(speaks_of(book, rule, name, codes[name]) for name in shared)
                )
            if about[rule_break.rule] and _meet(span, rule_break):
                documents_by_rule[rule_break.rule][ids[row]] = None
                sentences.setdefault(rule_break.rule, rule_break.sentence)
    return tuple(
        BrokenHere(rule, book.rules[rule - 1].reason, tuple(documents_by_rule[rule]))
        for rule in sorted(documents_by_rule)
    )


def dimensions_checked(book: Codebook) -> set[str]:
    """Return the dimensions that rules speak of, and those that they follow from."""
    named = {name for rule in book.rules for name in dimensions_of(rule)}
    return named | {book.dimension(name).derived_from for name in named} - {""}


def _meet(span: Span, broken: RuleBreak) -> bool:
    if span is None or broken.start is None or broken.end is None:
        return True
    return broken.start < span[1] and broken.end > span[0]
