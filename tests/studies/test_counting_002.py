"""The tables of a study of 35 interviews in four cases, each from one command."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.studies.made import CASES_002, study_002

STUDY = study_002()
CASE_OF = {row["id"]: row["meta.case"] for row in STUDY.rows}
TALK_OF = {row["id"]: row["thread_id"] for row in STUDY.rows}


def _agreed(dimension):
    """The agreed codes of each passage on a dimension, worked out from the codings alone."""
    found = {}
    for one in STUDY.codings:
        if one.coder == "agreed" and one.dimension == dimension and one.code is not None:
            label = f"{one.code}:{one.role}" if one.role else one.code
            found.setdefault(one.document, []).append(label)
    return found


def _rows(run, *command):
    ran = run("tabulate", "ix", *command, "-f", "json")
    assert ran.code == 0, ran.err
    return ran.rows, ran.err


def _cells(rows, columns, unit="documents"):
    return {
        (row["row"], row["column"]): row["count"]
        for row in rows
        if row["columns"] == columns
        and row["unit"] == unit
        and "all" not in (row["row"], row["column"])
        if row["count"]
    }


def _expected(first, second, unit_of=None):
    a, b = _agreed(first), _agreed(second)
    pairs = {
        (unit_of[document] if unit_of else document, row, column)
        for document in a.keys() & b.keys()
        for row in a[document]
        for column in b[document]
    }
    return dict(Counter((row, column) for _, row, column in pairs))


def test_the_shape_of_the_study():
    assert Counter(row["meta.case"] for row in STUDY.rows) == {
        case: 8 * n for case, n in CASES_002.items()
    }
    assert len({row["thread_id"] for row in STUDY.rows}) == 35
    assert study_002() == STUDY


def test_table_1_level_by_relationship_knowledge_and_symptoms_with_roles(studies, run_in):
    others = ("relationship", "knowledge_type", "learning_symptom")
    names = [word for one in ("level", *others) for word in ("--dimension", one)]
    rows, _ = _rows(run_in(studies.root), *names)
    for dimension in others:
        assert _cells(rows, dimension) == _expected("level", dimension)
    assert any(column == "educating:sender" for _, column in _cells(rows, "learning_symptom"))


@pytest.mark.slow
def test_table_2_community_by_five_dimensions_in_passages_and_interviews(studies, run_in):
    others = ("level", "domain", "meaning", "identity", "capability_dynamics")
    names = [word for one in ("community", *others) for word in ("--dimension", one)]
    rows, said = _rows(run_in(studies.root), *names, "--count", "documents,interviews")
    for dimension in others:
        assert _cells(rows, dimension) == _expected("community", dimension)
        found = _cells(rows, dimension, "interviews")
        assert found == _expected("community", dimension, TALK_OF)
    assert {row["n"] for row in rows if row["unit"] == "interviews"} == {35}
    assert "of those interviewed" in said


def test_one_code_in_passages_interviews_people_and_cases(studies, run_in):
    rows, _ = _rows(
        run_in(studies.root),
        "--dimension", "community", "--count", "passages,interviews,authors,cases",
    )  # fmt: skip
    by_unit = {row["unit"]: (row["count"], row["n"]) for row in rows if row["row"] == "locomotives"}
    passages = [one for one, codes in _agreed("community").items() if "locomotives" in codes]
    talks = len({TALK_OF[one] for one in passages})
    assert by_unit == {
        "passages": (len(passages), 280),
        "interviews": (talks, 35),
        "authors": (talks, 35),
        "cases": (2, 4),
    }
    assert all(row["low"] is None for row in rows)


def test_metal_against_ict_with_whole_interviews(studies, run_in):
    run = run_in(studies.root)
    ran = run("compare", "ix", "--by", "sector", "--dimension", "level", "-f", "json")
    assert ran.code == 0, ran.err
    rows = {(row["code"], row["group"]): row for row in ran.rows}
    assert rows["IV", "metal"]["count"] == 0
    assert rows["IV", "ICT"]["p_adjusted"] < 0.01
    assert rows["I", "ICT"]["n"] == 8 * (CASES_002["C"] + CASES_002["D"])
    assert "whole interviews change groups" in ran.err


def test_codes_that_stand_together_and_a_page_with_their_network(studies, run_in, tmp_path):
    run = run_in(studies.root)
    ran = run(
        "cooccurrence", "ix", "--dimension", "level", "--dimension", "relationship",
        "--report", "pairs", "-f", "json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    rows = {(row["first"], row["second"]): row for row in ran.rows}
    assert len(rows) == 16
    expected = _expected("level", "relationship")
    assert all(row["together"] == expected.get(pair, 0) for pair, row in rows.items())
    assert rows["IV", "trust"]["lift"] > 1
    assert (studies.root / "reports/pairs/figures/codes_together.svg").is_file()


def test_saturation_by_case(studies, run_in):
    ran = run_in(studies.root)(
        "saturation", "ix", "--dimension", "learning_symptom", "--by", "case", "-f", "json"
    )
    assert ran.code == 0, ran.err
    rows = ran.rows
    symptoms = _agreed("learning_symptom")
    assert [row["interviews"] for row in rows] == list(range(1, 36))
    used = {label.partition(":")[0] for codes in symptoms.values() for label in codes}
    assert rows[-1]["in_order"] == rows[-1]["codes"] == len(used)
    first = [label for one, codes in symptoms.items() if TALK_OF[one] == "A1" for label in codes]
    assert rows[0]["in_order"] == len({label.partition(":")[0] for label in first})


@pytest.mark.slow
def test_what_cannot_be_is_said(studies, run_in):
    run = run_in(studies.root)
    for command, sentence in (
        ("tabulate ix --by town", "no column 'town'"),
        ("tabulate ix --count people", "'people' cannot be counted"),
        ("tabulate ix --count ,", "--count names nothing"),
        ("tabulate ix --by case --per group --count cases", "count copies of a text"),
        ("tabulate ix --dimension level --dimension level", "needs two different dimensions"),
        ("compare ix --by case --count cases --clusters thread", "--clusters does nothing"),
        ("compare ix --by level", "no column 'level'"),
        ("compare ix --by case --paired author", "nothing can be paired"),
        ("cooccurrence ix --dimension level", "can stand together"),
        ("saturation ix --by id", "No coded interview belongs to one value of 'id'"),
    ):
        ran = run(*command.split())
        assert ran.code in (1, 2), command
        assert sentence in ran.err
        assert ran.out == ""
