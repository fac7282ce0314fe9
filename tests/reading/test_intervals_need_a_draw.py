"""A draw that covers the corpus gives intervals; a draw of a part, or other units, do not."""

from __future__ import annotations

import pytest

from tests.made import WORDS, add_corpus, small_codebook, small_documents
from textmine.codebook import save_codebook
from textmine.coding import open_codings, open_draws
from textmine.schema import Coding


@pytest.fixture
def drawn(workspace, run_in, tmp_path):
    """Return a function that draws six documents, codes them and counts their codes."""
    rows, codes = small_documents(24, "abc")
    rows = [{**row, "half": str(place % 2)} for place, row in enumerate(rows)]
    add_corpus(workspace, "c", rows, tmp_path / "c.csv")
    book = small_codebook(tuple(WORDS))
    save_codebook(workspace, book)
    run = run_in(workspace.root)

    def count(sampled, *counted):
        ran = run("coding", "sample", "c", "--n", "6", *sampled)
        assert ran.code == 0, ran.err
        chosen = [one.document for one in open_draws(workspace).find("c").drawn]
        open_codings(workspace).append(
            [Coding("c", one, "subject", codes[one], "ann", codebook=book.name) for one in chosen]
        )
        ran = run("tabulate", "c", *counted, "-f", "json")
        assert ran.code == 0, ran.err
        return ran.rows, ran.err

    return count


def test_a_draw_of_the_whole_corpus(drawn):
    rows, said = drawn([], "--by", "half")
    assert all(row["low"] is not None for row in rows if row["column"] != "all" and row["n"] < 12)
    assert "all drawn with the same chance" in said


def test_interviews_and_people_were_not_drawn(drawn):
    rows, said = drawn([], "--count", "threads,authors")
    assert rows
    assert all(row["low"] is None for row in rows)
    assert "no thread or author was drawn by chance" in said


def test_a_draw_of_a_part_stands_for_that_part(drawn):
    rows, said = drawn(["--where", "half=0"])
    assert all(row["low"] is None for row in rows)
    assert "no draw could take 12 of the others" in said


def test_within_that_part_there_is_an_interval(drawn):
    rows, said = drawn(["--where", "half=0"], "--where", "half=0")
    assert all(row["low"] is not None for row in rows)
    assert "6 of 12 documents are coded" in said
