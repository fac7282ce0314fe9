"""The threads of a corpus: opened when and by whom, last document, people, words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.corpus import load_corpus, read_documents, select_documents
from textmine.corpus.conversations import conversations
from textmine.corpus.reading.importing import import_corpus
from textmine.errors import InputError
from textmine.store import Workspace

ROWS = [
    ("1", "t2", "Buses", "Ann", "2020-03-02", "They run late every day."),
    ("2", "t1", "", "Bo", "2020-03-01", "Who asked for this?"),
    ("3", "t1", "Parks", "Ann", "2020-03-05", "I did, and so did we."),
    ("4", "t1", "", "", "2020-03-04", "A word from nobody."),
    ("5", "", "", "Cy", "2020-03-03", "A letter that stands alone."),
]


@pytest.fixture
def town(workspace: Workspace, tmp_path: Path) -> Workspace:
    header = ["id", "thread_id", "title", "author", "date", "text"]
    path = write_csv(tmp_path / "town.csv", header, ROWS)
    import_corpus(workspace, "town", read_documents(path))
    return workspace


def test_a_thread_is_told_by_its_first_and_last_document(town: Workspace) -> None:
    first, second = conversations(load_corpus(town, "town"))
    assert (first.id, first.title, first.opening) == ("t1", "Parks", "Who asked for this?")
    assert (first.opened_by, first.documents, first.people, first.words) == ("Bo", 3, 2, 14)
    assert [str(one.date()) for one in (first.opened, first.last) if one is not None] == [
        "2020-03-01",
        "2020-03-05",
    ]
    assert (second.id, second.opened_by) == ("t2", "Ann")


def test_what_is_chosen_is_counted_and_the_rest_is_said_of_the_whole_thread(
    town: Workspace, run: Run
) -> None:
    whole = load_corpus(town, "town")
    [one, other] = conversations(whole, select_documents(whole, ["author=Ann"]))
    assert (one.id, one.opened_by, one.documents, one.words) == ("t1", "Bo", 1, 6)
    assert other.documents == 1
    ran = run("corpus", "threads", "town", "--where", "author=Ann")
    assert "2 threads with 2 documents by 1 person in 'town' (author=Ann)" in ran.err
    assert "those of the whole thread" in ran.err


def test_documents_without_a_thread_are_said_and_all_forms_have_the_same(
    town: Workspace, run: Run
) -> None:
    ran = run("corpus", "threads", "town")
    assert "1 document stands in no thread" in ran.err
    rows = list(csv.DictReader(run("corpus", "threads", "town", "-f", "csv").out.splitlines()))
    same = run("corpus", "threads", "town", "-f", "json").rows
    assert [{key: str(cell) for key, cell in row.items()} for row in same] == rows
    assert rows[0]["last"] == "2020-03-05T00:00:00"


def test_what_is_excluded_is_in_no_thread(town: Workspace, run: Run) -> None:
    run("corpus", "exclude", "town", "--id", "2", "--reason", "a question")
    first, second = conversations(load_corpus(town, "town"))
    assert (first.id, second.id, second.opened_by) == ("t2", "t1", "")


def test_a_corpus_without_threads_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "flat.csv", ["id", "text"], [("1", "One text here."), ("2", "Two.")]
    )
    import_corpus(workspace, "flat", read_documents(path))
    with pytest.raises(InputError, match="'flat' has no threads"):
        conversations(load_corpus(workspace, "flat"))
