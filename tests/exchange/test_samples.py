"""Files that other software wrote are read with the right words under every selection.

They lie beside the optional data; where they are not there these tests are skipped.
"""

from __future__ import annotations

import pytest

from tests.exchange.made_projects import coded_words, shared_file
from textmine.exchange.bringing_in import bring_in
from textmine.exchange.planning import ReadRequest
from textmine.exchange.reading_files import read_project
from textmine.store import Workspace

pytestmark = pytest.mark.data

LINE = "Bus fares are too high 😀 for students"
QUALCODER = [
    ("policy.txt", "Ben", "Fares", "Fees “may” rise by £2 – or €3"),
    ("post_001.txt", "Ana", "Cycling", "cycle lanes"),
    ("post_001.txt", "Ana", "Fares", LINE),
    ("post_001.txt", "Ben", "Cycling", "cycle lanes"),
    ("post_001.txt", "Ben", "Fares", LINE),
    ("post_001.txt", "Ben", "Fares", "too high 😀 for students"),
    ("post_002.txt", "Ana", "Noise", "noise at night"),
    ("post_002.txt", "Ben", "Night noise", "noise at night"),
]
QC = [
    ("post_001.txt", "Ana", "Fares", f"{LINE}.\n"),
    ("post_001.txt", "Ana", "Transport", f"{LINE}.\n"),
    ("post_001.txt", "Ben", "Fares", f"{LINE}.\n"),
    ("post_001.txt", "Ben", "Noise", f"{LINE}.\n"),
]
TAGUETTE = [
    ("post_001", "admin", "noise", "too high 😀 for st"),
    ("post_001", "admin", "transport.fares", "Bus fares are too high 😀"),
    ("post_001", "admin", "transport.fares", "too high 😀 for st"),
]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("qualcoder_consultation.qdpx", QUALCODER),
        ("qualcoder_consultation_crlf_maxqda.qdpx", QUALCODER),
        ("qc_1.7.8_export.qdpx", QC),
        ("taguette_project.sqlite3", TAGUETTE),
    ],
)
def test_every_selection_has_its_words_and_its_coder(
    name: str, words: list[tuple[str, str, str, str]]
) -> None:
    assert coded_words(read_project(shared_file(f"samples/{name}")).project) == words


NESTED = ["Noise", "Night noise", "Transport", "Cycling", "Public transport", "Fares"]
TAGS = ["interesting", "transport", "transport.fares", "transport.cycling", "noise"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("qualcoder_codebook.qdc", NESTED),
        ("taguette_codebook.qdc", TAGS),
        ("taguette_codebook.csv", TAGS),
        ("atlasti_23.4_codebook_requal.qdc", ["code1"]),
    ],
)
def test_codebooks_have_their_codes(name: str, codes: list[str]) -> None:
    found = read_project(shared_file(f"samples/{name}")).project
    assert [code.name for code in found.codes] == codes


def test_the_invalid_codebook_is_read_with_a_warning() -> None:
    found = read_project(shared_file("samples/taguette_codebook.qdc")).project
    assert found.remarks == ("<Sets> is empty, which the standard does not allow: read as none.",)


def test_a_project_without_its_texts_says_what_is_lost() -> None:
    found = read_project(shared_file("samples/skyloom_TestProject.qdpx")).project
    lost = {loss.what: loss.n for loss in found.losses}
    assert len(found.codes) == 14
    assert lost["sources whose plain text is not in the file"] == 8
    assert lost["links"] == lost["graphs"] == 1


@pytest.mark.parametrize("name", ["", "_crlf_maxqda"])
def test_the_case_of_a_source_is_found_by_its_second_file(workspace: Workspace, name: str) -> None:
    path = shared_file(f"samples/qualcoder_consultation{name}.qdpx")
    done = bring_in(workspace, ReadRequest(path, corpus="c"))
    assert [(loss.what, loss.n) for loss in done.losses] == [("colours of codes", 4)]
    assert done.n_people == 1
