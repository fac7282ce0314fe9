"""The name that people gave stands in every figure and table of a report, and nothing twice."""

from __future__ import annotations

import csv
from pathlib import Path

import lxml.etree
import openpyxl
import pytest

from tests.cases.merged import NAME, merged_root
from tests.made import SETTINGS, copied, run_at
from tests.once import made_once
from tests.report.reading import page_of, texts_of
from textmine.report.figures import interval_chart

LONG = "What people who travel every day say of the fares that they pay for buses and trains"


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The whole report, with the theme called `NAME`; only to be read."""
    base = tmp_path_factory.getbasetemp()

    def make(folder):
        run_at(copied(merged_root(base), folder / "ws").root, "report", "small", "--name", "r")

    return made_once(base, "of-merged-report", make) / "ws" / "reports" / "r"


def words_of(svg: Path) -> str:
    """Return what stands in a figure, the lines of one label in one line."""
    root = lxml.etree.fromstring(svg.read_bytes())
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return "\n".join(" ".join(part.strip() for part in text.itertext()) for text in found)


def table(folder, name):
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def name_stands_whole(figure, name):
    words = words_of(figure)
    assert "…" not in words
    assert f"T01+T03  {name}".replace(" ", "") in words.replace(" ", "")
    assert words.replace(" ", "").count(name.replace(" ", "")) == 1
    assert "T02  Pictures" in words


@pytest.mark.slow
@pytest.mark.parametrize("name", [LONG, "Fahrpreise & Räume", "租金和票价" * 9, "a" * 90])
def test_the_name_stands_in_the_figure_whole(in_merged, merged, name):
    assert in_merged("topics", "name", "m", "T01+T03", name).code == 0
    ran = in_merged("topics", "show", "m", "--report", "r")
    assert ran.code == 0, ran.err
    folder = merged.root / "reports" / "r"
    name_stands_whole(folder / "figures" / "topics_m.svg", name)
    assert name in texts_of(page_of(folder))


@pytest.mark.slow
def test_the_name_stands_in_a_whole_report(reported):
    name_stands_whole(reported / "figures" / "topics_m.svg", NAME)
    assert NAME in texts_of(page_of(reported))


@pytest.mark.slow
def test_tables_headings_and_workbook_have_the_name_once(reported):
    own = table(reported, "topics_m")
    assert [(row["topic"], row["name"]) for row in own] == [
        ("T01+T03", NAME),
        ("T02", "Pictures"),
        ("T04", ""),
    ]
    labels = [row["name"] or row["label"] for row in own]
    for name, per_topic in (
        ("topics_m_by_group", 2),
        ("topics_m_by_group_differences", 1),
        ("crosswalk_m_subject", 3),
    ):
        assert [row["label"] for row in table(reported, name)] == [
            label for label in labels for _ in range(per_topic)
        ]
    headings = [str(text) for text in page_of(reported).xpath("//h3/text()|//h4/text()")]
    for theme in (NAME, "Pictures", f"{own[2]['label']} (label proposed)"):
        assert headings.count(theme) == 1, headings
    workbook = openpyxl.load_workbook(reported / "tables.xlsx")
    sheet = next(workbook[one] for one in workbook.sheetnames if one.endswith("topics_m"))
    assert sheet["B4"].value == NAME
    assert sheet["A1"].value.startswith("m: 3 themes of 4 topics")


@pytest.mark.slow
def test_a_topic_without_a_name_keeps_its_id_and_label(reported):
    label = table(reported, "topics_m")[2]["label"]
    assert f"T04  {label}" in words_of(reported / "figures" / "topics_m.svg")


@pytest.mark.slow
def test_shares_in_a_report_add_up(reported):
    shares = [float(row["share"]) for row in table(reported, "topics_m")]
    assert sum(shares) == pytest.approx(1, abs=1e-5)


SIDES = "topics align small small --where-first group=x --where-second group=y".split()


def test_two_corpora_in_the_themes_of_a_model_have_its_names(in_merged, merged):
    ran = in_merged(*SIDES, "--model", "m", "--report", "a", "-f", "json")
    assert ran.code == 0, ran.err
    found = ran.rows
    assert {row["theme"]: row["name"] for row in found} == {
        "T01+T03": NAME,
        "T02": "Pictures",
        "T04": "",
    }
    assert "themes are those of the model 'm'" in ran.err
    assert NAME in ran.err
    folder = merged.root / "reports" / "a"
    assert f"T01+T03  {NAME}" in words_of(folder / "figures" / "aligned.svg")
    assert f"T01+T03 · {NAME} · " in texts_of(page_of(folder))
    printed = in_merged(*SIDES, "--model", "m").out
    assert f"T01+T03 · {NAME} · " in printed


def test_themes_fitted_to_two_corpora_are_named_after_their_words(in_merged, merged):
    text = SETTINGS + '[topics.seeds]\nfares = ["ticket", "bus"]\n'
    (merged.root / "textmine.toml").write_text(text, encoding="utf-8")
    ran = in_merged(*SIDES, "--topics", "3", "--report", "a", "-f", "json")
    assert ran.code == 0, ran.err
    named = [row for row in ran.rows if row["name"]]
    assert [row["name"] for row in named] == ["fares"]
    assert "ticket" in named[0]["words"]
    figure = merged.root / "reports" / "a" / "figures" / "aligned.svg"
    assert f"{named[0]['theme']}  fares" in words_of(figure)


@pytest.mark.parametrize("option", ["--topics 3", "--engine nmf"])
def test_a_model_has_its_own_topics(in_merged, option):
    ran = in_merged(*SIDES, "--model", "m", *option.split())
    assert ran.code == 2
    assert "--model has its topics" in ran.err


def test_short_labels_stand_in_one_line():
    rows = [{"label": f"T0{n}  Fares", "value": 0.2, "low": 0.1, "high": 0.3} for n in range(1, 4)]
    assert "<tspan" not in interval_chart(rows, label="label")
