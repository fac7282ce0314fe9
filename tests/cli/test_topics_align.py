"""Two corpora held against each other on the command line."""

from __future__ import annotations

import csv
import io

import pytest

from tests.helpers import visible_files
from tests.made import add_corpus, filled, small_documents


@pytest.fixture
def sides(small, tmp_path_factory):
    """Corpus one speaks of rents, trains and paint, two of rents and trains only."""
    return filled(small, tmp_path_factory.getbasetemp(), "of-sides", _add_sides)


def _add_sides(space):
    for name, subjects in (("one", "abc"), ("two", "ab")):
        rows = [
            {**row, "id": f"{name}{row['id']}", "thread_id": f"{name}{place % 11}"}
            for place, row in enumerate(small_documents(72, subjects)[0])
        ]
        add_corpus(space, name, rows, space.root.parent / f"{name}.csv")


COMMAND = "topics align one two --topics 3".split()


def test_the_theme_that_one_side_lacks(in_small, sides):
    ran = in_small(*COMMAND, "-f", "json")
    assert ran.code == 0, ran.err
    rows = {row["verdict"]: row for row in ran.rows}
    assert set(rows) == {"only one", "shared"} or set(rows) == {"only one", "more two"}
    paint = rows["only one"]
    assert {"canvas", "gallery", "brush"} & set(paint["words"].split(", "))
    assert paint["two"] < 0.05 < paint["one low"] <= paint["one"] <= paint["one high"]
    assert paint["p (corrected)"] < 0.05
    assert paint["quotations in one"].startswith("“")
    assert "[one" in paint["quotations in one"]
    assert paint["quotations in two"] == ""
    assert "Only in 'one': T0" in ran.err


def test_both_ways_and_twice(in_small, sides):
    one, again = (in_small(*COMMAND, "-f", "csv").out for _ in range(2))
    assert one == again
    turned = in_small(*"topics align two one --topics 3 -f csv".split())
    told = [row["verdict"] for row in csv.DictReader(io.StringIO(turned.out))]
    assert sorted(told) == sorted(row["verdict"] for row in csv.DictReader(io.StringIO(one)))


def test_the_terminal_shows_words_and_quotations_of_each_side(in_small, sides):
    ran = in_small(*COMMAND, "--report", "held")
    assert ran.out.count("    in one: ") == ran.out.count("    in two: ") == 3
    assert "    in two: none" in ran.out
    page = (sides.root / "reports" / "held" / "report.html").read_text(encoding="utf-8")
    assert "only one" in page
    assert "Westfall-Young" in page
    before = visible_files(sides.root / "reports" / "held")
    assert in_small(*COMMAND, "--report", "held").code == 0
    assert visible_files(sides.root / "reports" / "held") == before


def test_few_clusters_settle_nothing(in_small, small, tmp_path):
    for name, subjects in (("one", "ac"), ("two", "ab")):
        rows = [
            {**row, "id": f"{name}{row['id']}", "thread_id": f"{name}{place % 2}"}
            for place, row in enumerate(small_documents(40, subjects)[0])
        ]
        add_corpus(small, name, rows, tmp_path / f"{name}.csv")
    ran = in_small(*COMMAND, "-f", "json")
    assert {row["verdict"] for row in ran.rows} <= {"not settled", "shared"}
    assert "In these texts only in 'one', but not settled: T0" in ran.err
    assert "no p can be below 0.17" in ran.err
    finer = in_small(*COMMAND, "--clusters", "document", "-f", "json")
    assert {"only one", "only two"} <= {row["verdict"] for row in finer.rows}


def test_parts_of_one_corpus(in_small, sides):
    ran = in_small(
        *"topics align one one --topics 3 --where-first thread_id=one1".split(),
        *"--where-second thread_id=one2 --clusters document -f json".split(),
    )
    assert ran.code == 0, ran.err
    assert "thread_id=one1" in ran.rows[0]


def test_every_engine_of_the_core_holds_them_apart(in_small, sides):
    for engine in ("nmf", "lda"):
        ran = in_small(*COMMAND, "--engine", engine, "-f", "json")
        assert ran.code == 0, ran.err
        assert len(ran.rows) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("one one", "documents in common"),
        ("one gone", "There is no corpus 'gone'"),
        ("one two --topics 900", "Setting 'topics.n_topics'"),
        ("one two --topics 200", "too few for 200 topics"),
        ("one two --engine dmr", "dmr"),
        ("one two --clusters author --where-first thread_id=nowhere", "nowhere"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_small, sides, arguments, sentence):
    ran = in_small("topics", "align", *arguments.split())
    assert ran.code == 1
    assert sentence in ran.err
    assert "Traceback" not in ran.err
