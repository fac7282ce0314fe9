"""Of a large batch it is written down which texts it is of, so that these need not be read."""

from __future__ import annotations

import pytest

from textmine.coding import open_codings, texts
from textmine.corpus.saving import change_corpus
from textmine.errors import InputError


@pytest.fixture
def _no_texts(monkeypatch):
    def refuse(folder):
        raise InputError("texts are read")

    monkeypatch.setattr(texts, "load_texts", refuse)


@pytest.mark.usefixtures("_no_texts")
def test_codings_of_unchanged_texts_are_read_without_them(coded):
    standing, aside = open_codings(coded).rounds_and_set_aside("forum")
    assert len(standing) >= 100
    assert aside == []


def test_codings_of_a_text_that_changed_are_set_aside(coded):
    before = open_codings(coded).rounds("forum")
    document = before[0].document

    def change(stored):
        documents = stored.documents.copy()
        documents.loc[documents["id"] == document, "text"] = "Something else was said."
        return type(stored)(documents, stored.info, stored.beside)

    change_corpus(coded, "forum", change)
    standing, aside = open_codings(coded).rounds_and_set_aside("forum")
    assert {one.document for one in aside} == {document}
    assert len(standing) + len(aside) == len(before)
