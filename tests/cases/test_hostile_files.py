"""A file made to keep a reader busy is read or refused in a sentence, in little time and memory."""

from __future__ import annotations

import sys
import time

import pytest

from tests.cases.hostile_files import PDF, READ, REFUSED
from tests.cases.memory import memory_watched
from textmine.codebook.files import read_codebook
from textmine.corpus import read_documents
from textmine.errors import InputError, TextmineError

SECONDS = 5
MEMORY, TIMES = 150_000_000, 20
"""Bytes that reading may take, and how many more for each byte of the file."""


@pytest.fixture
def made(tmp_path):
    """Return a function that writes a file and gives back its path."""

    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def _watched(use, path):
    """Return the sentence of a refusal ("" for none); bound the processor time and the memory."""
    begin = time.process_time()
    with memory_watched() as grown:
        try:
            use(path)
            said = ""
        except TextmineError as error:
            said = str(error)
    assert time.process_time() - begin < SECONDS
    size = path.stat().st_size
    assert grown.most is None or grown.most < MEMORY + TIMES * size, f"{grown.most:,} of {size:,}"
    return said


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_a_large_file_is_read(made, name):
    assert _watched(read_documents, made(name, READ[name]())) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_trap_is_refused_in_a_sentence(made, name):
    said = _watched(read_documents, made(name, REFUSED[name]()))
    assert said.endswith(".")
    assert len(said) < 1_000


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


@pytest.mark.slow
def test_a_page_that_unpacks_to_millions_of_words_ends(made):
    pytest.importorskip("pypdfium2")
    begin = time.perf_counter()
    said = _watched(read_documents, made("bomb.pdf", PDF()))
    assert not said or said.endswith(".")
    assert time.perf_counter() - begin < 60


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "a = " + "[" * 20_000, "a." * 20_000 + "b = 1", "a = '" + "'" * 100_000]
)
def test_a_codebook_that_nests_without_end_is_refused(made, text):
    assert _watched(read_codebook, made("book.toml", text.encode())).endswith(".")


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_memory_that_is_taken_and_given_back_is_seen():
    with memory_watched() as grown:
        del [bytearray(b"x" * 1_000) for _ in range(100_000)][:]
    assert grown.most is not None
    assert grown.most > 90_000_000
