from __future__ import annotations

import csv
import io

import pytest


def rows(ran):
    assert ran.code == 0, ran.err
    return ran.rows


def test_frequencies_add_up(in_small):
    found = rows(in_small(*"words small --min 1 --limit 1000 --stop-words -f json".split()))
    assert sum(row["per 1000"] for row in found) == pytest.approx(1000, abs=1)


@pytest.mark.slow
def test_groups_and_themes_have_their_own_words(in_trained):
    found = rows(in_trained(*"words forum --by group --limit 5 -f json".split()))
    assert len({row["part"] for row in found}) == 6
    assert all(row["z"] > 0 for row in found)
    theme = rows(in_trained(*"words forum --topic forum-topics:T01 -f json".split()))
    top = rows(in_trained(*"topics show forum-topics -f json".split()))[0]["words"].split(", ")
    assert set(top) & {row["word"] for row in theme[:15]}


def test_another_corpus(in_trained):
    ran = in_trained(*"words forum --against forum-new -f json".split())
    assert {row["against"] for row in rows(ran)} == {"'forum-new'"}
    told = [ran.err, in_trained(*"words forum-new --by group -f json".split()).err]
    assert ["either side: none." in said for said in told] == [False, True]
    assert ["no proof that the sides use words alike" in said for said in told] == [False, True]


def test_collocates_count_what_is_there(in_small):
    found = rows(in_small(*"words small --of meeting --window 3 --stop-words -f json".split()))
    assert all(row["n"] == row["left"] + row["right"] for row in found)


def test_kwic_finds_whole_words_in_their_place(in_trained):
    ran = in_trained(*"kwic forum rate* --sort right -f csv".split())
    lines = list(csv.DictReader(io.StringIO(ran.out)))
    assert lines
    assert all(line["node"].lower().startswith("rate") for line in lines)
    assert [line["right"].lower().split() for line in lines] == sorted(
        line["right"].lower().split() for line in lines
    )
    assert "voices" in ran.err


def test_kwic_of_a_theme_and_limit(in_trained):
    ran = in_trained(*"kwic forum --topic forum-topics:T01 --limit 2".split())
    assert len(ran.out.splitlines()) == 2
    assert "--limit shows more" in ran.err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("kwic forum ( --regex", "no regular expression"),
        ("kwic forum --topic T01", "does not name a topic"),
        ("kwic forum --topic forum-topics:T99", "no topic 'T99'"),
        ("words forum --by nothing", "no column 'nothing'"),
        ("words forum --of zzzz", "do not have the word"),
        ("topics by forum-topics --by created_at", "ompare dates by period"),
        ("topics effects forum-topics --covariates nothing", "no column 'nothing'"),
        ("topics crosswalk forum-topics --coders nobody", "no coder 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, command, said):
    ran = in_trained(*command.split())
    assert ran.code == 1
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("kwic forum", "no word to look for"),
        ("words forum --by group --against forum-new", "cannot be given together"),
        ("words forum --of bus --by group", "--of takes no --by"),
        ("topics by forum-topics --by group --compare business", "takes two values"),
        ("topics sweep forum --topics few", "no list of numbers"),
        ("topics align forum forum-new --model forum-topics --topics 4", "--model has its topics"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(in_trained, command, said):
    ran = in_trained(*command.split())
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""
