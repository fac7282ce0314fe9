"""What spoke for a code adds up to the difference that decided."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.classify import load_model
from textmine.classify.applying import apply_fully
from textmine.classify.trained.explaining import why_rows
from textmine.corpus import load_corpus


def explained(space, model="forum-model", corpus="forum-new", n_terms=10_000):
    loaded, whole = load_model(space, model), load_corpus(space, corpus)
    return loaded, apply_fully(space, loaded, whole, whole, n_terms=n_terms)


def test_the_terms_are_exact(trained):
    """Between two documents with the same pair of codes the sums differ as the log odds do."""
    model, applied = explained(trained)
    part = model.dimensions[0]
    said = applied.codes[part.dimension]
    assert not part.settled.calibration.curves
    offsets: dict[tuple[str, str], list[float]] = {}
    for one in applied.why:
        if one.dimension != part.dimension:
            continue
        row = said.documents.index(one.document)
        g, r = part.classes.index(one.code), part.classes.index(one.against)
        odds = np.log(said.probabilities[row, g]) - np.log(said.probabilities[row, r])
        total = sum(term.weight for term in one.terms) + one.others
        offsets.setdefault((one.code, one.against), []).append(odds - total)
    assert max(map(len, offsets.values())) > 3
    for found in offsets.values():
        assert np.ptp(found) == pytest.approx(0, abs=1e-6)


@pytest.mark.slow
def test_every_code_has_a_reason_and_the_rest_is_added_up(trained):
    _, few = explained(trained, n_terms=3)
    _, all_terms = explained(trained)
    assert len(few.why) == 2 * len(load_corpus(trained, "forum-new"))
    for one, full in zip(few.why, all_terms.why, strict=True):
        assert len(one.terms) <= 3
        assert (one.document, one.code) == (full.document, full.code)
        total = sum(term.weight for term in full.terms) + full.others
        assert sum(t.weight for t in one.terms) + one.others == pytest.approx(total)
    told = {term.what for one in all_terms.why for term in one.terms}
    assert any(what.endswith(" (end)") for what in told)
    assert not any("$" in what or "s>" in what for what in told)
    rows = why_rows(few.why)
    assert {row["kind"] for row in rows} >= {"all else", "words, one to three in a row"}


@pytest.mark.slow
def test_a_word_that_tells_the_code_is_named(small):
    from tests.made import WORDS, train_small

    train_small(small, "m", repeats=1)
    _, applied = explained(small, "m", "small", n_terms=8)
    known = set(WORDS["a"].split())
    reasons = [one for one in applied.why if one.code == "a"]
    named = [any(set(term.what.split()) & known for term in one.terms) for one in reasons]
    assert np.mean(named) > 0.9
