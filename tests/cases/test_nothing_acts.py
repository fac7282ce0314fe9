"""Nothing in a text or a name acts: on a terminal, in a spreadsheet, on a page or in a card."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from typer.testing import CliRunner

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.cells.markdown import in_markdown
from textmine.cells.spreadsheet import neutralise, restore, write_csv_table
from textmine.cli.main import app
from textmine.cli.output import InertStream, escaped_json, marked
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.report.codebook_page import codebook_page
from textmine.report.figures import interval_chart
from textmine.schema import Coding
from textmine.store import Workspace

ESCAPES = {
    "colour": "\x1b[31mred",
    "clear": "\x1b[2J\x1b[H",
    "link": "\x1b]8;;http://a.example\x07here\x1b]8;;\x07",
    "title": "\x1b]0;owned\x07",
    "c1": "\x9b31mred",
    "backspace": "safe\b\b\b\bgone",
    "return": "first\rsecond",
    "bell": "a\x07b",
    "delete": "a\x7fb",
    "bidi": "abc\u202edef\u202c",
    "isolate": "\u2066abc\u2069",
    "markup": "[red]not red[/red]",
}
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULAS = ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@here", "=HYPERLINK(1)", "'=1", "''+x"]
NUMBERS = ["-0.5", "+3", "-1e-5", "-12,5", "-40 %"]


def _inert(ran) -> None:
    assert not ACTS.search(ran.out), ACTS.findall(ran.out)
    assert not ACTS.search(ran.err), ACTS.findall(ran.err)
    assert "Traceback" not in ran.err


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def _corpus(space: Workspace, folder: Path, bad: str, name: str = "odd") -> None:
    rows = [
        [f"d{n}", f"t{n // 2} {bad}", f"{bad} p{n}", f"{bad} is a text of some length, {n}", bad]
        for n in range(6)
    ]
    header = ["id", "thread_id", "author", "text", f"mood {bad}"]
    path = write_csv(folder / "rows.csv", header, rows)
    import_corpus(space, name, read_documents(path), About(f"about {bad}", bad))
    book = Codebook(
        name="book",
        dimensions=(
            Dimension(
                id="mood",
                name=f"mood {bad}",
                codes=(Code(id=f"good {bad}", name=bad), Code(id="poor", name=bad)),
            ),
        ),
    )
    save_codebook(space, book)
    open_codings(space).append(
        [
            Coding(name, f"d{n}", "mood", code, coder, codebook="book")
            for n in range(6)
            for coder, code in (
                (f"ann {bad}", f"good {bad}" if n % 2 else "poor"),
                ("bob", f"good {bad}" if n % 3 else "poor"),
            )
        ]
    )


COMMANDS = [
    "corpus info odd",
    "corpus check odd",
    "corpus list",
    "corpus duplicates odd",
    "kwic odd text",
    "words odd",
    "coding history odd",
    "coding remove odd --list",
    "agreement odd",
    "agreement odd --per-code",
    "tabulate odd --coder bob",
    "codebook show book",
    "codebook list",
    "corpus reidentification odd",
    "coding adjudicate odd",
    "coding sample odd --n 3 --coders ann",
]


@pytest.mark.parametrize("bad", ESCAPES.values(), ids=ESCAPES)
def test_nothing_that_is_printed_acts(workspace, run, tmp_path, bad):
    _corpus(workspace, tmp_path, bad)
    for place, command in enumerate(COMMANDS):
        form = ((), ("-f", "csv"), ("-f", "json"))[place % 3]
        _inert(run(*command.split(), *form))
        _inert(run(*command.split()))
    if bad.startswith("[red]"):
        assert "mood [red]not red[/red]" in run("corpus", "info", "odd").out
    elif "\x1b" in bad:
        assert "\\x1b" in run("corpus", "info", "odd").out


@pytest.mark.parametrize("bad", ESCAPES.values(), ids=ESCAPES)
@pytest.mark.parametrize(
    "command",
    [
        ["corpus", "info", "{}"],
        ["corpus", "{}"],
        ["{}"],
        ["corpus", "info", "forum", "--{}"],
        ["corpus", "info", "forum", "--format", "{}"],
        ["corpus", "import", "{}.csv"],
        ["corpus", "export", "forum", "--out", "{}/x.csv"],
        ["tabulate", "forum", "--coder", "{}"],
        ["kwic", "forum", "{}", "--where", "{}=1"],
        ["coding", "sample", "forum", "--n", "{}"],
        ["codebook", "show", "{}"],
    ],
)
def test_what_was_typed_is_told_and_does_not_act(coded, run, command, bad):
    typed = bad.replace("\x00", "")
    ran = run(*(word.replace("{}", typed) for word in command))
    assert ran.code != 0 or "kwic" in command
    _inert(ran)


def test_also_through_the_app_itself(coded, monkeypatch):
    monkeypatch.chdir(coded.root)
    ran = CliRunner().invoke(app, ["corpus", "info", "forum", "--\x1b[31mx"])
    assert ran.exit_code == 2
    assert "\\x1b[31mx" in ran.output
    assert "\x1b" not in ran.output


def test_a_file_whose_name_acts(workspace, run, tmp_path):
    path = write_csv(tmp_path / "a\x1b[31m\u202e.csv", ["id", "text"], [["1", "=text of a kind"]])
    _inert(run("corpus", "import", path, "--name", "odd"))
    _inert(run("corpus", "info", "odd"))


def test_json_keeps_what_it_escapes():
    bad = "".join(ESCAPES.values())
    assert json.loads(escaped_json(json.dumps(bad, ensure_ascii=False))) == bad
    assert not ACTS.search(escaped_json(json.dumps(bad, ensure_ascii=False)))


@pytest.mark.parametrize("text", ["ä€😀 مرحبا", "tab\tand\nline", "👩‍👩‍👧"])
def test_other_letters_are_shown_as_they_are(text):
    assert marked(text) == text


def test_letters_that_the_output_does_not_have():
    raw = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    InertStream(raw).write("ä\udc80")
    raw.flush()
    assert raw.buffer.getvalue() == b"\\xe4\\udc80"  # type: ignore[attr-defined]


@pytest.mark.parametrize("bad", ESCAPES.values(), ids=ESCAPES)
def test_a_workbook_takes_any_name_and_text(workspace, run, tmp_path, bad):
    _corpus(workspace, tmp_path, bad)
    ran = run("corpus", "export", "odd", "--out", tmp_path / "odd.xlsx")
    assert ran.code == 0, ran.err
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("meta.mood") for cell in cells)
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert not [cell for cell in cells if re.search("[\x00-\x08\x0b-\x1f]", str(cell.value))]
    sampled = run(*"coding sample odd --n 4 --coders cat --include-coded".split())
    assert sampled.code == 0, sampled.err
    sheets = run(*"coding sheets odd --codebook book --out".split(), tmp_path / "sheets")
    assert sheets.code == 0, sheets.err


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("bad", [*FORMULAS, "#N/A", "#REF!"])
def test_formulas_in_an_exported_corpus(workspace, run, tmp_path, bad, ending):
    _corpus(workspace, tmp_path, bad)
    target = tmp_path / f"odd.{ending}"
    assert run("corpus", "export", "odd", "--out", target).code == 0
    if ending == "xlsx":
        cells = [c for row in openpyxl.load_workbook(target).active.iter_rows() for c in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
    else:
        with target.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, delimiter="\t" if ending == "tsv" else ",")
            cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]
    assert run("corpus", "import", target, "--name", "again").code == 0
    before, after = load_corpus(workspace, "odd"), load_corpus(workspace, "again")
    assert (after.texts, after.column("author")) == (before.texts, before.column("author"))


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_stay_numbers(number):
    assert neutralise(number) == number == restore(number)


def test_a_table_is_inert_and_comes_back():
    rows = [[text, 1, -0.5, None, "a\rb"] for text in [*FORMULAS, *NUMBERS, "\t=1", "\r=1"]]
    stream = io.StringIO(newline="")
    write_csv_table(stream, ["=head", "n", "x", "y", "z"], rows)
    read = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert read[0][0] == "'=head"
    for row, (first, _, number, _, turned) in zip(read[1:], rows, strict=True):
        assert restore(row[0]) == first
        assert first in NUMBERS or row[0][:1] not in tuple("=+-@\t\r＝")
        assert (row[2], row[4]) == (str(number), turned)


def test_an_apostrophe_of_another_programs_text_stays(workspace, run, tmp_path):
    rows = [["1", "'- said she, and went", "'@ann"], ["2", "- a list, and more of it", "bob"]]
    path = write_csv(tmp_path / "t.csv", ["id", "text", "author"], rows)
    assert run("corpus", "import", path, "--name", "own").code == 0
    assert load_corpus(workspace, "own").texts == [row[1] for row in rows]


@pytest.mark.parametrize("bad", FORMULAS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sheets_go_out_and_come_back(workspace, run, tmp_path, bad, form):
    _corpus(workspace, tmp_path, bad)
    sampled = run(*"coding sample odd --n 6 --coders cat --include-coded".split())
    assert sampled.code == 0, sampled.err
    ran = run(*"coding sheets odd --codebook book --out".split(), tmp_path / "s", "--format", form)
    assert ran.code == 0, ran.err
    [path] = (tmp_path / "s").glob(f"*.{form}")
    if form == "csv":
        rows = _rows(path.read_text(encoding="utf-8-sig"))
        for row in rows:
            row["mood"] = neutralise(f"good {bad}")
        path.unlink()
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    else:
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        sheet = book["coding"]
        column = [cell.value for cell in sheet[1]].index("mood") + 1
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, column).value = f"good {bad}"
        book.save(path)
    ran = run("coding", "import", path)
    assert ran.code == 0, ran.err
    mine = [one for one in open_codings(workspace).current("odd") if one.coder == "cat"]
    assert [one.code for one in mine] == [f"good {bad}"] * 6


@pytest.mark.parametrize("bad", FORMULAS)
def test_disagreements_go_out_inert(workspace, run, tmp_path, bad):
    _corpus(workspace, tmp_path, bad)
    ran = run("agreement", "odd", "--disagreements", tmp_path / "d.csv")
    assert ran.code == 0, ran.err
    text = (tmp_path / "d.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]


HOSTILE = ["<script>alert(1)</script>", "a|b", "[x](javascript:1)", "`code`", "a\n# b", "]]>"]


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values()])
def test_markdown_takes_a_name_as_a_name(bad):
    shown = in_markdown(bad)
    assert not ACTS.search(shown)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[<>|\[\]`]", shown)


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values(), '" onload="alert(1)'])
def test_a_chart_takes_a_name_as_a_name(bad):
    rows = [{"label": f"{bad} {n}", "value": 0.5, "low": 0.4, "high": 0.6} for n in range(2)]
    root = etree.fromstring(interval_chart(rows, label="label").encode())
    tags = {etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)}
    assert not tags & {"script", "a", "foreignObject", "image"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert not ACTS.search("".join(root.itertext()))


@pytest.mark.parametrize("bad", [*HOSTILE, *ESCAPES.values()])
def test_a_page_of_a_codebook(workspace: Workspace, run: Run, tmp_path: Path, bad: str):
    _corpus(workspace, tmp_path, bad)
    ran = run("codebook", "show", "book", "--format", "html", "--out", tmp_path / "b.html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'href="javascript:' not in page
    assert not ACTS.search(page)
    if "\u202e" in bad:
        assert "\\u202edef" in page


def test_the_page_and_figures_of_a_corpus(workspace, run, tmp_path):
    _corpus(workspace, tmp_path, "".join(ESCAPES.values()).replace("\x00", ""))
    ran = run("report", "odd", "--name", "r")
    assert ran.code == 0, ran.err
    files = [
        path
        for path in workspace.root.rglob("*")
        if path.suffix in (".html", ".svg") and ".textmine" not in path.parts
    ]
    assert {path.suffix for path in files} == {".html", ".svg"}
    for path in files:
        assert not ACTS.search(path.read_text(encoding="utf-8")), path


RIGHT_TO_LEFT = ["مرحبا بالعالم", "שלום עולם", "سلام \u200fدنیا", "a \u200eb"]


@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_texts_from_right_to_left_stay_readable(text):
    assert marked(text) == in_markdown(text) == text
    codes = [Code(id=one, name=text, definition=text, examples=(text,)) for one in ("a", "b")]
    dimension = Dimension(id="d", name=text, codes=tuple(codes))
    book = Codebook(name="book", title=text, dimensions=(dimension,))
    page = codebook_page(book)
    assert page.count(text) >= 6
    assert f'<h1 dir="auto">{text}</h1>' in page
    assert f"<bdi>{text}</bdi>" in page
    assert f'<q dir="auto">{text}</q>' in page
    rows = [{"label": text, "value": 0.5, "low": 0, "high": 1}]
    assert text in interval_chart(rows, label="label")
