"""The block `meaning`: when it is left out, and that it is the vector of the text alone."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.classify.features import meaning
from textmine.classify.features.meaning import vector_columns, without_meaning
from textmine.nlp.encoders import universal_encoder


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_it_stays_where_its_encoder_reads_the_language(lang):
    assert without_meaning(["words", "meaning"], lang) == ""


def test_it_is_left_out_where_the_encoder_does_not_read_the_language():
    assert "does not read 'fi'" in without_meaning(["words", "meaning"], "fi")


def test_it_is_left_out_where_its_package_is_missing(monkeypatch):
    monkeypatch.setattr(meaning, "missing_package", lambda: "sentencepiece")
    assert "sentencepiece is not installed" in without_meaning(["words", "meaning"], "en")


def test_a_block_that_was_named_stays():
    assert without_meaning(["meaning"], "fi", named=["meaning"]) == ""
    assert without_meaning(["words"], "fi") == ""


def test_columns_are_the_vectors_of_the_texts():
    texts = ["The bus is late.", "", "More trees, please."]
    table = vector_columns("meaning", texts, universal_encoder(), None)
    assert table.shape == (3, 512)
    assert np.array_equal(table.to_numpy(), universal_encoder().encode(texts))


def test_an_empty_text_is_read_where_the_numbers_of_a_block_are_scaled():
    plain = vector_columns("meaning", ["A bus.", " "], universal_encoder(), None).to_numpy()
    scaled = vector_columns("embeddings", ["A bus.", " "], universal_encoder(), None)
    assert list(scaled.columns[:2]) == ["embedding:own:0", "embedding:own:1"]
    assert np.array_equal(scaled.to_numpy()[0], plain[0])
    assert not plain[1].any()
    assert scaled.to_numpy()[1].any()


@pytest.mark.slow
def test_suggestions_by_words_alone_and_in_a_language_that_is_not_read(run, coded):
    asked = ("suggest", "forum", "--codebook", "ling-martins-2015")
    by_meaning, by_words = run(*asked), run(*asked, "--embeddings", "none")
    assert by_meaning.code == by_words.code == 0, by_words.err
    assert by_meaning.out != by_words.out
    settings = coded.root / "textmine.toml"
    settings.write_text('[nlp]\nlang = "fi"\n', encoding="utf-8")
    finnish = run(*asked)
    assert finnish.code == 0, finnish.err
    assert "does not read 'fi'; words alone are compared" in finnish.err
