"""What the report of whole corpora says of its models, quotations, sources and choices."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.report.reading import page_of, texts_of
from textmine.checking.made_from import changed_inputs
from textmine.coding import open_codings
from textmine.corpus import Corpus, load_corpus
from textmine.present import Figure, Light, Quote, Section, Table
from textmine.report.language import language_of
from textmine.report.whole.appendix import references_section
from textmine.report.whole.build import write_report
from textmine.report.whole.lights import thresholds_once
from textmine.report.whole.quoting import in_a_cell
from textmine.report.whole.risks import QuotationRisks, risks_section, risks_text, with_aliases
from textmine.report.whole.settings import ReportSettings, read_report_settings
from textmine.report.whole.wording import in_numerals
from textmine.store import read_manifest

RUN = 8
WORD = re.compile(r"\w+")


def runs_of(text):
    words = [one.casefold() for one in WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@pytest.mark.slow
def test_nobody_is_quoted_in_any_file_where_nobody_is_to_be(told, trained):
    corpus = load_corpus(trained, "forum")
    settings = ReportSettings(quotations={"show": False})
    folder = write_report(trained, corpus, "r", settings, to=("html", "md", "csv")).page.parent
    said = {run for text in corpus.texts for run in runs_of(text)}
    page = page_of(folder)
    assert not list(page.iter("blockquote"))
    for path in folder.rglob("*.*"):
        if path.suffix in (".html", ".md", ".csv", ".svg"):
            assert not said & runs_of(path.read_text(encoding="utf-8")), path.name
    assert said & runs_of(texts_of(page_of(told.root / "reports" / "r")))


@pytest.mark.slow
def test_models_older_than_the_codings_say_so(trained):
    corpus = load_corpus(trained, "forum")
    manifest = read_manifest(trained.folder("models", "forum-model"))
    assert changed_inputs(trained, manifest) == ()
    one = next(c for c in open_codings(trained).current("forum") if c.origin == "human")
    open_codings(trained).append([replace(one, coder="new", created_at="2026")])
    assert [each.what for each in changed_inputs(trained, manifest)] == ["codings/forum"]
    settings = ReportSettings(parts=("machine", "limits"), models=("forum-model",))
    page = page_of(write_report(trained, corpus, "r", settings).page.parent)
    said = "The model ‘forum-model’ was made before a change of the codings of ‘forum’"
    assert said in texts_of(page.get_element_by_id("limits"))
    assert texts_of(page).count(said) == 2


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        ("2026-03-03", "en", "3 March 2026"),
        ('"2026-03-03"', "de", "3. März 2026"),
        ('"in spring"', "en", "in spring"),
        ("2026-13-03", "en", None),
    ],
)
def test_a_date_may_stand_with_or_without_quotation_marks(tmp_path, written, language, told):
    path = tmp_path / "report.toml"
    path.write_text(f"date = {written}\n", encoding="utf-8")
    if told is None:
        with pytest.raises(Exception, match="not readable as TOML"):
            read_report_settings(path)
        return
    assert language_of(language).day(read_report_settings(path).date) == told
    assert ReportSettings(date=date(2026, 3, 3)).date == "2026-03-03"


def test_only_works_that_are_cited_are_listed():
    language = language_of("en")
    said = Section("a", "A", ["By Wilson (1927)."], figures=[Figure("f", "Bonett 2012", "<svg/>")])
    [section] = references_section([said], [], language)
    assert [text.partition(",")[0] for text in section.sentences] == ["Bonett", "Wilson"]
    assert references_section([Section("a", "A", ["Wilson was here."])], [], language) == []


def test_quotations_that_name_somebody_say_so_and_are_listed(trained):
    corpus, language = load_corpus(trained, "forum"), language_of("en")
    risks = QuotationRisks(corpus, trained.settings.nlp)
    named = (corpus.ids[0], "Write to me at ann.other@example.org, any day.")
    plain = (corpus.ids[1], "We want it.")
    risks.judge([named, plain])
    [note] = risks.notes(named, language)
    assert note.startswith("Tells who speaks (")
    assert "ann.other@example.org" in note
    assert risks.notes(plain, language) == []
    counted, called = risks_text([risks], language)
    assert counted.startswith("Of 2 quotations 1 tell who speaks")
    assert "2 messages are quoted with the name of their author" in called
    assert "aliases" in risks_text([risks], language, named=False)[1]
    [section] = risks_section([risks], language)
    assert [row["risk"] for row in section.tables[0].rows] == ["high", "low"]
    assert risks_text([QuotationRisks(corpus, trained.settings.nlp)], language) == []


def test_an_author_of_two_corpora_has_one_alias():
    here, there = (
        Corpus(name, pd.DataFrame({"id": list("abc"), "text": ["x"] * 3, "author": authors}), None)
        for name, authors in (("here", ["Ana", "", "Bo"]), ("there", ["Bo", "Cy", "Ana"]))
    )
    bare = Corpus("bare", here.documents.drop(columns="author"), None)
    here, there, same = with_aliases([here, there, bare], language_of("en"))
    assert here.column("author") == ["author 1", "", "author 2"]
    assert there.column("author") == ["author 2", "author 3", "author 1"]
    assert same is bare


@pytest.mark.slow
def test_how_texts_were_chosen_is_told_or_missed(trained):
    corpus = load_corpus(trained, "forum")
    settings = ReportSettings(parts=("methods", "limits"), models=())
    page = page_of(write_report(trained, corpus, "r", settings).page.parent)
    assert "Nobody wrote down how the texts of" in texts_of(page.get_element_by_id("limits"))
    assert "read from messages.csv (licence: MIT)" in texts_of(page.get_element_by_id("methods"))
    assert "Krippendorff, K. (2004)" in texts_of(page.get_element_by_id("references"))
    told = settings.model_copy(update={"selection": "All that came in 2013."})
    page = page_of(write_report(trained, corpus, "r", told).page.parent)
    assert "All that came in 2013." in texts_of(page.get_element_by_id("methods"))
    assert "were chosen is not told" not in texts_of(page)


@pytest.mark.slow
def test_rows_that_only_files_hold_are_not_on_the_page(trained):
    corpus = load_corpus(trained, "forum")
    settings = ReportSettings(parts=("appendix",), models=(), groups=("group",))
    folder = write_report(trained, corpus, "r", settings).page.parent
    with (folder / "tables" / "differences_by_group.csv").open(encoding="utf-8") as stream:
        assert len([*csv.reader(stream)]) > 30
    text = texts_of(page_of(folder).get_element_by_id("codes-by-group"))
    assert "of codes that stand out: " in text


def test_figures_write_numbers_as_the_language_does():
    drawing = "<svg><text>.82 [.75, .88]</text><text>v. 1,5</text><text>1,234 (5 %)</text></svg>"
    section = Section("a", "A", figures=[Figure("f", "F.", lambda width: drawing)])
    assert in_numerals(section, language_of("en")) is section
    [figure] = in_numerals(section, language_of("de")).figures
    told = re.findall("<text>(.*?)</text>", figure.at(400))
    assert told == [",82 [,75; ,88]", "v. 1,5", "1.234 (5 %)"]


def test_tables_write_numbers_as_the_language_does_and_files_keep_them():
    rows = [{"code": "1.2", "F1": "0.90 [0.88, 0.92]", "alone": "0.571", "share": 0.25, "n": 1234}]
    section = Section("a", "A", tables=[Table("t", "T", rows)])
    [table] = in_numerals(section, language_of("de")).tables
    told = {"code": "1.2", "F1": "0,90 [0,88; 0,92]", "alone": "0,571", "share": "0,250"}
    assert table.for_people == [told | {"n": "1.234"}]
    assert table.rows == rows


@pytest.mark.parametrize(("language", "told"), [("en", "“Ja.”\nAnn"), ("de", "„Ja.“\nAnn")])
def test_words_in_a_table_have_the_marks_of_the_language(language, told):
    assert in_a_cell(Quote("Ja.", "Ann"), language_of(language)) == told


@pytest.mark.slow
def test_aliases_stand_in_every_file_in_place_of_authors(told, trained):
    corpus = load_corpus(trained, "forum")
    authors = set(corpus.column("author")) - {""}
    settings = ReportSettings(people="aliases")
    folder = write_report(trained, corpus, "r", settings, to=("html", "md", "csv")).page.parent
    written = "\n".join(
        path.read_text(encoding="utf-8-sig")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".md", ".csv", ".json")
    )
    assert "author 1," in written
    elsewhere = "\n".join([*corpus.texts, *corpus.column("title")])
    assert [name for name in authors if name in written and name not in elsewhere] == []


def test_a_threshold_is_told_once():
    lights = [Light("good", "Firm", f"{name}.", "Threshold: 5.") for name in "ab"]
    shown = thresholds_once([*lights, Light("poor", "Loose", "c.", "Threshold: 6.")])
    assert [light.text for light in shown] == ["a. Threshold: 5.", "b.", "c. Threshold: 6."]
