from __future__ import annotations

import numpy as np
import pytest

from tests.made import add_corpus, quick_workspace, small_documents
from textmine.classify.suggesting.suggesting import suggest_codes
from textmine.classify.suggesting.suggestion_sheets import suggestion_columns, suggestion_rows
from textmine.codebook import Code, Codebook, Dimension, find_codebook
from textmine.coding.suggested import machine_header
from textmine.config import NlpSettings
from textmine.corpus import load_corpus
from textmine.errors import InputError

FAST = NlpSettings(profile="fast")


def book_of(*codes, labels="single"):
    dimension = Dimension(id="subject", name="Subject", labels=labels, codes=codes)
    return Codebook(name="guide", version=3, dimensions=(dimension,))


ROOMS = Code(id="a", name="rooms", definition="Rent, studios and the floor space one leases.")
TRAVEL = Code(id="b", name="travel", include="Trains, the bus, tickets, a platform.")
ART = Code(id="c", name="art", examples=("We hang a canvas in the gallery.", "A portrait sketch."))
BOOK = book_of(ROOMS, TRAVEL, ART)


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    base = tmp_path_factory.mktemp("suggest")
    space = quick_workspace(base / "ws")
    rows, _ = small_documents(60, "abc")
    add_corpus(space, "small", rows, base / "small.csv")
    return space


@pytest.fixture(scope="module")
def corpus(space):
    return load_corpus(space, "small")


@pytest.fixture(scope="module")
def truth():
    return small_documents(60, "abc")[1]


def test_the_first_suggestion_is_right_far_more_often_than_chance(space, corpus, truth):
    (found,) = suggest_codes(corpus, BOOK, FAST, space)
    assert found.likeness.shape == (60, 3)
    assert ((found.likeness >= 0) & (found.likeness <= 1)).all()
    first = [best[0][0] if best else "" for best in found.ranked(1)]
    right = [code == truth[name] for name, code in zip(found.documents, first, strict=True)]
    assert np.mean(right) > 0.6
    assert found.by_name_alone == ()


def test_ranked_is_best_first_and_nothing_without_a_shared_word(space, corpus):
    (found,) = suggest_codes(corpus, BOOK, FAST, space)
    for best in found.ranked(3):
        figures = [figure for _, figure in best]
        assert figures == sorted(figures, reverse=True)
        assert all(figure > 0 for figure in figures)
    assert all(len(best) <= 1 for best in found.ranked(1))


def test_a_document_like_no_code_gets_no_suggestion(space, corpus):
    far = book_of(
        Code(id="a", name="xylo", definition="quartz"),
        Code(id="b", name="zinc", definition="fjord"),
    )
    (found,) = suggest_codes(corpus, far, FAST, space)
    assert found.ranked(2) == [[]] * 60


def test_codes_with_only_a_name_are_named(space, corpus):
    (found,) = suggest_codes(corpus, book_of(ROOMS, Code(id="b", name="train")), FAST, space)
    assert found.by_name_alone == ("b",)
    assert found.likeness[:, 1].max() > 0


def test_a_codebook_of_names_is_refused(space, corpus):
    with pytest.raises(InputError, match="has names and nothing else") as caught:
        suggest_codes(
            corpus, book_of(Code(id="a", name="rent"), Code(id="b", name="bus")), FAST, space
        )
    assert "textmine codebook change redefine" in caught.value.hint


def test_only_codes_that_can_be_given(space, corpus):
    heading = Code(id="h", name="bus", definition="Bus, train and ticket.", codable=False)
    (found,) = suggest_codes(corpus, book_of(heading, ROOMS, ART), FAST, space)
    assert found.classes == ("a", "c")


def test_derived_dimensions_are_not_suggested(space, corpus):
    found = suggest_codes(corpus, find_codebook("martins-ling-2017", space), FAST, space)
    assert [(one.dimension, one.labels) for one in found] == [("theme", "multi")]


def test_embeddings_are_the_other_half_of_the_likeness(space, corpus, truth):
    asked = []

    def embed(texts):
        """A made-up encoder: one direction a subject, found by the first letter of a code."""
        asked.extend(texts)
        vectors = np.zeros((len(texts), 3))
        codes = [*(truth[name] for name in corpus.ids), *"aabbccc"]
        for row, code in enumerate(codes):
            vectors[row, "abc".index(code)] = 1
        return vectors

    plain = suggest_codes(corpus, BOOK, FAST, space)[0].likeness
    (found,) = suggest_codes(corpus, BOOK, FAST, space, embed=embed)
    assert len(asked) == 67
    right = np.array([["abc".index(truth[name]) == k for k in range(3)] for name in corpus.ids])
    assert found.likeness == pytest.approx((plain + right) / 2)


@pytest.mark.slow
def test_other_languages(tmp_path):
    space = quick_workspace(tmp_path / "de", '[nlp]\nlang = "de"\n')
    rows = [
        {"id": "1", "text": "Die Radwege in unserer Straße sind zu schmal."},
        {"id": "2", "text": "Wo sollen Anwohner ihre Autos abstellen, wenn Parkplätze fehlen?"},
    ]
    add_corpus(space, "wege", rows, tmp_path / "wege.csv")
    book = book_of(
        Code(id="rad", name="Radverkehr", definition="Der Beitrag spricht über einen Radweg."),
        Code(id="parken", name="Parken", definition="Ein Parkplatz, ein Auto, das parkt."),
    )
    (found,) = suggest_codes(load_corpus(space, "wege"), book, space.settings.nlp, space)
    assert [best[0][0] for best in found.ranked(1)] == ["rad", "parken"]


def test_rows_and_columns_show_the_same(space, corpus):
    found = suggest_codes(corpus, BOOK, FAST, space)
    rows = suggestion_rows(found, corpus, BOOK, 2)
    columns = suggestion_columns(found, BOOK, 2)
    assert list(rows[0]) == [
        "document",
        "suggestion 1 (subject)",
        "likeness 1 (subject)",
        "suggestion 2 (subject)",
        "likeness 2 (subject)",
        "suggested_by",
        "text",
    ]
    assert {row["suggested_by"] for row in rows} == {"codebook:guide@3"}
    assert [row["text"] for row in rows] == corpus.texts
    cells = columns[machine_header("subject")]
    for row in rows:
        shown = [row[f"suggestion {place} (subject)"] for place in (1, 2)]
        assert all(code in cells[row["document"]] for code in shown)
        assert set(shown) <= {"a rooms", "b travel", "c art", ""}


def test_the_same_twice(space, corpus):
    (one,), (other,) = (suggest_codes(corpus, BOOK, FAST, space) for _ in range(2))
    assert (one.likeness == other.likeness).all()
