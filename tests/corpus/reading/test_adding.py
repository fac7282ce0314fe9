"""Documents that come later are added to a corpus that stands."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.schema import Coding

FIRST = [
    ("a1", "The rent is high.", "t1", "", "ana"),
    ("a2", "It is.", "t1", "a1", "bo"),
]
COLUMNS = ["id", "text", "thread", "reply_to", "author"]


@pytest.fixture
def talks(workspace, run):
    write_csv(workspace.root / "first.csv", COLUMNS, FIRST)
    asked = ("corpus", "import", "first.csv", "--name", "talks", "--description", "Two talks")
    assert run(*asked).code == 0
    open_codings(workspace).append([Coding("talks", "a1", "d", "c", "ann", codebook="b")])
    return workspace


def added(space, run, columns, rows, *options, code=0):
    write_csv(space.root / "second.csv", columns, rows)
    ran = run("corpus", "import", "second.csv", "--name", "talks", "--add", *options)
    assert ran.code == code, ran.err
    return ran


def test_a_second_round_is_added_and_codings_stand(talks, run):
    ran = added(talks, run, ["id", "text", "round"], [("b1", "Now it is higher.", "2")])
    assert "1 document is added to the 2 of 'talks'" in ran.err
    assert "Of its 1 coding 1 stands" in ran.err
    corpus = load_corpus(talks, "talks")
    assert corpus.ids == ["a1", "a2", "b1"]
    assert corpus.column("meta.round") == ["", "", "2"]
    assert corpus.column("author") == ["ana", "bo", ""]
    assert corpus.column("meta.added") == ["1", "1", "2"]
    assert corpus.info.description == "Two talks"
    assert corpus.info.source["added"] == "second.csv"
    assert [coding.document for coding in open_codings(talks).current("talks")] == ["a1"]
    assert run("undo").code == 0
    assert load_corpus(talks, "talks").ids == ["a1", "a2"]


def test_each_import_has_its_number(talks, run):
    added(talks, run, ["id", "text"], [("b1", "Now it is higher.")])
    added(talks, run, ["id", "text"], [("c1", "And now it fell.")])
    assert load_corpus(talks, "talks").column("meta.added") == ["1", "1", "2", "3"]


def test_what_stands_there_is_passed_over(talks, run):
    ran = added(talks, run, COLUMNS, [FIRST[1], ("b1", "So.", "t2", "", "ana")])
    assert "1 stands there already with the same text" in ran.err
    assert load_corpus(talks, "talks").ids == ["a1", "a2", "b1"]
    before = load_corpus(talks, "talks").info.files
    assert "has these documents already" in added(talks, run, COLUMNS, FIRST).err
    assert load_corpus(talks, "talks").info.files == before


def test_an_id_with_another_text_is_refused(talks, run):
    ran = added(talks, run, COLUMNS, [("a1", "Other words.", "t1", "", "ana")], code=1)
    assert "Another text stands in 'talks' for 1 document of second.csv: 'a1'." in ran.err
    assert load_corpus(talks, "talks").ids == ["a1", "a2"]


def test_replies_find_their_parents_and_threads_in_the_corpus(talks, run):
    rows = [("b1", "I know.", "a2"), ("b2", "Me too.", "b1"), ("b3", "No.", "")]
    ran = added(talks, run, ["id", "text", "reply_to"], rows)
    corpus = load_corpus(talks, "talks")
    assert corpus.column("parent_id") == ["", "a1", "a2", "b1", ""]
    assert corpus.column("thread_id") == ["t1", "t1", "t1", "t1", "b3"]
    assert "meta.lost_parent" not in corpus.documents
    assert "not there" not in ran.err


def test_parents_that_are_nowhere_are_named(talks, run):
    rows = [("b1", "I know.", "a2"), ("b2", "Me too.", "zz")]
    ran = added(talks, run, ["id", "text", "reply_to"], rows, code=1)
    assert "stands neither in it nor in the corpus: 'zz'" in ran.err
    ran = added(talks, run, ["id", "text", "reply_to"], rows, "--keep-orphans")
    assert "1 answer a document that is not there" in ran.err
    assert load_corpus(talks, "talks").column("meta.lost_parent") == ["", "", "", "zz"]


def test_what_cannot_be_added_is_a_sentence(talks, run):
    (talks.root / "plan.txt").write_text("The rent is high. " * 30)
    assert run("corpus", "import", "first.csv", "--name", "none", "--add").code == 1
    ran = run("corpus", "import", "first.csv", "--name", "talks", "--add", "--replace")
    assert ran.code == 2
    asked = ("corpus", "import", "plan.txt", "--name", "talks", "--add", "--split", "sections")
    ran = run(*asked)
    assert ran.code == 1
    assert "Say --split none." in ran.err
    ran = run("corpus", "import", "first.csv", "--name", "talks", "--add", "--dry-run")
    assert "Dry run: nothing was written." in ran.err
