"""textmine quotes, by the command line on the sample forum."""

from __future__ import annotations

import csv
import io
import re
import textwrap

import docx
import openpyxl
import pytest

from tests.conftest import FORUM
from tests.helpers import write_csv
from textmine.corpus import load_corpus
from textmine.corpus.saving import save_corpus
from textmine.reading import asking
from textmine.store.tables import read_table


def rows(run, *words: str) -> list[dict]:
    ran = run("quotes", "forum", *words, "-f", "json")
    assert ran.code == 0, ran.err
    return ran.rows


def test_every_cell_of_the_table_has_its_messages(coded, run):
    ran = run("tabulate", "forum", "-f", "json")
    counts = {
        one["goal_orientation"] + one["knowledge_domain"]: one["count"]
        for one in ran.rows
        if "all" not in (one["goal_orientation"], one["knowledge_domain"])
    }
    texts = dict(zip(*(load_corpus(coded, "forum").column(c) for c in ("id", "text")), strict=True))
    assert sum(counts.values()) == 131
    for cell in ("A1", "B2", "C3"):
        found = rows(run, "--cell", cell)
        assert len(found) == counts[cell]
        assert {one["of"] for one in found} == {cell}
        assert all(
            texts[one["document"]][one["start"] : one["end"]] == one["text"] for one in found
        )


def test_a_quotation_in_a_terminal_is_wrapped_and_has_its_source(coded, run):
    ran = run("quotes", "forum", "--cell", "B2", "--limit", "1", "--around", "1")
    assert ran.code == 0, ran.err
    assert "4 of the 131 messages coded, in 4 threads, by 4 voices." in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines()[1:])
    told = " ".join(ran.out.split())
    assert (
        "message 29, Lottie, 16 Sep 2013, thread 'Networking evenings: who are they for?'" in told
    )
    assert "coded B2 by agreed" in told
    assert "coded otherwise: coder-1: 3" in told
    assert "(before: 27, Yusuf, 13 Sep 2013)" in told
    assert "1 of 1 quotations are verbatim at their offsets." in ran.err


def test_double_coded_codes_that_nobody_settled(forum, run, tmp_path):
    with (FORUM / "codings.csv").open(encoding="utf-8", newline="") as stream:
        header, *said = csv.reader(stream)
    two = [row for row in said if row[header.index("coder")] != "agreed"]
    path = write_csv(tmp_path / "two.csv", header, two)
    ran = run("coding", "import", path, "--corpus", "forum", "--codebook", "ling-martins-2015")
    assert ran.code == 0, ran.err
    ran = run(
        "quotes", "forum", "--code", "achieving ends", "--order", "dissenting", "--limit", "2"
    )
    assert ran.code == 0, ran.err
    assert "here is what each of them coded, with who coded it (coder-1, coder-2)" in ran.err
    assert ran.out.count("coded otherwise") == 2
    alone = run("quotes", "forum", "--code", "B", "--coder", "coder-1")
    assert "here is what each" not in alone.err


def test_every_code_by_itself_where_none_is_named(coded, run):
    ran = run("quotes", "forum")
    assert ran.code == 0, ran.err
    assert "How far each code reaches" in ran.out
    assert len(re.findall(r"^\w \(.*\)$", ran.out, re.MULTILINE)) == 6
    assert "--limit N shows N of them" in ran.out
    assert len(rows(run)) == 262


@pytest.mark.parametrize("ending", ["docx", "html", "md", "csv", "xlsx"])
def test_files_hold_the_words_as_they_stand(coded, run, tmp_path, ending):
    target = tmp_path / f"out.{ending}"
    words = ("--cell", "B2", "--words", "0", "--out", target)
    assert run("quotes", "forum", *words).code == 0
    first = target.read_bytes()
    assert run("quotes", "forum", *words).code == 0
    assert target.read_bytes() == first
    texts = [one["text"] for one in rows(run, "--cell", "B2")]
    if ending == "docx":
        there = [one.text for one in docx.Document(target).paragraphs]
        assert set(texts) <= set(there)
        assert any("synthetic corpus" in one for one in there)
        return
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(target).active
        column = [cell.value for cell in sheet[1]].index("text")
        assert [line[column].value for line in sheet.iter_rows(min_row=2)] == texts
        return
    if ending == "csv":
        assert [one["text"] for one in read_table(target).named()] == texts
        return
    there = " ".join(first.decode().replace("&#39;", "'").split())
    assert all(" ".join(one.split()) in there for one in texts)


def test_a_page_leads_to_each_quotation(coded, run):
    assert run("quotes", "forum", "--cell", "B2", "--report", "q").code == 0
    page = (coded.root / "reports" / "q" / "report.html").read_text(encoding="utf-8")
    anchors = re.findall(r'<blockquote dir="auto" id="([^"]+)"', page)
    assert anchors == ["q-29", "q-111", "q-116", "q-122"]
    assert "<mark>" not in page  # whole messages have nothing around them


def test_spans_are_marked_in_their_context(workspace, run, tmp_path):
    text = "We sell rye and oats, and nobody buys them in May."
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [["1", text], ["2", text[::-1]]])
    assert run("corpus", "import", path, "--name", "forum").code == 0
    cells = [["1", "ann", "good", "8", "20"], ["2", "ann", "bad", "0", "5"]]
    path = write_csv(tmp_path / "c.csv", ["id", "coder", "code", "start", "end"], cells)
    words = "--corpus forum --codebook own --create-codebook --spans start,end"
    ran = run("coding", "import", path, *words.split())
    assert ran.code == 0, ran.err
    ran = run("quotes", "forum", "--code", "good", "--report", "q", "--context", "2")
    assert "We sell “rye and oats”, and …" in ran.out
    assert "characters 8-20" in ran.out
    page = (workspace.root / "reports" / "q" / "report.html").read_text(encoding="utf-8")
    assert "<p>We sell <mark>rye and oats</mark>, and …</p>" in page


def test_two_codes_side_by_side(coded, run):
    ran = run("quotes", "forum", "--code", "A", "--against", "B", "--limit", "2")
    assert ran.code == 0, ran.err
    assert "A beside B: most alike" in ran.out
    assert "Words that tell them apart" in ran.out
    found = rows(run, "--code", "A", "--against", "B", "--limit", "2")
    assert [one["of"] for one in found] == ["A", "A", "B", "B"]


def test_one_message_beside_those_most_like_it(coded, run):
    ran = run("quotes", "forum", "--code", "B", "--beside", "29", "--limit", "2")
    assert ran.code == 0, ran.err
    assert "The passage 29" in ran.out
    assert "the other codes of goal_orientation" in ran.out
    likeness = re.findall(r"likeness (\d\.\d\d)", ran.out)
    assert len(likeness) == 4
    assert likeness[:2] == sorted(likeness[:2], reverse=True)
    assert "29" not in [one["document"] for one in rows(run, "--code", "B", "--beside", "29")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--code Q", 1, "no code 'Q'"),
        ("--cell D4", 1, "no cell 'D4'. Known: A1"),
        ("--code A --coder nobody", 1, "no coder 'nobody'"),
        ("--code A --out q.txt", 1, "ends in .docx, .html, .md, .tex, .csv, .xlsx"),
        ("--code A --against B --beside 29", 2, "Not both at once"),
        ("--against B", 2, "Name it: --code CODE"),
        ("--cell A1 --any --code B", 2, "Leave out --any"),
        ("--code A --beside 999", 1, "no document '999'"),
        ("--code A --column colour", 1, "no column 'colour'"),
        ("--code A --roll-up top", 1, "nothing to roll up"),
        ("--theme none", 1, "MODEL:TOPIC"),
        ("--code A --case north", 1, "textmine participants import forum FILE"),
    ],
)
def test_what_cannot_be_asked(coded, run, words, code, said):
    ran = run("quotes", "forum", *words.split())
    assert ran.code == code, ran.err
    assert said in ran.err
    assert not ran.out


def test_a_corpus_that_changes_meanwhile(coded, run, monkeypatch):
    found = asking.find_quotes

    def changing(workspace, name, *more):
        told = found(workspace, name, *more)
        corpus = load_corpus(workspace, name)
        corpus.documents["text"] = [text.upper() for text in corpus.texts]
        save_corpus(workspace, corpus, replace=True)
        return told

    monkeypatch.setattr(asking, "find_quotes", changing)
    ran = run("quotes", "forum", "--cell", "B2", "--report", "q")
    assert ran.code == 1
    assert "4 of 4 quotations are not in the texts of 'forum' as they are now" in ran.err
    assert not (coded.root / "reports" / "q").exists()


@pytest.mark.slow
def test_only_documents_mainly_of_a_theme(coded, run):
    ran = run("topics", "fit", "forum", "--topics", "4", "--name", "four")
    assert ran.code == 0, ran.err
    found = rows(run, "--theme", "four:T02", "--order", "typical")
    shares = [one["share"] for one in found]
    assert shares == sorted(shares, reverse=True)
    assert {one["codes"] for one in found} == {""}
    both = rows(run, "--theme", "four:T02", "--code", "A")
    assert {one["document"] for one in both} <= {one["document"] for one in found}
    ran = run("quotes", "forum", "--theme", "four:T02", "--code", "A", "--limit", "1")
    assert f"of the {len(found)} messages coded" in ran.out


def test_the_words_of_a_person_are_wrapped_line_by_line():
    from textmine.cli.show import _wrapped

    told = _wrapped("one two\n\nthree", 20, "1 ", "  ")
    assert told == "1 one two\n  three"
    long = "x" * 100
    assert textwrap.dedent(_wrapped(long, 20, "", "")) == long


def test_the_records_as_csv(coded, run):
    ran = run("quotes", "forum", "--cell", "B2", "-f", "csv")
    found = list(csv.DictReader(io.StringIO(ran.out)))
    assert [one["document"] for one in found] == ["29", "111", "116", "122"]
    assert {one["codes"] for one in found} == {"goal_orientation=B, knowledge_domain=2"}
