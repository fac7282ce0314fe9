"""textmine init, corpus, codebook, prepare: what they print and what they write."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

import textmine.nlp.prepare as prepare_module
from tests.conftest import FORUM, STRATEGIES
from tests.corpus.reading.documents.writers import Run as PdfRun
from tests.corpus.reading.documents.writers import lines, pdf_bytes
from tests.helpers import LONG, visible_files, write_csv
from textmine.corpus import load_corpus
from textmine.store import find_workspace


def test_init(tmp_path, run_in):
    run = run_in(tmp_path)
    ran = run("init", "consultation")
    assert (ran.code, ran.out) == (0, "")
    assert run_in(tmp_path / "consultation")("corpus", "list").code == 0


def test_import_keeps_that_texts_are_invented(workspace, run):
    ran = run("corpus", "import", FORUM / "messages.csv", "--name", "forum", "--synthetic")
    assert ran.code == 0
    assert load_corpus(workspace, "forum").info.synthetic


def test_import_of_documents_says_what_was_done_to_them(workspace, run):
    folder = workspace.root / "plans"
    folder.mkdir()
    pages = [
        [PdfRun("County plan", 60, 800), *lines([f"{LONG} {word}."])] for word in ("one", "two")
    ]
    (folder / "a.pdf").write_bytes(pdf_bytes(pages))
    (folder / "b.docx").write_bytes(b"broken")
    refused = run("corpus", "import", "plans", "--split", "paragraphs")
    assert refused.code == 1
    assert "b.docx: is not a Word document (.docx), or it is damaged" in refused.err
    ran = run("corpus", "import", "plans", "--split", "paragraphs", "--skip-bad-rows", "bad.csv")
    assert ran.code == 0
    assert "2 running headers, footers and page numbers were left out" in ran.err
    assert "Corpus 'plans': 2 documents" in ran.err
    kept = run("corpus", "import", "plans/a.pdf", "--keep-running-lines", "--name", "kept")
    assert "2 running headers, footers and page numbers were kept" in kept.err


def test_a_dry_run_writes_nothing_and_names_the_problems(workspace, run):
    write_csv(workspace.root / "t.csv", ["id", "text"], [["1", LONG], ["2", ""]])
    before = visible_files(workspace.root)
    ran = run(
        "corpus", "import", "t.csv", "--dry-run", "--skip-bad-rows", "aside.csv", "--id", "id"
    )
    assert ran.code == 0
    assert "row 3, column 'text': the text is empty" in ran.err
    assert "Dry run: nothing was written." in ran.err
    assert visible_files(workspace.root) == before


def test_bad_rows_go_into_their_file(workspace, run):
    write_csv(workspace.root / "t.csv", ["id", "text"], [["1", LONG], ["2", ""], ["3", "c"]])
    ran = run("corpus", "import", "t.csv", "--skip-bad-rows", "aside.csv", "--id", "id")
    assert ran.code == 0
    assert "1 row was put into aside.csv" in ran.err
    assert load_corpus(workspace, "t").ids == ["1", "3"]
    aside = (workspace.root / "aside.csv").read_text(encoding="utf-8-sig")
    assert aside.splitlines() == ["row,problem,id,text", "3,the text is empty,2,"]


def test_columns_can_be_named_and_left_out(workspace, run):
    write_csv(
        workspace.root / "t.csv",
        ["survey", "row", "Q1", "Q2", "name", "when"],
        [["a", "1", "short", LONG, "Ann", "3/4/2013"], ["a", "2", "x", LONG, "Bob", "5/6/2013"]],
    )
    ran = run(
        "corpus",
        "import",
        "t.csv",
        "--id",
        "survey+row",
        "--text",
        "Q1",
        "--author",
        "-",
        "--created-at",
        "when",
        "--thread-id",
        "survey",
    )
    assert ran.code == 0, ran.err
    assert "dates read as day/month/year; say --date-order mdy" in ran.err
    assert "kept as they are, under meta.: Q2, name" in ran.err
    corpus = load_corpus(workspace, "t")
    assert corpus.ids == ["a.1", "a.2"]
    assert corpus.texts == ["short", "x"]
    assert corpus.column("meta.name") == ["Ann", "Bob"]
    assert corpus.column("created_at")[0].startswith("2013-04-03")
    anew = ("corpus", "import", "t.csv", "--created-at", "when", "--date-order", "mdy")
    assert "There is a corpus 't' already" in run(*anew).err
    assert run(*anew, "--replace").code == 0
    assert load_corpus(workspace, "t").column("created_at")[0].startswith("2013-03-04")


@pytest.mark.parametrize(("split", "n"), [("none", 8), ("sections", None), ("paragraphs", None)])
def test_a_folder(workspace, run, split, n):
    ran = run("corpus", "import", STRATEGIES, "--name", "lep", "--split", split)
    assert ran.code == 0, ran.err
    corpus = load_corpus(workspace, "lep")
    assert len(corpus) == n or (n is None and len(corpus) > 50)
    for text, source, start, end in zip(
        corpus.texts,
        corpus.column("source"),
        corpus.column("meta.start"),
        corpus.column("meta.end"),
        strict=True,
    ):
        assert (STRATEGIES / source).read_text(encoding="utf-8")[int(start) : int(end)] == text


ODD_TEXTS = {
    "emoji": "👩‍👩‍👧 family 🇬🇧 flag 😀 done, said at some length",
    "right to left": "שלום לכולם, זה טקסט ארוך יותר مرحبا بالعالم",
    "combining": "cafe\u0301 a\u030a o\u0308 combining accents at some length",
    "formula": "=1+1",
    "markup": "[bold]not bold[/bold] [/] [link=x] :smile: \\[",
    "quotes": 'she said "no", then; | left\ttab',
    "html": "<script>alert(1)</script> & <b>x</b>",
    "lines": "first\n\n\nlast\u2028line\u0085end",
    "controls": "bell \x07 escape \x1b[31m red",
    "astral": "𝔸 mathematical 𐍈 gothic",
    "dash": "--help",
}


def test_odd_texts_come_in_and_go_out_unchanged(workspace, run):
    rows = [[name, text] for name, text in ODD_TEXTS.items()]
    write_csv(workspace.root / "t.csv", ["id", "text"], rows)
    assert run("corpus", "import", "t.csv").code == 0
    for kind in ("csv", "tsv", "jsonl"):
        assert run("corpus", "export", "t", "--out", f"out.{kind}").code == 0
        assert run("corpus", "import", f"out.{kind}", "--name", "again").code == 0
        corpus = load_corpus(workspace, "again")
        assert dict(zip(corpus.ids, corpus.texts, strict=True)) == ODD_TEXTS
    assert run("corpus", "export", "t", "--out", "out.xlsx").code == 0
    cells = openpyxl.load_workbook(workspace.root / "out.xlsx").active["B"][1:]
    assert [cell.value for cell in cells if cell.value.startswith("=")] == ["=1+1"]
    assert {cell.data_type for cell in cells} == {"s"}
    prepared = run("prepare", "t", "--profile", "fast")
    assert prepared.code == 0
    assert "11 documents" in prepared.err


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_csv_of_one_column(workspace, run, ends):
    lines = ["comment", '"Hello, all; and welcome"', "a second comment", "a third comment", ""]
    (workspace.root / "t.csv").write_bytes(ends.join(lines).encode())
    ran = run("corpus", "import", "t.csv")
    assert ran.code == 0, ran.err
    assert "no column is known as the id" in ran.err
    corpus = load_corpus(workspace, "t")
    assert corpus.ids == ["r1", "r2", "r3"]
    assert corpus.texts[0] == "Hello, all; and welcome"


def test_a_csv_of_52_columns(workspace, run):
    header = ["id", "text", *(f"Q{n}" for n in range(50))]
    rows = [[str(n), LONG, *(str(n * m) for m in range(50))] for n in range(3)]
    write_csv(workspace.root / "t.csv", header, rows)
    assert run("corpus", "import", "t.csv").code == 0
    corpus = load_corpus(workspace, "t")
    assert len(corpus.documents.columns) == 53
    assert corpus.column("meta.Q49") == ["0", "49", "98"]


def test_texts_with_markup_are_printed_as_they_are(workspace, run):
    write_csv(workspace.root / "t.csv", ["id", "text"], [["1", LONG]])
    marked = "[bold]x[/bold] [/] é"
    ran = run("corpus", "import", "t.csv", "--description", marked)
    assert ran.code == 0
    info = run("corpus", "info", "t")
    assert info.code == 0
    assert marked in info.out
    toml = (
        'name = "odd"\ntitle = "[red]t[/red]"\n[[dimensions]]\nid = "d"\nname = "n"\n'
        'codes = [{id = "[b]", name = "[/]"}, {id = "2", name = "[link=x]two"}]\n'
    )
    (workspace.root / "codebooks" / "odd.toml").write_text(toml)
    shown = run("codebook", "show", "odd")
    assert shown.code == 0
    for part in ("[red]t[/red]", "[b]", "[/]", "[link=x]two"):
        assert part in shown.out


def test_info_says_what_was_told_on_import(forum, run):
    info = run("corpus", "info", "forum", "--format", "csv")
    facts = dict(list(csv.reader(io.StringIO(info.out)))[1:])
    assert facts["licence"] == "MIT"


def test_an_empty_workspace_says_what_to_do(workspace, run):
    ran = run("corpus", "list", "--format", "json")
    assert (ran.code, ran.rows) == (0, [])
    assert "No corpus yet" in ran.err
    assert run("corpus", "list").code == 0


def test_export_a_part(forum, run):
    ran = run("corpus", "export", "forum", "--out", "part.csv", "--where", "thread_id=T01")
    assert ran.code == 0
    with (forum.root / "part.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["thread_id"] for row in rows} == {"T01"}
    assert f"{len(rows)} documents written to part.csv" in ran.err


def test_a_codebook_that_was_shown_can_be_read(workspace, run):
    toml = run("codebook", "show", "ling-martins-2015", "--format", "toml").out
    (workspace.root / "mine.toml").write_text(toml, encoding="utf-8")
    checked = run("codebook", "check", "mine.toml")
    assert checked.code == 0


def test_prepare_twice_reads_once(forum, run, monkeypatch):
    first = run("prepare", "forum", "--profile", "fast")
    assert first.code == 0
    assert "131 documents" in first.err
    assert "131 read anew" in first.err
    monkeypatch.setattr(prepare_module, "kept_pipeline", lambda *given: pytest.fail("loaded"))
    assert ", 0 read anew" in run("prepare", "forum", "--profile", "fast").err


def test_prepare_in_another_language_says_what_it_lacks(workspace, run):
    write_csv(
        workspace.root / "t.csv", ["id", "text"], [["1", "Die Häuser standen sehr lange leer."]]
    )
    (workspace.root / "textmine.toml").write_text('[nlp]\nlang = "de"\n')
    assert run("corpus", "import", "t.csv").code == 0
    ran = run("prepare", "t")
    assert ran.code == 0
    assert "no model is set for 'de'" in ran.err


def test_own_files_in_a_corpus_folder_survive_an_import(forum, run):
    notes = forum.root / "corpora" / "forum" / "notes.md"
    notes.write_text("mine")
    assert run("corpus", "import", FORUM / "messages.csv", "--name", "forum").code == 0
    assert notes.read_text() == "mine"
    assert find_workspace(forum.root).names("corpora", "corpus.toml") == ["forum"]


def test_the_readers_are_listed_with_what_they_obey(workspace, run):
    from textmine.corpus import READERS

    rows = run("corpus", "readers", "--format", "json").rows
    assert [row["reader"] for row in rows] == [reader.name for reader in READERS]
    csv_row = next(row for row in rows if row["reader"] == "csv")
    assert csv_row["endings"] == ".csv .tsv .tab"
    assert "--header-rows" in csv_row["options"].split()
    shown = run("corpus", "import", "--help").out
    assert "textmine corpus readers" in " ".join(shown.split())
    for row in rows:
        assert all(f"{option} " in shown for option in row["options"].split())


def test_a_survey_becomes_answers(workspace, run):
    rows = [
        ["1", "Yes", "The road is much too narrow", "Please plant more trees"],
        ["2", "No", "Nobody asked the shops at all", ""],
    ]
    write_csv(workspace.root / "s.csv", ["id", "Agree?", "1. Why so?", "2. Else to say?"], rows)
    told = run("corpus", "import", "s.csv", "--dry-run").err
    assert "2 columns look like open questions ('1. Why so?', '2. Else to say?')" in told
    ran = run("corpus", "import", "s.csv", "--question", "all")
    assert ran.code == 0, ran.err
    assert "open questions (guessed: long texts under headings): '1. Why so?', '2." in ran.err
    assert "3 answers of 2 respondents; 1 empty answer was skipped" in ran.err
    assert load_corpus(workspace, "s").ids == ["1.q1", "1.q2", "2.q1"]
    one = run("corpus", "import", "s.csv", "--question", "1. Why so?", "--name", "one")
    assert one.code == 0
    assert load_corpus(workspace, "one").ids == ["1.q1", "2.q1"]
    assert run("corpus", "import", "s.csv", "--question", "3. What?").code == 1


def test_circles_are_cut_on_request(workspace, run):
    rows = [["a", LONG, "b"], ["b", f"{LONG} b", "a"]]
    write_csv(workspace.root / "t.csv", ["id", "text", "reply_to"], rows)
    refused = run("corpus", "import", "t.csv")
    assert refused.code == 1
    assert "the parents of 'a' lead back to itself" in refused.err
    assert "--cut-cycles" in refused.err
    ran = run("corpus", "import", "t.csv", "--cut-cycles")
    assert ran.code == 0
    assert "'a' answers 'b' no more" in ran.err
    assert load_corpus(workspace, "t").column("parent_id") == ["", "a"]


def test_sheets_of_a_workbook_are_read_together(workspace, run):
    book = openpyxl.Workbook()
    for name in ("North", "South"):
        sheet = book.create_sheet(name)
        sheet.append(["id", "text"])
        sheet.append([name[0], f"{LONG} {name}"])
    sheet.append(["N", "a second one of that id"])
    book.save(workspace.root / "t.xlsx")
    chosen = ("t.xlsx", "--sheet", "North,South", "--id", "id")
    bad = run("corpus", "import", *chosen)
    assert bad.code == 1
    assert "South, row 3, column 'id': id 'N' is already that of North, row 2" in bad.err
    ran = run("corpus", "import", *chosen, "--skip-bad-rows", "aside.csv")
    assert ran.code == 0
    assert load_corpus(workspace, "t").column("meta.sheet") == ["North", "South"]
