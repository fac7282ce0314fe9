"""textmine search: documents that mean about the same as a sentence or a document."""

from __future__ import annotations

import csv
import io

import pytest

MESSAGES = [
    ("m1", "Ann", "t1", "The bus never comes in the evening."),
    ("m2", "Ben", "t1", "Rents have risen and nobody can pay for a flat."),
    ("m3", "Cy", "t2", "Public transport stops running after eight."),
    ("m4", "Dee", "t2", "More trees in the park, please."),
    ("m5", "Eve", "t3", "The bus never comes in the evening."),
    ("m6", "Flo", "t3", "Abends fährt kein Bus mehr."),
]


@pytest.fixture
def in_town(workspace, run_in, tmp_path):
    with (tmp_path / "town.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "author", "thread_id", "text"), *MESSAGES])
    in_workspace = run_in(workspace.root)
    ran = in_workspace("corpus", "import", str(tmp_path / "town.csv"), "--name", "town")
    assert ran.code == 0, ran.err
    return in_workspace


def found(ran):
    assert ran.code == 0, ran.err
    return ran.rows


def test_other_words_and_another_language_are_found(in_town):
    rows = found(
        in_town("search", "town", "There is no bus at night", "--limit", "3", "-f", "json")
    )
    assert {row["document"] for row in rows} == {"m1", "m3", "m6"}  # m5 says what m1 says
    assert [row["likeness"] for row in rows] == sorted((r["likeness"] for r in rows), reverse=True)
    assert set(rows[0]) == {"document", "author", "thread", "likeness", "text"}


def test_what_is_like_a_document_is_not_the_document(in_town):
    rows = found(in_town("search", "town", "--document", "m1", "-f", "json"))
    assert [row["document"] for row in rows][:2] in (["m6", "m3"], ["m3", "m6"])
    assert not {"m1", "m5"} & {row["document"] for row in rows}


def test_only_some_documents(in_town):
    ran = in_town("search", "town", "bus", "--where", "thread_id=t2", "-f", "csv")
    assert [row["document"] for row in csv.DictReader(io.StringIO(ran.out))] == ["m3", "m4"]
    assert "2 of 2 documents" in ran.err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("search town", "give a sentence or --document"),
        ("search town bus --document m1", "give a sentence or --document"),
        ("search town --document m9", "has no document 'm9'"),
        ("search town --encoder no-such-model bus", "no-such-model"),
    ],
)
def test_what_cannot_be_looked_for(in_town, asked, said):
    ran = in_town(*asked.split())
    assert ran.code != 0
    assert said in ran.err or "not installed" in ran.err


def test_nothing_to_look_for(in_town):
    ran = in_town("search", "town", "  ")
    assert ran.code == 1
    assert "nothing to look for" in ran.err
