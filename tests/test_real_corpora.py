"""Real corpora come in as their sources count them; skipped where the optional data is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from textmine.corpus import read_documents
from textmine.corpus.duplicates import find_duplicates

DATA = Path(os.environ.get("TEXTMINE_DATA", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = pytest.mark.data


def data_file(relative: str) -> Path:
    path = DATA / relative
    if not path.exists():
        pytest.skip(f"{relative} is not there: TEXTMINE_DATA names the folder of the corpora")
    return path


def test_decide_madrid_keeps_its_replies():
    reading = read_documents(data_file("decide_madrid_es/data/comments.csv"), keep_orphans=True)
    assert len(reading.table.rows) == 5_633
    documents = reading.checked.documents
    replies = documents["parent_id"].notna() | documents["meta.lost_parent"].notna()
    empty = {problem.row for problem in reading.checked.problems}
    assert {problem.problem for problem in reading.checked.problems} == {"the text is empty"}
    assert len(documents) == 5_633 - len(empty)
    assert 2_970 - len(empty) <= int(replies.sum()) <= 2_970
    assert documents["thread_id"].nunique() == 80


def test_cdcp_units_stand_in_their_documents():
    columns = {"id": "doc_id+unit"}
    reading = read_documents(data_file("cdcp/units.csv"), columns=columns)
    documents = reading.checked.documents
    assert reading.checked.problems == []
    assert (len(documents), documents["thread_id"].nunique()) == (4_932, 731)
    assert documents["position"].iloc[:3].tolist() == [0, 1, 2]


def test_a_cp1252_table_is_read_as_such():
    name = "uk_approved_documents/Self-Contained-Clauses-Data_Trinary-Classification.csv"
    reading = read_documents(data_file(name))
    assert reading.table.facts["encoding"] == "cp1252 (Windows)"
    assert len(reading.table.rows) == 1_779


def test_the_comment_that_repeats_another_is_found():
    checked = read_documents(data_file("cdcp/documents.csv")).checked.documents
    groups = find_duplicates([str(text) for text in checked["text"]]).groups
    repeated = [group.members for group in groups if group.kind == "exact"]
    assert [[checked["id"][place] for place in each] for each in repeated] == [["00410", "00411"]]
    assert sum(not group.copies for group in groups) == 3


def test_the_calls_that_one_author_put_under_many_proposals():
    path = data_file("decide_madrid_es/data/comments.csv")
    documents = read_documents(path, keep_orphans=True).checked.documents
    found = find_duplicates([str(text) for text in documents["text"]])
    largest = found.groups[0]
    assert (largest.kind, len(largest.members)) == ("exact", 62)
    assert documents["author"].iloc[list(largest.members)].nunique() == 1
    assert 340 <= found.n_copies <= 370
