"""Codes that a model gave are kept by content, and found again for a part of the documents."""

from __future__ import annotations

import pytest

from tests.made import copied, trained_root
from textmine.classify import load_model
from textmine.classify.coding_run import ROOM, keep_codes, kept_codes
from textmine.classify.machine_codes import MachineCodes
from textmine.corpus import load_corpus
from textmine.errors import InputError


@pytest.fixture
def space(tmp_path_factory, tmp_path):
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")


def said_of(model, corpus, place=0):
    """Return one and the same class for every document, on each dimension."""
    import numpy as np

    found = {}
    for part in model.dimensions:
        given = np.zeros((len(corpus), len(part.classes)), dtype=bool)
        given[:, place] = True
        found[part.dimension] = MachineCodes(
            part.dimension, part.labels, part.classes, tuple(corpus.ids), given * 1.0, given
        )
    return found


def refuse():
    raise InputError("The model was applied again.")


def test_kept_codes_are_found_for_a_part_and_not_for_other_texts(space):
    model, whole = load_model(space, "forum-model"), load_corpus(space, "forum")
    first = whole.select([place < 9 for place in range(len(whole))], ())
    more = whole.select([place < 12 for place in range(len(whole))], ())
    made = keep_codes(space, model, whole, said_of(model, first))
    part = first.select([place % 2 == 0 for place in range(len(first))], ())
    found = kept_codes(space, model, whole, part, refuse)
    assert found == {name: {one: given[one] for one in part.ids} for name, given in made.items()}
    with pytest.raises(InputError, match="applied again"):
        kept_codes(space, model, whole, more, refuse)
    other = load_corpus(space, "forum-new")
    with pytest.raises(InputError, match="applied again"):
        kept_codes(
            space, model, other, other.select([True] + [False] * (len(other) - 1), ()), refuse
        )
    assert len(list((space.scratch / ROOM).glob("*.json"))) == 1


def test_another_model_and_a_part_of_a_corpus_keep_nothing(space):
    model, whole = load_model(space, "forum-model"), load_corpus(space, "forum")
    keep_codes(space, model, whole, said_of(model, whole))
    from dataclasses import replace

    changed = replace(model, manifest=model.manifest.model_copy(update={"seed": 7}))
    with pytest.raises(InputError, match="applied again"):
        kept_codes(space, changed, whole, whole, refuse)
    codes = kept_codes(space, changed, whole, whole, lambda: said_of(model, whole, 1))
    for part in model.dimensions:
        assert set(codes[part.dimension].values()) == {frozenset([part.classes[1]])}
    kept = len(list((space.scratch / ROOM).glob("*.json")))
    half = replace(whole, where=("group=other",))
    assert kept_codes(space, model, half, whole, lambda: said_of(model, whole, 1)) == codes
    assert len(list((space.scratch / ROOM).glob("*.json"))) == kept
