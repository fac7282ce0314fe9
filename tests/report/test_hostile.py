"""Texts, names and codes that try to break or script the report."""

from __future__ import annotations

import lxml.etree
import lxml.html
import openpyxl
import pytest

from tests.helpers import write_csv
from tests.made import FILLER, WORDS, copied, quick_workspace
from tests.once import made_once
from tests.report.reading import page_of, refuse_anything_active, texts_of
from textmine.cells.acting import marked
from textmine.classify import gold_codes, train_model
from textmine.codebook import Code, Codebook, Dimension, Product, save_codebook
from textmine.coding import open_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.present import Section, Table
from textmine.report.document import Report
from textmine.report.folder import write_workbook
from textmine.report.page import render_page
from textmine.report.whole.build import write_report
from textmine.report.whole.settings import ReportSettings
from textmine.schema import Coding
from textmine.store.tables import write_table
from textmine.topics import fit_topics

pytestmark = pytest.mark.slow  # the fixtures take long

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=1>",
    "{{7*7}}",
    "{% raw %}",
    "]]>",
    "--><svg/onload=alert(1)>",
    '"\' onmouseover="alert(1)',
    "javascript:alert(1)",
    "&lt;b&gt; &amp;",
    "=HYPERLINK(1)",
    "😀👩‍👩‍👧 مرحبا \u202eabc",
)
CONTROL = "a\x01\x0b\x1bz"
ENDLESS = "y" * 5000


def _name(place: int) -> str:
    return HOSTILE[place % len(HOSTILE)]


@pytest.fixture(scope="module")
def hostile_root(tmp_path_factory):
    """A corpus, two coders, a model and topics, all of them with hostile content."""
    return made_once(tmp_path_factory.getbasetemp(), "of-bad", _make_hostile) / "ws"


def _make_hostile(folder):
    space = quick_workspace(folder / "ws")
    rows = [
        (
            f"{place} {_name(place)}",
            f"t{place // 3} {_name(place // 3)}",
            f"p{place % 9} {_name(place)}",
            f"{_name(place)} {WORDS['abc'[place % 3]]} and {FILLER[place % 9]} {_name(place + 1)}. "
            f"{CONTROL} {ENDLESS if place in (4, 5, 6) else ''}",
        )
        for place in range(30)
    ]
    table = write_csv(folder / "rows.csv", ["id", "thread_id", "author", "text"], rows)
    about = About(" ".join(HOSTILE), HOSTILE[0], synthetic=True)
    corpus = import_corpus(space, "bad", read_documents(table), about).corpus
    book = Codebook(
        name="bad-book",
        dimensions=tuple(
            Dimension(
                id=name,
                name=HOSTILE[0],
                codes=tuple(Code(id=code, name=HOSTILE[1]) for code in codes),
            )
            for name, codes in (("one", HOSTILE[:3]), ("two", HOSTILE[4:7]))
        ),
        product=Product(
            name=f"{HOSTILE[0]} {HOSTILE[4]}",
            rows="one",
            columns="two",
            cells={HOSTILE[0] + HOSTILE[4]: HOSTILE[1]},
        ),
    )
    save_codebook(space, book)
    open_codings(space).append(
        [
            Coding("bad", identity, dimension.id, code, coder, codebook=book.name)
            for place, identity in enumerate(corpus.ids)
            for dimension in book.dimensions
            for coder, code in (
                (HOSTILE[0], dimension.code_ids[place % 3]),
                (f"{HOSTILE[1]} {CONTROL}", dimension.code_ids[(place + place // 20) % 3]),
            )
        ]
    )
    gold = gold_codes(open_codings(space).current("bad"), book, f"{HOSTILE[1]} {CONTROL}")
    train_model(space, corpus, corpus, gold[:1], book, "bad-model", space.settings)
    fit_topics(space, corpus, "bad-topics", space.settings.override("topics", max_df=1.0))
    write_report(space, corpus, "r", ReportSettings(coder=HOSTILE[0]))


@pytest.fixture
def hostile(hostile_root):
    return hostile_root / "reports" / "r"


def test_the_page_is_inert_and_shows_it_all_as_text(hostile):
    page = page_of(hostile)
    refuse_anything_active(page)
    assert len(list(page.iter("section"))) == 8
    text = texts_of(page)
    for words in map(marked, HOSTILE):
        assert words in text or " ".join(words.split()) in " ".join(text.split()), words
    assert (hostile / "report.html").read_text(encoding="utf-8").count("<style>") == 1


def test_a_word_without_end_is_cut_in_a_quotation(hostile):
    quotations = [quote.text_content() for quote in page_of(hostile).iter("blockquote")]
    assert quotations
    assert max(map(len, quotations)) < 800


def test_the_page_holds_no_character_that_html_forbids(hostile):
    raw = (hostile / "report.html").read_text(encoding="utf-8")
    assert not [char for char in raw if ord(char) < 32 and char not in "\n\r\t"]


def test_figures_are_well_formed_and_inert(hostile):
    figures = sorted((hostile / "figures").glob("*.svg"))
    assert len(figures) == len(list(page_of(hostile).iter("figure"))) > 4
    for path in figures:
        refuse_anything_active(lxml.etree.fromstring(path.read_bytes()))


def test_the_workbook_opens_and_no_cell_is_a_formula(hostile):
    book = openpyxl.load_workbook(hostile / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert HOSTILE[0] in {cell.value for cell in cells}


def test_pages_of_other_models_stay_themselves(hostile_root, tmp_path):
    """Rendering runs no template that stands in a text, wherever it stands."""
    space = copied(hostile_root, tmp_path / "ws")
    settings = ReportSettings(coder=HOSTILE[0])
    written = write_report(space, load_corpus(space, "bad"), "again", settings)
    assert (
        written.page.read_bytes() == (hostile_root / "reports" / "r" / "report.html").read_bytes()
    )


@pytest.mark.parametrize("words", [*HOSTILE, CONTROL])
def test_any_place_of_a_report(tmp_path, words):
    table = Table(name="t", title=words, rows=[{words: words, "n": 1, "x": None}], note=words)
    section = Section(id="s", title=words, sentences=[words], tables=[table])
    made = Report(words, words, True, [section], words, {words: words})
    page = lxml.html.document_fromstring(render_page(made).encode())
    refuse_anything_active(page)
    assert len(list(page.iter("td"))) == 3
    write_workbook(tmp_path / "t.xlsx", [table])
    _, sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert sheet["A4"].data_type == "s"
    write_table(tmp_path / "t.csv", table.rows[0], table.rows)


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
def test_what_looks_like_a_formula_is_a_string(tmp_path, value):
    write_workbook(tmp_path / "t.xlsx", [Table("t", value, [{value: value}])])
    listed, sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert (listed["B2"].data_type, listed["B2"].value) == ("s", value)
    for place in ("A1", "A3", "A4"):
        assert (sheet[place].data_type, sheet[place].value) == ("s", value)


def test_same_sheet_names_do_not_clash(tmp_path):
    tables = [Table("x" * 40, "t", [{"a": 1}]), Table("x" * 40, "t", [{"a": 2}])]
    write_workbook(tmp_path / "t.xlsx", tables)
    assert len(openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames) == 3
