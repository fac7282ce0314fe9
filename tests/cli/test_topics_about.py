from __future__ import annotations

import pytest


def rows(ran):
    assert ran.code == 0, ran.err
    return ran.rows


def test_labels_are_all_different(in_trained):
    labels = [row["label"] for row in rows(in_trained(*"topics show forum-topics -f json".split()))]
    assert len({label.lower() for label in labels}) == len(labels) == 5
    assert all(labels)


def test_shares_of_a_group_add_up(in_trained):
    found = rows(in_trained(*"topics by forum-topics --by group -f json".split()))
    for level in {row["level"] for row in found}:
        mine = [row for row in found if row["level"] == level]
        assert sum(row["share"] for row in mine) == pytest.approx(1, abs=1e-4)
    again = rows(in_trained(*"topics by forum-topics --by group -f json".split()))
    assert again == found


def test_two_groups_differ_as_the_regression_says(in_trained):
    where = "--where group!=network --where group!=other --where group!=freelancer".split()
    where += ["--where", "group!=public body"]
    command = "topics by forum-topics --by group --differences -f json".split()
    apart = rows(in_trained(*command, *where))
    command = "topics effects forum-topics --covariates group --draws 0 -f json".split()
    effects = rows(in_trained(*command, *where))
    assert [row["effect"] for row in effects] == pytest.approx(
        [-row["difference"] for row in apart], abs=1e-5
    )


def test_crosswalk_counts_every_document_once(in_trained):
    command = "topics crosswalk forum-topics --dimension knowledge_domain --permutations 199"
    ran = in_trained(*command.split(), "-f", "json")
    found = rows(ran)
    assert sum(row["documents"] for row in found) == pytest.approx(131, abs=0.01)
    assert "Cramér's V" in ran.err
