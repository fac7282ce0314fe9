"""Prevalence in the report: rows, sentences, the figure."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.classify.prevalence.town import add_draw, keep_held_out, make_draw, make_town
from textmine.classify.prevalence import PrevalenceRequest, estimate_prevalence
from textmine.report.prevalence import (
    prevalence_rows,
    prevalence_section,
    prevalence_sentences,
)


@pytest.fixture
def asked(workspace):
    """Ask about a corpus of 300 documents of which every third was drawn and coded."""
    town = make_town()
    drawn = town.ids[::3]
    keep_held_out(workspace, town, drawn)
    add_draw(workspace, make_draw(town, drawn))

    def ask(documents=drawn, **request):
        codings = town.codings(documents)
        return estimate_prevalence(
            workspace, town.model, town.corpus, codings, PrevalenceRequest(**request)
        )

    ask.town = town
    return ask


def test_rows_have_one_shape_and_are_json(asked):
    request = {"dimension": "subject", "by": ("group",), "difference": ("residents", "staff")}
    rows = prevalence_rows(asked(**request))
    assert len({tuple(row) for row in rows}) == 1
    json.dumps(rows, allow_nan=False)
    assert {row["group"] for row in rows} == {"residents", "staff", "residents - staff"}
    assert sum(row["percent"] for row in rows if row["group"] == "staff") == pytest.approx(
        200, abs=0.01
    )


def test_what_is_undefined_is_empty(asked):
    (result,) = asked(dimension="subject", methods=("pacc",))
    first = result.groups[0].codes[0]
    undefined = replace(first.shares["pacc"], value=float("nan"))
    group = replace(result.groups[0], codes=(replace(first, shares={"pacc": undefined}),))
    (row,) = prevalence_rows([replace(result, groups=(group,))])
    assert row["percent"] is None
    assert row["remark"] == "assumes label shift"
    (table, *_) = prevalence_section([replace(result, groups=(group,))]).tables
    assert table.shown[0]["PACC (if label shift) % [95 %]"] == "undefined"


def test_the_table_never_calls_a_machine_count_an_estimate(asked):
    section = prevalence_section(asked(dimension="subject"))
    row = section.tables[0].shown[0]
    assert list(row) == [
        "code",
        "coded",
        "corrected % [95 %]",
        "hand-coded only % [95 %]",
        "gain",
        "machine count, not an estimate",
    ]
    said = section.sentences
    assert any(sentence.startswith("The machine's own counts are no estimate") for sentence in said)
    assert any("Gain: with the machine the 100 hand-coded" in sentence for sentence in said)
    title = "town: shares of subject, 100 of 300 documents hand-coded"
    assert section.tables[0].title == title


def test_few_codes_are_named(asked):
    (result,) = asked(asked.town.ids[:57:3])
    (sentence,) = [s for s in prevalence_sentences(result) if s.startswith("Codes that fewer")]
    assert "a2" in sentence or "c2" in sentence


def test_a_census_has_no_machine_in_it(asked):
    (result,) = asked(asked.town.ids)
    assert "A census" in prevalence_sentences(result)[-1]
    row = prevalence_section([result]).tables[0].shown[0]
    assert list(row) == ["code", "coded", "hand-coded only %"]


def test_differences_have_signs(asked):
    (result,) = asked(dimension="tone", by=("group",), difference=("staff", "residents"))
    table = prevalence_section([result]).tables[-1]
    assert table.title == "Shares in staff less shares in residents"
    for row in table.shown:
        assert row["corrected, points [95 %]"][0] in "+-"


def test_the_section_has_a_figure_a_question_and_a_table_a_group(asked):
    results = [*asked(dimension="subject"), *asked(dimension="tone", by=("group",))]
    section = prevalence_section(results)
    shares = [table for table in section.tables if table.name.startswith("shares")]
    assert [table.title.split(",")[1] for table in shares[1:]] == [" residents", " staff"]
    assert len(shares) == 3
    assert section.records.name == "prevalence_m"
    assert len(section.records.rows) == len(prevalence_rows(results))
    assert [figure.name for figure in section.figures] == ["prevalence_m", "prevalence_m_2"]
    assert all(figure.svg.startswith("<svg") for figure in section.figures)
    assert len(set(section.sentences)) == len(section.sentences)
