"""textmine codebook new, show, check, diff, change, history."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.helpers import visible_files
from textmine.codebook import Code, Codebook, Dimension, find_codebook, save_codebook

CHANGE = ("codebook", "change")
LING = ("ling-martins-2015", "--dimension", "knowledge_domain")
HOSTILE = "<script>alert(1)</script>&\"'</style>"


@pytest.fixture
def mine(workspace, run):
    ran = run("codebook", "new", "mine", "--dimension", "theme=a:rent,b:rooms,c:tools",
              "--dimension", "level=I,II", "--multi", "theme", "--ordinal", "level")  # fmt: skip
    assert (ran.code, ran.out) == (0, "")
    assert "Codebook 'mine': 2 dimensions, 5 codes" in ran.err
    return workspace


def _change(run, action, *arguments):
    return run(*CHANGE, action, "mine", "--dimension", "theme", "--reason", "why not", *arguments)


def test_new_makes_a_codebook_to_mend(mine, run):
    book = find_codebook("mine", mine)
    assert (book.dimension("theme").labels, book.dimension("level").scale) == ("multi", "ordinal")
    assert run("codebook", "check", "mine").code == 0
    before = visible_files(mine.root)
    again = run("codebook", "new", "mine", "--dimension", "x=a,b")
    assert again.code == 1
    assert "There is a codebook 'mine' already" in again.err
    assert visible_files(mine.root) == before


def test_new_from_another(workspace, run):
    assert run("codebook", "new", "ours", "--from", "rozkwitalska-lis-2022").code == 0
    there = find_codebook("rozkwitalska-lis-2022")
    assert find_codebook("ours", workspace) == there.model_copy(update={"name": "ours"})


def test_a_shown_codebook_is_a_table_to_start_from(workspace, run):
    shown = run("codebook", "show", "osarenkhoe-fjellstrom-2024", "--format", "csv").out
    (workspace.root / "codes.csv").write_text(shown, encoding="utf-8")
    ran = run("codebook", "new", "ours", "--from-table", "codes.csv",
              "--multi", "interaction", "--multi", "cluster_gap")  # fmt: skip
    assert ran.code == 0, ran.err
    there = find_codebook("osarenkhoe-fjellstrom-2024")
    mine = find_codebook("ours", workspace)
    assert [d.codes for d in mine.dimensions] == [d.codes for d in there.dimensions]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "say one of --dimension, --from and --from-table"),
        (("--dimension", "a=b,c", "--from", "x"), 2, "say one of"),
        (("--from", "ling-martins-2015", "--multi", "x"), 2, "leave the other options out"),
        (("--from", "ling"), 1, "There is no codebook 'ling'"),
        (("--from-table", "none.csv"), 1, "none.csv"),
        (("--dimension", "a"), 1, "cannot be read"),
        (("--dimension", "a=b,c", "--multi", "d"), 1, "--multi names a dimension 'd'"),
    ],
)
def test_new_refuses(workspace, run, arguments, code, sentence):
    before = visible_files(workspace.root)
    ran = run("codebook", "new", "mine", *arguments)
    assert ran.code == code
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert visible_files(workspace.root) == before


def test_show_lists_everything(run, workspace):
    gaps = run("codebook", "show", "osarenkhoe-fjellstrom-2024").out
    assert "(heading)" in gaps
    assert "    firm-to-firm" in gaps
    assert re.search("round +meta.round +in person 2017-2019, online 2021", gaps)
    themes = run("codebook", "show", "martins-ling-2017").out
    assert re.search(r"capacity +Not coded: it follows from theme\.", themes)
    assert re.search("capacity +collaborative-workspaces +absorptive", themes)
    rules = run("codebook", "show", "rozkwitalska-lis-2022").out
    assert re.search(r"3 +Where community = locomotives: level only IV\.", rules)
    rows = run("codebook", "show", "rozkwitalska-lis-2022", "-f", "json").rows
    assert {row["stage"] for row in rows} == {"axial"}


def test_the_page_escapes_everything(workspace, run):
    code = Code(id=HOSTILE, name=HOSTILE, definition=HOSTILE, include=HOSTILE, exclude=HOSTILE,
                examples=(HOSTILE,))  # fmt: skip
    book = Codebook(
        name="hostile",
        title=HOSTILE,
        citation=HOSTILE,
        dimensions=(
            Dimension(
                id="d", name=HOSTILE, question=HOSTILE, codes=(code, Code(id="x", name="\x01x"))
            ),
        ),
    )
    save_codebook(workspace, book)
    page = run("codebook", "show", "hostile", "--format", "html").out
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 9
    assert "default-src 'none'" in page
    assert "\x01" not in page


def test_the_page_is_written(mine, run):
    assert _change(run, "retire", "--code", "c").code == 0
    ran = run("codebook", "show", "mine", "--format", "html", "--out", "mine.html")
    assert (ran.code, ran.out) == (0, "")
    page = (mine.root / "mine.html").read_text(encoding="utf-8")
    for part in (
        "Retired, given no more",
        "why not",
        "Give none, one or several codes",
        "I &lt; II",
    ):
        assert part in page
    wrong = run("codebook", "show", "mine", "--out", "mine.html")
    assert (wrong.code, wrong.out) == (2, "")
    rules = run("codebook", "show", "rozkwitalska-lis-2022", "--format", "html").out
    assert "Where sector = metal: community never locomotives." in rules


def test_a_history_of_changes(mine, run):
    steps = [
        ("add", "--code", "d", "--name", "fairs", "--definition", "Fairs.", "--parent", "c"),
        ("merge", "--code", "a", "--code", "b", "--into", "space:places", "--definition", "Where."),
        ("rename", "--code", "space", "--to", "place"),
        ("redefine", "--code", "place", "--definition", "Any place.", "--example", "A hall."),
        ("move", "--code", "d", "--parent", ""),
        ("split", "--code", "c", "--into", "hand:hand tools", "--into", "d"),
        ("retire", "--code", "hand"),
    ]
    for number, (action, *arguments) in enumerate(steps, start=2):
        ran = _change(run, action, *arguments, "--by", "ann")
        assert ran.code == 0, ran.err
        assert f"'mine' is now version {number}; version {number - 1} is kept in" in ran.err
        assert "No coding has to be looked at again." in ran.err
    assert find_codebook("mine", mine).dimension("theme").code_ids == ["place", "d"]
    rows = list(csv.DictReader(io.StringIO(run("codebook", "history", "mine", "-f", "csv").out)))
    assert [row["change"] for row in rows] == [action for action, *_ in steps]
    assert {(row["by"], row["reason"]) for row in rows} == {("ann", "why not")}
    assert all(len(row["date"]) == 10 for row in rows)
    assert run("codebook", "diff", "mine@3", "mine@4", "-f", "json").rows == [
        {"difference": "renamed", "dimension": "theme", "code": "space", "detail": "now 'place'"}
    ]
    assert "They say the same." in run("codebook", "diff", "mine@8", "mine").err
    assert "has no version '9'" in run("codebook", "diff", "mine@9", "mine").err
    assert "no change is recorded" in run("codebook", "history", "mine@1").err
    assert "(retired)" in run("codebook", "show", "mine").out


def test_a_dry_run_writes_nothing(mine, run):
    before = visible_files(mine.root)
    ran = _change(run, "retire", "--code", "c", "--dry-run")
    assert ran.code == 0
    assert "retired" in ran.out
    assert "would be version 2" in ran.err
    assert visible_files(mine.root) == before


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("retire", "--code", "q"), 1, "has no code 'q'"),
        (("add", "--code", "A"), 1, "has a code 'a' already"),
        (("add", "--code", " "), 2, "a code needs an id"),
        (("add", "--code", "x", "--follows", "kind"), 2, "is not DIMENSION=CODE"),
        (("merge", "--code", "a", "--into", "x:x"), 1, "merges too few codes"),
        (("merge", "--code", "a", "--into", "b", "--definition", "D"), 2, "is there already"),
        (("split", "--code", "a", "--into", "x"), 1, "has no code 'x'"),
        (("move", "--code", "a", "--stage", "closed"), 2, "closed"),
        (("rename", "--code", "a"), 1, "has this id and name already"),
        (("redefine", "--code", "a"), 1, "would stay as it is"),
        (("retire", "--code", "a", "--list", "no/where.csv"), 1, "folder no does not exist"),
    ],
)
def test_a_change_refuses(mine, run, arguments, code, sentence):
    before = visible_files(mine.root)
    ran = _change(run, *arguments)
    assert ran.code == code
    assert sentence in " ".join(ran.err.replace("│", " ").split())
    assert visible_files(mine.root) == before


def test_what_has_to_be_looked_at_again(coded, run):
    before = (coded.root / "codings.db").read_bytes()
    ran = run(*CHANGE, "redefine", *LING, "--code", "2", "--definition", "Manners.",
              "--reason", "too wide", "--list", "again.csv")  # fmt: skip
    assert ran.code == 0, ran.err
    with (coded.root / "again.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert {(row["dimension"], row["code"]) for row in rows} == {("knowledge_domain", "2")}
    assert {row["reason"] for row in rows} == {"redefine in version 2: too wide"}
    assert f"{len(rows)} codings that have to be looked at again written to again.csv" in ran.err
    shown = run(*CHANGE, "redefine", *LING, "--code", "2", "--include", "Thanks.",
                "--reason", "wide again", "--dry-run")  # fmt: skip
    assert "To be looked at again:" in shown.out
    assert "the first 20 are shown" in shown.err
    assert (coded.root / "codings.db").read_bytes() == before


def test_check_holds_codings_against_the_rules(coded, run):
    path = coded.root / "codebooks" / "ling-martins-2015.toml"
    rule = (
        '\n[[rules]]\nreason = "nobody shares manners"\n'
        'when = { goal_orientation = ["A"] }\nnever = { knowledge_domain = ["2"] }\n'
    )
    toml = run("codebook", "show", "ling-martins-2015", "--format", "toml").out
    assert run("codebook", "check", "ling-martins-2015").code == 0
    path.write_text(toml + rule, encoding="utf-8")
    ran = run("codebook", "check", "ling-martins-2015")
    assert ran.code == 1
    assert "break a rule of codebook 'ling-martins-2015'" in ran.err
    assert "goal_orientation = A with knowledge_domain = 2: nobody shares manners" in ran.err


def test_a_heading_is_a_code_that_nobody_gives(mine, run):
    assert _change(run, "add", "--code", "places", "--heading", "--stage", "axial").code == 0
    dimension = find_codebook("mine", mine).dimension("theme")
    assert not dimension.code("places").codable
