"""A file that is made to keep a reader busy is read, or refused in a sentence, within 5 seconds."""

from __future__ import annotations

import time

import pytest

from tests.cases.hostile_files import PDF, READ, REFUSED
from textmine.codebook.files import read_codebook
from textmine.corpus import read_documents
from textmine.errors import InputError, TextmineError

SECONDS = 5


@pytest.fixture
def made(tmp_path):
    """Return a function that writes a file and gives back its path."""

    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def _timed(use, path):
    """Return the sentence of a refusal ("" for none) and the processor time."""
    begin = time.process_time()
    try:
        use(path)
        said = ""
    except TextmineError as error:
        said = str(error)
    return said, time.process_time() - begin


@pytest.mark.parametrize("name", READ)
def test_a_large_file_is_read(made, name):
    said, seconds = _timed(read_documents, made(name, READ[name]()))
    assert said == ""
    assert seconds < SECONDS


@pytest.mark.parametrize("name", REFUSED)
def test_a_trap_is_refused_in_a_sentence(made, name):
    said, seconds = _timed(read_documents, made(name, REFUSED[name]()))
    assert said.endswith(".")
    assert len(said) < 1_000
    assert seconds < SECONDS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("columns.csv", "columns.csv has 60,000 columns, and a table may have 4,096"),
        ("far.xlsx", "Sheet 'Sheet' has 16,384 columns"),
        ("far-rows.xlsx", "nearly all of its cells are empty"),
        ("sparse.csv", "nearly all of its cells are empty"),
        ("bomb.xlsx", "times its size"),
    ],
)
def test_the_sentence_names_the_trap(made, name, words):
    with pytest.raises(InputError, match=words):
        read_documents(made(name, REFUSED[name]()))


def test_a_page_that_unpacks_to_millions_of_words_ends(made):
    pytest.importorskip("pypdfium2")
    begin = time.perf_counter()
    said, _ = _timed(read_documents, made("bomb.pdf", PDF()))
    assert not said or said.endswith(".")
    assert time.perf_counter() - begin < 60


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "a = " + "[" * 20_000, "a." * 20_000 + "b = 1", "a = '" + "'" * 100_000]
)
def test_a_codebook_that_nests_without_end_is_refused(made, text):
    said, seconds = _timed(read_codebook, made("book.toml", text.encode()))
    assert said.endswith(".")
    assert seconds < SECONDS
