"""A report in other forms: the same content, figures as numbers, nothing wider than the page."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import sharp_figures
from tests.helpers import visible_files
from tests.report.test_docx import HOSTILE, report
from textmine.cells.latex import in_latex, in_latex_lines
from textmine.choices import ReportForm
from textmine.cli.main import run as run_command
from textmine.corpus import load_corpus
from textmine.errors import InputError, UsageError
from textmine.present import Column, Section, Table, Value, table_of
from textmine.report.document import FILES, USUAL, Report, forms_of
from textmine.report.docx import docx_bytes
from textmine.report.folder import write_out, write_workbook
from textmine.report.latex import latex_page
from textmine.report.page import markdown_page
from textmine.report.printed import is_figure, notes_of, print_figure, printed_table, size_of
from textmine.report.whole.build import write_report

ENGINES = [name for name in ("pdflatex", "lualatex") if shutil.which(name)]
SIGNS = (
    r"\input{/etc/passwd} ~^_#$%&{}\ -- --- '' ,, << >> “q” α=.8 αβγ é ü",
    "Привет ß 😀👩‍👩‍👧 مرحبا 漢字 ‰ €",
    "y" * 400,
    "\n\n[opt] second\\\\\n[x]\n",
    "^^5cend ^^M \\write18{id}",
)


def of_table(table: Table, **more: object) -> Report:
    section = Section("s", "Shares", ["Read them so."], [table])
    return replace(Report("R", "", False, [section], "textmine"), **more)


def shares() -> Table:
    columns = [
        Column("code", lambda row: row[0]),
        Column("value", lambda row: row[1], "share [95 %]"),
        Column("count", lambda row: row[2]),
        Column("n", lambda row: 131, people=False),
        Column("unit", lambda row: "documents", people=False),
    ]
    rows = [("1", Value(0.25, 0.2, 0.3), 33), ("2", Value(0.75, 0.7, 0.8), 98)]
    return table_of("shares", "Shares of codes", columns, rows, "Codes are final.")


def test_every_form_is_a_file_and_some_are_usual():
    assert [*FILES] == [*ReportForm.__args__]
    assert forms_of(" XLSX,docx,docx ") == ("docx", "xlsx")
    assert forms_of(None) == USUAL
    for wrong in ("pdf", "docx,,pdf", "", ","):
        with pytest.raises(UsageError, match="cannot be written as"):
            forms_of(wrong)


def test_figures_are_told_from_names():
    figures = [0.5, 3, "0.250 [0.200, 0.300]", "-1.5", "34 (26 %)", "+0.1 [-0.2, 0.3]"]
    figures += [
        "15\xa0% [4, 41]",
        "15\xa0% [4; 41]",
        ",82 [,75; ,88]",
        "55\xa0% [47, 63]\n72\xa0/\xa0131",
    ]
    assert all(map(is_figure, figures))
    names = ["1", "2013", "A1", "", "T01", "1-3 days", None, True and "yes"]
    assert not any(map(is_figure, names))


def test_a_printed_table_never_is_wider_than_the_page():
    wide = Table("w", "", [{f"column {n}": "a longer text " * n for n in range(30)}])
    for table in (wide, shares(), Table("x", "", [{"y" * 900: "y" * 900, "n": 1}])):
        printed = printed_table(table)
        assert printed is not None
        assert 0 < sum(printed.shares) <= 1 + 1e-9
    assert printed_table(Table("none", "", [])) is None


def test_an_interval_is_not_broken_and_n_is_said_once():
    printed = printed_table(shares())
    assert printed.right == [False, True, True]
    assert printed.rows[0][1] == "0.250\xa0[0.200,\xa00.300]"
    assert size_of(shares()) == "n = 131 documents"
    assert notes_of(shares()) == "Codes are final. n = 131 documents"
    assert notes_of(replace(shares(), title="Shares, n = 131")) == "Codes are final."


def test_a_share_with_its_interval_is_not_broken_and_words_have_more_room_than_labels():
    row = {"share": "15\xa0% [4, 41]", "label": "a label " * 6, "quotation": "so many words " * 30}
    printed = printed_table(Table("t", "", [row]))
    assert printed.rows[0][0] == "15\xa0%\xa0[4,\xa041]"
    assert printed.shares[2] > 1.5 * printed.shares[1]


def test_word_has_heads_on_each_page_figures_to_the_right_and_the_appendix_apart():
    more = Section("a", "All figures", ["Here."])
    made = of_table(
        shares(), appendix=[more], authors=["Ann", "Bob"], date="May 2026", question="How many?"
    )
    document = docx.Document(io.BytesIO(docx_bytes(made)))
    texts = [one.text for one in document.paragraphs]
    assert texts[:3] == ["R", "Ann, Bob · May 2026", "How many?"]
    assert "Codes are final. n = 131 documents" in texts
    assert document.core_properties.author == "Ann; Bob"
    apart = [one for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert [one.text for one in apart] == ["Appendix"]
    assert texts[texts.index("Appendix") + 1] == "All figures"
    [grid] = document.tables
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    first = grid.rows[1].cells
    sides = [cell.paragraphs[0].alignment for cell in first]
    assert sides == [None, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.RIGHT]
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    assert sum(column.width for column in grid.columns) <= room


def test_word_says_what_a_figure_shows():
    document = docx.Document(io.BytesIO(docx_bytes(report("rye"))))
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "rye"
    assert round(shape.width.cm, 1) <= 16.0


def test_a_figure_is_drawn_at_print_size():
    with sharp_figures():
        drawn, again = (print_figure(report("rye").figures[0]) for _ in range(2))
    width, height = (int.from_bytes(drawn.png[at : at + 4]) for at in (16, 20))
    assert abs(width - drawn.width_cm / 2.54 * 300) < 3
    assert height / 300 * 2.54 <= 21.1
    dots = drawn.png[drawn.png.index(b"pHYs") + 4 :][:4]
    assert round(int.from_bytes(dots) * 0.0254) == 300
    assert drawn.png == again.png


def test_the_workbook_lists_its_sheets_and_holds_numbers(tmp_path):
    write_workbook(tmp_path / "t.xlsx", [shares()], ["R", "=1+1"])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    first, sheet = book
    rows = [[cell.value for cell in row] for row in first.iter_rows()]
    assert rows[0][0] == "R"
    assert rows[3] == ["1 shares", "Shares of codes", 2, "n = 131 documents", "Codes are final."]
    assert first["A2"].data_type == "s"
    assert first["A4"].hyperlink.location == "'1 shares'!A1"
    assert (sheet["A1"].value, sheet["A2"].value) == (
        "Shares of codes",
        "n = 131 documents · Codes are final.",
    )
    heads = [cell.value for cell in sheet[3]]
    value, count = sheet[4][heads.index("value")], sheet[4][heads.index("count")]
    assert (value.value, value.number_format) == (0.25, "0.000")
    assert (count.value, count.number_format) == (33, "0")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("1", "s")


def test_latex_holds_what_the_report_holds():
    made = of_table(shares(), authors=["Ann"], question="How many?", appendix=[Section("a", "All")])
    page = latex_page(made)
    for told in (
        r"\title{R}",
        r"\section{Shares}",
        r"\caption{Shares of codes}",
        r"\toprule",
        r"1 & 0.250~{[}0.200,~0.300{]} & 33 \\",
        r"\tablenote{Codes are final. n = 131 documents}",
        r"\appendix",
        "How many?",
    ):
        assert told in page, told


def test_latex_takes_the_figures_that_lie_beside_it():
    made = report("rye")
    drawn = {one.name: print_figure(one) for one in made.figures}
    assert r"\includegraphics[" in latex_page(made, drawn)
    assert "{figures/f.png}" in latex_page(made, drawn)
    assert "includegraphics" not in latex_page(made)
    assert "](<figures/f.png>)" in markdown_page(made, drawn)
    assert "figures/" not in markdown_page(made)


COMMANDS = (
    *(r"\textbackslash", r"\textasciicircum", r"\textasciitilde", r"\textquotedbl"),
    *(r"\textasciigrave", r"\textbar", r"\textless", r"\textgreater", r"\ldots"),
    *(r"\allowbreak", r"\newline", r"\ensuremath", r"\leq", r"\geq", r"\neq", r"\approx"),
    *(r"\rightarrow", r"\leftarrow", r"\infty", r"\surd", r"\times", r"\bullet"),
    *(r"\alpha", r"\beta", r"\gamma", r"\delta", r"\kappa", r"\lambda", r"\mu", r"\pi"),
    *(r"\rho", r"\sigma", r"\tau", r"\phi", r"\chi"),
    *(rf"\{mark}" for mark in "{}$&#%_,-"),
)
"""All that a text is ever written with."""


@given(st.text() | st.text(alphabet="\\{}$&#^_%~[]`'\"-,<>|\x00a \n"))
def test_no_text_is_a_command_in_latex(text):
    for told in (in_latex(text), in_latex_lines(text)):
        left = re.sub("|".join(map(re.escape, COMMANDS)), "", told)
        assert not set(left) & set("\\$&#%_^\x00\x01\x02"), told
        assert left.count("{") == left.count("}"), told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a--b ''", r"a-{}-b '{}'"),
        ("κ = .8 of Ακρόπολη", r"\ensuremath{\kappa} = .8 of Ακρόπολη"),
        ("e\u0301", "é"),
        ("👍🏽", "{[}thumbs up sign{]}{[}emoji modifier fitzpatrick type-4{]}"),
    ],
)
def test_signs_in_latex(text, told):
    assert in_latex(text) == told


@pytest.mark.slow
@pytest.mark.skipif(not ENGINES, reason="No LaTeX is installed: pdflatex or lualatex.")
@pytest.mark.parametrize("engine", ENGINES)
def test_latex_of_hostile_texts_compiles(engine, tmp_path):
    made = report(" | ".join([*HOSTILE, *SIGNS]))
    made = replace(made, authors=list(SIGNS), question=SIGNS[0], appendix=made.sections)
    drawn = {one.name: print_figure(one) for one in made.figures}
    (tmp_path / "figures").mkdir()
    for name, figure in drawn.items():
        (tmp_path / "figures" / f"{name}.png").write_bytes(figure.png)
    (tmp_path / "r.tex").write_text(latex_page(made, drawn), encoding="utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "r.tex"]
    for _ in range(2):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
        assert ran.returncode == 0, ran.stdout[-2000:].decode(errors="replace")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_out_takes_latex_and_says_what_else(tmp_path):
    write_out(tmp_path / "r.tex", report("rye"))
    assert (tmp_path / "r.tex").read_text(encoding="utf-8").endswith("\\end{document}\n")
    with pytest.raises(InputError, match="has an ending that textmine does not write"):
        write_out(tmp_path / "r.pdf", report("rye"))
    assert [path.name for path in tmp_path.iterdir()] == ["r.tex"]


@pytest.mark.slow
def test_a_report_in_all_forms_twice_the_same(small):
    corpus = load_corpus(small, "small")
    found = []
    for _ in range(2):
        written = write_report(small, corpus, "r", to=forms_of(",".join(FILES)))
        found.append(visible_files(written.page.parent))
    assert found[0] == found[1]
    assert {"report.html", "report.docx", "report.tex", "report.md", "tables.xlsx"} <= {*found[0]}
    assert written.page.name == "report.html"


def test_only_what_is_asked_for_is_written(small, monkeypatch, capsys):
    monkeypatch.chdir(small.root)
    assert run_command(["tabulate", "small", "--report", "t", "--to", "md,xlsx"]) == 0
    names = {path.name for path in (small.root / "reports" / "t").iterdir()}
    assert names == {"report.md", "tables.xlsx", "figures", "manifest.json"}
    assert "report.md" in capsys.readouterr().err
    assert run_command(["tabulate", "small", "--report", "u", "--to", "pdf"]) == 2
    assert not (small.root / "reports" / "u").exists()
    assert run_command(["tabulate", "small", "--to", "md"]) == 2
    assert "--report NAME" in capsys.readouterr().err


def test_the_archive_of_a_document_is_whole(tmp_path):
    write_out(tmp_path / "r.docx", report("rye"))
    with zipfile.ZipFile(Path(tmp_path / "r.docx")) as archive:
        assert archive.testzip() is None
