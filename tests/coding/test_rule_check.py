"""Rules are held against every coding, of people and machines, at the row it came from."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.codebook import find_codebook
from textmine.coding import CodingRequest, import_codings, open_codings, rule_breaks
from textmine.corpus import About, import_corpus, read_documents
from textmine.schema import Coding

BOOK = "rozkwitalska-lis-2022"


@pytest.fixture
def interviews(workspace, tmp_path):
    rows = [["d1", "We met.", "Metal"], ["d2", "We trust.", "ICT"], ["d3", "So so.", "wood"]]
    path = write_csv(tmp_path / "interviews.csv", ["id", "text", "sector"], rows)
    import_corpus(workspace, "interviews", read_documents(path), About())
    return workspace


def _import(space, tmp_path, *rows):
    header = ["id", "coder", "level", "community"]
    path = write_csv(tmp_path / "codes.csv", header, rows)
    return import_codings(space, CodingRequest(path, "interviews", BOOK))


def test_a_broken_rule_is_named_by_row_and_imported_all_the_same(interviews, tmp_path):
    done = _import(
        interviews, tmp_path, ["d2", "ann", "IV", "locomotives"], ["d2", "bob", "II", "locomotives"]
    )
    assert done.new == 4
    [broken] = done.broken
    assert broken.row == 3
    assert "d2 by bob" in broken.problem
    assert rule_breaks(interviews, find_codebook(BOOK)) == [
        line for line in rule_breaks(interviews, find_codebook(BOOK)) if "by bob" in line
    ]


def test_rules_on_the_kind_of_document_hold_in_any_spelling(interviews, tmp_path):
    done = _import(
        interviews, tmp_path, ["d1", "ann", "IV", "cooperators"], ["d2", "ann", "IV", "cooperators"]
    )
    assert [broken.row for broken in done.broken] == [2]


def test_a_value_that_the_codebook_does_not_know_is_named(interviews, tmp_path):
    _import(interviews, tmp_path, ["d3", "ann", "II", "cooperators"])
    [said] = rule_breaks(interviews, find_codebook(BOOK))
    assert said.startswith("interviews: 1 coded documents have sector = 'wood', which the codebook")


def test_machine_codes_are_held_against_the_rules_too(interviews):
    pair = (("level", "I"), ("community", "locomotives"))
    open_codings(interviews).append(
        [
            Coding("interviews", "d2", dimension, code, "model:m", "machine", BOOK)
            for dimension, code in pair
        ]
    )
    said = rule_breaks(interviews, find_codebook(BOOK))
    assert any("d2 by model:m" in line for line in said)


def test_codes_of_the_whole_document_count_for_its_spans(interviews):
    open_codings(interviews).append(
        [
            Coding("interviews", "d2", "level", "I", "ann", codebook=BOOK),
            Coding(
                "interviews", "d2", "community", "locomotives", "ann", codebook=BOOK, start=0, end=5
            ),
        ]
    )
    said = rule_breaks(interviews, find_codebook(BOOK))
    assert any("d2 (0-5) by ann" in line for line in said)
