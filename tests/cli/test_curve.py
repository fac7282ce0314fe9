"""textmine curve."""

from __future__ import annotations

import pytest

from tests.made import add_corpus, small_codebook, small_documents


@pytest.mark.slow
def test_it_draws_the_curves(in_trained, tmp_path):
    figure = tmp_path / "curve.svg"
    ran = in_trained("curve", "forum", "--dimension", "goal_orientation", "--repeats", "3",
                     "--figure", str(figure))  # fmt: skip
    assert ran.code == 0
    assert figure.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_json_holds_every_point(in_trained):
    ran = in_trained("curve", "forum", "--repeats", "3", "-f", "json",
                     "--dimension", "knowledge_domain")  # fmt: skip
    rows = ran.rows
    assert len(rows) == 2 * 6
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)


def test_too_few_documents_are_refused(in_trained, trained, tmp_path):
    rows, codes = small_documents(24, "ab")
    add_corpus(trained, "few", rows, tmp_path / "few.csv")
    from textmine.codebook import save_codebook
    from textmine.coding import open_codings
    from textmine.schema import Coding

    book = small_codebook("ab")
    save_codebook(trained, book)
    open_codings(trained).append(
        [Coding("few", d, "subject", c, "ann", codebook=book.name) for d, c in codes.items()]
    )
    ran = in_trained("curve", "few")
    assert ran.code == 1
    assert "too few for a curve, which needs 40" in ran.err
