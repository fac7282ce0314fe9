"""Study 001 step by step, on the sample forum: a deductive codebook, its Table 1, three themes."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.helpers import write_csv
from tests.studies import forum
from tests.studies.reading import alone, counts, good, not_verbatim

BOOK = ("--codebook", "ling-martins-2015")
MESSAGES = forum.messages()
TEXTS = {one.id: one.text for one in MESSAGES}
CELLS = forum.cells()


def test_archive_of_131_messages(forum_root, run_in):
    """Data collection: 131 messages, 36 topics, 52 people, five months."""
    ran = good(run_in(forum_root)("corpus", "info", "forum", "-f", "json"))
    facts = {row["fact"]: row["value"] for row in ran.rows}
    assert str(facts["documents"]) == str(len(MESSAGES)) == "131"
    assert str(facts["threads"]) == str(len({one.thread for one in MESSAGES})) == "36"
    assert str(facts["authors"]) == str(len({one.author for one in MESSAGES})) == "52"
    assert (facts["first"], facts["last"]) == (MESSAGES[0].day, max(one.day for one in MESSAGES))


def test_threads_followed_to_their_end(forum_root, run_in):
    """Data collection: every thread with who opened it, its last post, its people."""
    rows = good(run_in(forum_root)("corpus", "threads", "forum", "-f", "json")).rows
    assert len(rows) == 36
    for row in rows:
        mine = [one for one in MESSAGES if one.thread == row["thread"]]
        assert row["title"] == mine[0].title
        assert row["opened_by"] == mine[0].author
        assert row["opened"][:10] == min(one.day for one in mine)
        assert row["last"][:10] == max(one.day for one in mine)
        assert (row["documents"], row["people"]) == (len(mine), len({one.author for one in mine}))


@pytest.mark.slow
def test_aliases_for_people_and_organisations(forum_root, copy):
    """Data collection: aliases, a key that is kept apart, and what could still tell."""
    run, folder = copy(forum_root)
    key = folder / "key.json"
    made = run("corpus", "pseudonymise", "forum", "--name", "alias", "--key", key, "--seed", "7")
    good(made)
    good(run("corpus", "export", "alias", "--out", folder / "alias.csv"))
    said = (folder / "alias.csv").read_text(encoding="utf-8")
    assert not {name for name in ("Grumbleweed", "Hamish_K", "MrTuppence") if name in said}
    assert "Grumbleweed" in key.read_text(encoding="utf-8")
    risk = good(run("corpus", "reidentification", "alias", "--key", key))
    assert "alias" in risk.out


def test_deductive_coding_on_two_dimensions(forum_root, run_in):
    """Data collection and analysis: two people gave each message a code on both dimensions."""
    run = run_in(forum_root)
    rows = good(run("agreement", "forum", *BOOK, "-f", "json")).rows
    for dimension in ("knowledge_domain", "goal_orientation"):
        first, second = (forum.coded_001(who, dimension) for who in ("coder-1", "coder-2"))
        assert len(first) == len(second) == 131
        same = sum(first[one] == second[one] for one in first) / 131
        (found,) = (
            row
            for row in rows
            if row["dimension"] == dimension
            and row["figure"] == "per cent agreement"
            and not row["code"]
        )
        assert found["value"] == pytest.approx(same, abs=5e-4)


def test_table_1_nine_cells_with_margins(forum_root, run_in):
    """Table 1: nine cells with count, share and description, and the margins."""
    run = run_in(forum_root)
    rows = good(run("tabulate", "forum", *BOOK, "--report", "table-1", "-f", "json")).rows
    expected = Counter((cell[0], cell[1]) for cell in CELLS.values())
    found = {(row["goal_orientation"], row["knowledge_domain"]): row for row in rows}
    assert {pair: found[pair]["count"] for pair in expected} == expected
    assert found["A", "1"]["percent"] == pytest.approx(100 * 34 / 131, abs=0.05)
    rows_of = Counter(cell[0] for cell in CELLS.values())
    assert {code: found[code, "all"]["count"] for code in "ABC"} == rows_of
    columns = Counter(cell[1] for cell in CELLS.values())
    assert {code: found["all", code]["count"] for code in "123"} == columns
    page = (forum_root / "reports/table-1/report.html").read_text(encoding="utf-8")
    assert "mutual understanding" in page.lower()


def test_messages_that_illustrate_a_domain_or_orientation(forum_root, run_in):
    """Messages 30, 96, 34: every message of a cell with alias, date and number, word for word."""
    run = run_in(forum_root)
    for cell in sorted(set(CELLS.values())):
        asked = ("quotes", "forum", *BOOK, "--cell", cell, "--words", "0", "--repeats")
        rows = good(run(*asked, "-f", "json")).rows
        assert {row["document"] for row in rows} == {m for m, has in CELLS.items() if has == cell}
        assert not_verbatim(rows, TEXTS) == []
        of = {one.id: one for one in MESSAGES}
        assert all(row["author"] == of[row["document"]].author for row in rows)
        assert all(row["date"][:10] == of[row["document"]].day for row in rows)
    shown = good(run("quotes", "forum", *BOOK, "--cell", "B1", "--limit", "2"))
    assert "message " in shown.out
    assert "2 of 2 quotations are verbatim" in shown.out + shown.err


def test_open_coding_with_recoding(forum_root, copy):
    """Data collection and analysis: codes made while reading, some of the text's own words."""
    run, folder = copy(forum_root)
    table = forum.write_marks(folder / "marks.csv")
    made = ("--codebook", "reading", "--create-codebook", "--dimension", "practice")
    good(run("coding", "import", table, "--corpus", "forum", *made, "--spans", "start,end"))
    rows = good(run("quotes", "forum", "--codebook", "reading", "-f", "json", "--repeats")).rows
    assert not_verbatim(rows, TEXTS) == []
    found = Counter((row["document"], row["start"], row["end"]) for row in rows)
    assert found == Counter((one.message, one.start, one.end) for one in forum.marks())
    cold = next(one for one in forum.marks() if one.code == "cold rooms")
    mine = [one for one in forum.marks() if one.message == cold.message]
    again = write_csv(
        folder / "again.csv",
        ["document", "start", "end", "coder", "code"],
        [
            [one.message, str(one.start), str(one.end), "lena", "damp" if one == cold else one.code]
            for one in mine
        ],
    )
    book = ("codebook", "change", "add", "reading", "--dimension", "practice")
    good(run(*book, "--code", "damp", "--reason", "more than cold", "--by", "lena"))
    known = ("--corpus", "forum", "--codebook", "reading", "--dimension", "practice")
    good(run("coding", "import", again, *known, "--spans", "start,end"))
    asked = ("tabulate", "forum", "--codebook", "reading", "-f", "json")
    found = alone(good(run(*asked)).rows, "practice")
    n = Counter(one.code for one in forum.marks())
    assert (found["damp"], found["cold rooms"]) == (1, n["cold rooms"] - 1)
    told = good(run("coding", "history", "forum", cold.message, "-f", "json")).rows
    span = f"{cold.start}-{cold.end}"
    assert [(row["code"], row["stands"]) for row in told if row["span"] == span] == [
        ("cold rooms", ""),
        ("damp", "yes"),
    ]


def test_three_themes_from_the_open_codes(forum_root, copy):
    """Themes: the open codes are grouped under three, each step with a reason."""
    run, folder = copy(forum_root)
    table = forum.write_marks(folder / "marks.csv")
    made = ("--codebook", "reading", "--create-codebook", "--dimension", "practice")
    good(run("coding", "import", table, "--corpus", "forum", *made, "--spans", "start,end"))
    change = ("codebook", "change")
    sorting = forum.SORTINGS["lena"]
    for theme in dict.fromkeys(sorting.values()):
        why = ("--reason", f"what {theme} have in common", "--by", "lena")
        named = ("--dimension", "practice", "--code", theme, "--stage", "selective")
        good(run(*change, "add", "reading", *named, *why))
    for code, theme in sorting.items():
        why = ("--reason", f"belongs to {theme}", "--by", "lena")
        moved = ("--dimension", "practice", "--code", code, "--parent", theme, "--stage", "open")
        good(run(*change, "move", "reading", *moved, *why))
    history = good(run("codebook", "history", "reading", "-f", "json")).rows
    assert sum("belongs to places" in row["reason"] for row in history) == 3
    asked = ("--codebook", "reading", "--roll-up", "selective", "-f", "json")
    found = alone(good(run("tabulate", "forum", *asked)).rows, "practice")
    for theme in dict.fromkeys(sorting.values()):
        mine = {one.message for one in forum.marks() if sorting[one.code] == theme}
        assert found[theme] == len(mine)


def test_a_posting_as_evidence_of_a_theme(forum_root, run_in, tmp_path):
    """Figures 1-3: a whole posting with its topic, sender and date, in a document."""
    run = run_in(forum_root)
    theme = forum.THEMES[0]
    out = tmp_path / "figure.html"
    asked = ("--codebook", "martins-ling-2017", "--code", theme, "--words", "0")
    rows = good(run("quotes", "forum", *asked, "--order", "typical", "--limit", "1", "-f", "json"))
    good(run("quotes", "forum", *asked, "--order", "typical", "--limit", "1", "--out", out))
    (row,) = rows.rows
    (one,) = (one for one in MESSAGES if one.id == row["document"])
    assert theme in forum.themes()[one.id]
    assert (row["start"], row["end"], row["text"]) == (0, len(one.text), one.text)
    assert (row["title"], row["author"], row["date"][:10]) == (one.title, one.author, one.day)
    assert one.author in out.read_text(encoding="utf-8")


def test_several_participants(forum_root, run_in):
    """Findings: "widespread agreement", "several participants": voices, not messages."""
    run = run_in(forum_root)
    asked = ("tabulate", "forum", *BOOK, "--count", "documents,authors,threads", "-f", "json")
    rows = good(run(*asked)).rows
    of = {one.id: one for one in MESSAGES}
    columns = rows[0]["columns"]
    people = {(CELLS[one][0], CELLS[one][1], of[one].author) for one in CELLS}
    threads = {(CELLS[one][0], CELLS[one][1], of[one].thread) for one in CELLS}
    assert counts(rows, columns, "authors") == Counter((a, b) for a, b, _ in people)
    assert counts(rows, columns, "threads") == Counter((a, b) for a, b, _ in threads)
