"""What takes long to find in texts is kept, and found again when it could be another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.checking import check as looking
from textmine.checking import check_corpus
from textmine.checking.apart import MANY, checked_apart
from textmine.checking.kept import ROOM


@pytest.fixture
def asked(monkeypatch):
    """The texts that languages were asked for, one list a call."""
    found = []

    def languages(texts):
        found.append(list(texts))
        return ["en"] * len(found[-1])

    monkeypatch.setattr(looking, "languages_of", languages)
    return found


def test_the_same_texts_are_read_once(workspace, corpus_of, asked):
    corpus = corpus_of(text=["One text.", "Another text.", "One text."])
    first = check_corpus(workspace, corpus)
    assert check_corpus(workspace, corpus) == first
    assert len(asked) == 1


def test_other_texts_and_parts_are_read_again(workspace, corpus_of, asked):
    corpus = corpus_of(text=["One text.", "Another text."])
    check_corpus(workspace, corpus)
    part = replace(corpus, where=("id=d0",), documents=corpus.documents.iloc[:1])
    for _ in range(2):
        check_corpus(workspace, part)
    check_corpus(workspace, corpus_of("second", text=["One text.", "A third text."]))
    assert list(map(len, asked)) == [2, 1, 1, 2]


def test_what_is_damaged_is_found_again(workspace, corpus_of, asked):
    corpus = corpus_of(text=["One text.", "Another text."])
    first = check_corpus(workspace, corpus)
    kept = [*(workspace.scratch / ROOM).glob("*.json")]
    assert len(kept) == 4
    for path in kept:
        path.write_text("[", encoding="utf-8")
    assert check_corpus(workspace, corpus) == first
    assert len(asked) == 2


@pytest.mark.slow
def test_another_process_finds_the_same(workspace, corpus_of):
    texts = [f"This is text {place} of many." for place in range(MANY)]
    corpus = corpus_of(text=texts)
    with checked_apart(workspace, corpus) as result:
        told = result()
    assert (workspace.scratch / ROOM).is_dir()
    assert told == check_corpus(workspace, corpus)


def test_a_process_that_fails_is_made_up_for(workspace, corpus_of, monkeypatch):
    monkeypatch.setattr("textmine.checking.apart.MANY", 1)
    monkeypatch.setattr("textmine.checking.apart.sys.executable", "/no/such/python")
    corpus = corpus_of(text=["One text.", "Another text."])
    with checked_apart(workspace, corpus) as result:
        assert result() == check_corpus(workspace, corpus)
