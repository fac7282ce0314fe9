"""Counting the copies of one text once."""

from __future__ import annotations

import pytest

from tests.corpus.duplicates.marked import corpus_duplicates, with_duplicates
from tests.corpus.duplicates.test_edits import _corpus
from tests.corpus.duplicates.test_grouping import LETTER, OWN
from textmine.codebook import find_codebook
from textmine.coding import Codings, final_codes, one_per_group
from textmine.reading.counting.tabulation import tabulate_codes
from textmine.report.code_counts import reading_of
from textmine.schema import Coding

BOOK = find_codebook("ling-martins-2015")
TEXTS = [LETTER, "Else.", LETTER.upper(), LETTER + " Yes", f"{OWN} {OWN} {LETTER}"]


@pytest.fixture
def corpus():
    plain = _corpus(TEXTS)
    return with_duplicates(plain, corpus_duplicates(plain))


def test_a_group_counts_once_and_a_document_that_quotes_for_itself(corpus):
    rows, columns = BOOK.product.rows, BOOK.product.columns
    row, column = BOOK.dimension(rows).code_ids[0], BOOK.dimension(columns).code_ids
    codings = [
        Coding("c", document, dimension, code, "anna")
        for document, second in zip(("m0", "m1", "m2", "m3", "m4"), (0, 0, 0, 1, 0), strict=True)
        for dimension, code in ((rows, row), (columns, column[second]))
    ]
    counted = one_per_group(final_codes(codings, "anna"), corpus)
    assert (counted.n_corpus, counted.n_coded, counted.n_groups, counted.n_differ) == (3, 5, 3, 1)
    assert _documents(counted.final) == {"m0", "m1", "m4"}
    narrowed = counted.narrowed(Codings(tuple(codings), BOOK, corpus).by("anna"))
    table = tabulate_codes(narrowed, n_corpus=counted.n_corpus, per_group=True)
    assert (table.n, table.cells[row, column[0]].count) == (3, 3)
    assert "copies of one text counted once: a census" in reading_of(table)


def test_the_copy_with_codes_on_most_dimensions_stands_and_a_part_has_no_interval(corpus):
    rows, columns = BOOK.product.rows, BOOK.product.columns
    row, column = BOOK.dimension(rows).code_ids[0], BOOK.dimension(columns).code_ids[0]
    codings = [
        Coding("c", "m0", rows, row, "anna"),
        Coding("c", "m2", rows, row, "anna"),
        Coding("c", "m2", columns, column, "anna"),
        Coding("c", "m1", rows, row, "ben"),
    ]
    counted = one_per_group(final_codes(codings, "anna"), corpus)
    assert _documents(counted.final) == {"m2"}
    narrowed = counted.narrowed(Codings(tuple(codings), BOOK, corpus).by("anna"))
    table = tabulate_codes(narrowed, n_corpus=counted.n_corpus, per_group=True)
    assert table.n == 1
    assert table.row_totals[row].interval is None
    assert "likelier to be drawn" in reading_of(table)


def _documents(final):
    return {document for part in final.parts.values() for document in part.codes}
