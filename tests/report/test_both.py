"""A report of two corpora: what both have and only one speaks of, first page and chapter."""

from __future__ import annotations

import re

import pytest

from tests.made import add_corpus, filled, run_at, small_documents
from tests.report.reading import page_of, texts_of
from textmine.corpus import load_corpus
from textmine.report.alignment import languages_told
from textmine.report.language import language_of
from textmine.report.whole import themes as module
from textmine.report.whole.build import build_report, write_report
from textmine.report.whole.settings import ReportSettings
from textmine.topics.fitting import fit_topics

PARTS = ("both", "methods")


@pytest.fixture
def sides(small, tmp_path_factory):
    """Corpus one speaks of rents, trains and paint, two of rents and trains only."""
    return filled(small, tmp_path_factory.getbasetemp(), "of-two-sides", _add_sides)


def _add_sides(space):
    for name, subjects in (("one", "abc"), ("two", "ab")):
        rows = [
            {**row, "id": f"{name}{row['id']}", "thread_id": f"{name}{place % 11}"}
            for place, row in enumerate(small_documents(72, subjects)[0])
        ]
        add_corpus(space, name, rows, space.root.parent / f"{name}.csv")
    settings = space.settings.override("topics", n_topics=3)
    fit_topics(space, load_corpus(space, "one"), "one-topics", settings)


def _report(space, *names, **settings):
    wanted = ReportSettings(**{"parts": PARTS, "quotations": {"risk": False}, **settings})
    return build_report(space, [load_corpus(space, name) for name in names], wanted)


def test_the_first_page_begins_with_what_one_side_alone_speaks_of(sides):
    findings, chapter, methods, *_ = _report(sides, "one", "two", quotations={}).sections
    assert findings.sentences[0] == "Themes fitted to ‘one’ and ‘two’ together."
    assert findings.sentences[1].startswith("Only in ‘one’: T0")
    assert chapter.title == "Themes of ‘one’ and ‘two’"
    quotes = [quote for topic in chapter.topics for quote in topic.quotations]
    assert {quote.source.partition(" · ")[0] for quote in quotes} == {"one", "two"}
    counted = re.findall(r"Of (\d+) quotations", " ".join(methods.sentences))
    assert int(counted[0]) >= len(quotes)


def test_a_report_that_quotes_nobody_has_figures_of_both_and_no_words(sides):
    report = _report(sides, "one", "two", quotations={"show": False})
    chapter = report.sections[1]
    assert chapter.tables[0].rows and not any(topic.quotations for topic in chapter.topics)
    assert not any(
        cell and "“" in str(cell) for row in chapter.tables[0].rows for cell in row.values()
    )


def test_in_german(sides):
    findings, chapter, *_ = _report(sides, "one", "two", language="de").sections
    assert findings.sentences[0].startswith("Themen, gemeinsam gebildet aus „one“ und „two“")
    assert "Urteil" in chapter.tables[0].for_people[0]
    assert {row["verdict"].split()[0] for row in chapter.tables[0].rows} <= {
        "only",
        "more",
        "shared",
    }


@pytest.mark.parametrize("names", [("one",), ("one", "two", "small"), ("two", "small")])
def test_there_is_no_chapter_but_for_two_corpora_of_which_themes_are_wanted(sides, names):
    assert [section.id for section in _report(sides, *names).sections][:2] == [
        "findings",
        "methods",
    ]


def test_corpora_too_large_to_compare_in_passing_are_named(sides, monkeypatch):
    monkeypatch.setattr(module, "MOST_AT_ONCE", 10)
    findings, chapter, *_ = _report(sides, "one", "two").sections
    assert chapter.sentences == [
        "144 documents are more than a report compares by itself. The comparison of ‘one’ and "
        "‘two’ is a page of its own."
    ]
    assert not findings.sentences[0].startswith("Themes fitted")


def test_the_chapter_stands_on_the_page_and_its_table_beside_it(sides):
    corpora = [load_corpus(sides, name) for name in ("one", "two")]
    wanted = ReportSettings(parts=("both",), quotations={"show": False})
    folder = write_report(sides, corpora, "r", wanted, to=("html", "csv")).page.parent
    page = texts_of(page_of(folder))
    assert "Only in ‘one’" in page
    assert "Tables: tables/ beside this page." in page
    assert (folder / "tables" / "aligned.csv").is_file()


ENGLISH = "The council wants to repair the old bridge and asks everybody what they think of it."
SPANISH = "El ayuntamiento quiere reparar el puente viejo y pregunta a todos qué piensan de ello."


def test_corpora_in_two_languages_are_not_compared(sides):
    for name, text in (("plans", ENGLISH), ("foro", SPANISH)):
        rows = [{"id": f"{n}", "text": f"{text} {n}", "thread_id": f"{n % 9}"} for n in range(30)]
        add_corpus(sides, name, rows, sides.root.parent / f"{name}.csv")
    ran = run_at(sides.root, *"topics align plans foro --topics 2 -f json".split())
    assert "Most texts of 'plans' are in the language 'en', and most of 'foro' in 'es'" in ran.err
    plans, foro = (load_corpus(sides, name) for name in ("plans", "foro"))
    told = languages_told(plans, foro, language_of("de"))
    assert "„en“" in told and "„es“" in told
    assert languages_told(plans, load_corpus(sides, "small")) == ""


def test_what_is_of_one_corpus_names_it(sides):
    findings, *_ = _report(sides, "one", "two").sections
    assert [figure.caption.partition(". ")[0] for figure in findings.figures] == ["one"]
