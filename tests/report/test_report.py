"""The report of a workspace: its parts, its tables, and that it is the same twice."""

from __future__ import annotations

import csv
import io
import re

import lxml.etree
import openpyxl
import pytest

from tests.helpers import visible_files
from tests.made import add_corpus, small_documents
from tests.report.reading import page_of, refuse_anything_active, texts_of
from textmine.cli.main import run as run_command
from textmine.codebook import Code, Codebook, Dimension, Product, save_codebook
from textmine.coding import open_codings
from textmine.corpus import About, load_corpus
from textmine.errors import InputError, NotFoundError
from textmine.report.whole.build import write_report
from textmine.report.whole.settings import ReportSettings
from textmine.schema import Coding

pytestmark = pytest.mark.slow  # the fixtures take long


def reported(space, corpus, **how):
    write_report(space, load_corpus(space, corpus), "r", ReportSettings(**how))
    return space.root / "reports" / "r"


def csv_rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


CHAPTERS = (
    "Findings",
    "Codes",
    "Themes",
    "Groups: group",
    "Machine against people",
    "Methods",
    "Limits",
    "References",
)
APPENDIX = (
    "The corpus",
    "Before the analysis",
    "What was coded",
    "How far the coders agree",
    "Codes by group: forum",
    "What the machine learned: forum-model",
    "forum: knowledge_domain",
    "forum: goal_orientation",
    "Themes: forum-topics",
    "Themes by group: forum-topics",
    "Do the themes follow the codes on knowledge_domain? forum-topics",
    "Do the themes follow the codes on goal_orientation? forum-topics",
    "What the quotations tell of their authors",
    "What this report was made from",
)


def test_a_full_report_has_every_part(told):
    page = page_of(told.root / "reports" / "r")
    titles = [heading.text_content() for heading in page.iter("h2")]
    assert titles == [*CHAPTERS, "Appendix"]
    assert [one.text_content() for one in page.xpath("//summary/h3")] == [*APPENDIX]
    ids = [section.get("id") for section in page.iter("section")]
    assert [link.get("href") for link in page.xpath("//nav//a")] == [f"#{name}" for name in ids]
    assert "synthetic corpus" in page.find_class("banner")[0].text_content()
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert page.get("lang") == "en"
    refuse_anything_active(page)
    assert len(list(page.iter("svg"))) == 2 * len(list(page.iter("figure"))) > 20
    text = texts_of(page)
    assert "no grouping (leaks) [95 %]" in text
    assert "131 documents are coded: a census" in text
    assert str(told.root) not in text


def test_the_findings_come_first_and_say_what_the_tables_say(told):
    folder = told.root / "reports" / "r"
    first = page_of(folder).get_element_by_id("findings")
    sentences = [one.text_content() for one in first.iterchildren("p")]
    assert 3 <= len(sentences) <= 6
    counts = {row["name"]: row for row in csv_rows(folder / "tables" / CODES_FORUM)}
    leading = max(
        (row for row in counts.values() if row["dimension"] == "Knowledge domain"),
        key=lambda row: int(row["figures"].split("\u00a0/")[0]),
    )
    assert f"‘{leading['name']}’" in sentences[1]
    assert f"({leading['figures']})" in sentences[1]
    text = texts_of(page_of(folder))
    assert text.index("Knowledge domain:") < text.index("SHA-256")
    assert "textmine " not in re.sub(r"textmine \d", "", text)


CODES_FORUM = "codes_with_definitions_forum-ling-martins-2015.csv"


def test_every_file_is_listed_and_tables_agree(told):
    folder = told.root / "reports" / "r"
    files = visible_files(folder)
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    tables = sorted(name for name in files if name.startswith("tables/"))
    assert len(book.sheetnames) - 1 == len(tables) > 22
    written = [csv_rows(folder / name) for name in tables]
    shapes = [(list(rows[0]), len(rows)) for rows in written]
    for sheet in book.worksheets[1:]:
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0][0]
        found = (list(rows[2]), len(rows) - 3)
        assert found in shapes
        shapes.remove(found)
    for name in (name for name in files if name.endswith(".svg")):
        svg = lxml.etree.fromstring((folder / name).read_bytes())
        assert svg.tag.endswith("}svg")
        refuse_anything_active(svg)


def test_tables_are_what_the_commands_print(told, monkeypatch, capsys):
    folder = told.root / "reports" / "r"
    monkeypatch.chdir(told.root)
    for command, files in (
        ("tabulate forum", ["tabulation"]),
        ("agreement forum", ["agreement_1", "agreement_2", "agreement_3"]),
        ("topics show forum-topics", ["topics_forum-topics"]),
    ):
        capsys.readouterr()
        assert run_command([*command.split(), "--format", "csv"]) == 0
        printed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        written = [row for name in files for row in csv_rows(folder / "tables" / f"{name}.csv")]
        assert written == printed


def test_twice_the_same_bytes(told, trained):
    first = visible_files(told.root / "reports" / "r")
    written = write_report(trained, load_corpus(trained, "forum"), "r")
    assert written.sections == (*CHAPTERS, *APPENDIX)
    assert visible_files(written.page.parent) == first
    assert {"report.html", "tables.xlsx", "manifest.json", "figures/agreement.svg"} <= set(first)


def test_only_codings(small):
    folder = reported(small, "small")
    page = page_of(folder)
    titles = ["Findings", "Codes", "Methods", "Limits", "References", "Appendix"]
    assert [heading.text_content() for heading in page.iter("h2")] == titles
    assert not page.find_class("banner")
    assert [row["count"] for row in csv_rows(folder / "tables" / "cells.csv")] == ["16"] * 3


def test_only_topics(trained):
    folder = reported(trained, "forum-new", models=["forum-topics"])
    page = page_of(folder)
    assert [h.text_content() for h in page.iter("h2")] == [
        "Findings",
        "Themes",
        "Groups: group",
        "Methods",
        "Limits",
        "References",
        "Appendix",
    ]


BARE = (
    *("Findings", "Methods", "Limits", "References"),
    *("The corpus", "Before the analysis", "What this report was made from"),
)


def test_a_corpus_alone_is_reported_as_it_is(trained):
    written = write_report(trained, load_corpus(trained, "forum-new"), "r")
    assert written.sections == BARE
    rows = csv_rows(trained.root / "reports" / "r" / "tables" / "check_jobs.csv")
    assert {row["job"]: row["has"] for row in rows}["agreement"] == "no"


def test_machine_codes_alone_are_no_codes_by_people(trained):
    ids = load_corpus(trained, "forum-new").ids
    open_codings(trained).append(
        [Coding("forum-new", i, "goal_orientation", "A", "model:x", "machine") for i in ids]
    )
    written = write_report(trained, load_corpus(trained, "forum-new"), "r")
    assert written.sections == BARE


def test_a_model_that_is_not_there(trained):
    with pytest.raises(NotFoundError, match="no model 'gone'"):
        reported(trained, "forum", models=["gone"])


def test_a_coder_of_ones_own_choice(trained):
    folder = reported(trained, "forum", coder="coder-1")
    assert "Codes by coder-1 (human)" in texts_of(page_of(folder))
    with pytest.raises(InputError, match="no coder 'coder-9'"):
        reported(trained, "forum", coder="coder-9")


def test_codings_of_documents_that_are_gone_do_not_count(small, tmp_path):
    add_corpus(small, "small", small_documents(20, "abc")[0], tmp_path / "less.csv")
    folder = reported(small, "small")
    counts = [int(row["count"]) for row in csv_rows(folder / "tables" / "cells.csv")]
    assert sum(counts) == 20


def test_a_product_without_named_cells(small):
    sides = [
        Dimension(id=name, name=name, codes=tuple(Code(id=f"{name}{i}", name="n") for i in "12"))
        for name in ("p", "q")
    ]
    book = Codebook(
        name="crossed",
        dimensions=tuple(sides),
        product=Product(name="both", rows="p", columns="q"),
    )
    save_codebook(small, book)
    add = [
        Coding("other", f"d{i:03d}", name, f"{name}{1 + i % 2}", "ann", codebook="crossed")
        for i in range(20)
        for name in "pq"
    ]
    rows = small_documents(20, "abc")[0]
    add_corpus(small, "other", rows, small.root / "other.csv", About())
    open_codings(small).append(add)
    folder = reported(small, "other")
    assert "p by q" in texts_of(page_of(folder))
    assert {row["count"] for row in csv_rows(folder / "tables" / "tabulation.csv")} == {
        "10",
        "0",
    }


def test_every_coded_dimension_is_tabulated(workspace, tmp_path):
    rows = [{"id": str(n), "text": f"Message {n}.", "author": f"p{n}"} for n in range(12)]
    add_corpus(workspace, "c", rows, tmp_path / "c.csv")
    codes = tuple(Code(id=code, name=f"about {code}") for code in "xy")
    book = Codebook(
        name="b",
        dimensions=(
            Dimension(id="tone", name="T", codes=codes),
            Dimension(id="theme", name="T", labels="multi", codes=codes),
        ),
    )
    save_codebook(workspace, book)
    open_codings(workspace).append(
        [
            Coding("c", row["id"], dimension, code, "ann", codebook="b")
            for row in rows
            for dimension, given in (("tone", "x"), ("theme", "xy"))
            for code in given
        ]
    )
    write_report(workspace, load_corpus(workspace, "c"), "c")
    text = texts_of(page_of(workspace.root / "reports" / "c"))
    assert "tone, n = 12 documents" in text
    assert "theme, n = 12 documents" in text
    assert "12 documents have several codes" in text
