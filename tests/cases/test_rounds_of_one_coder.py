"""One coder who coded documents twice: how steady she is, with nobody beside her."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.test_final_codes import BOOK, codings_of
from tests.made import SETTINGS, add_corpus, small_documents
from textmine.codebook import save_codebook
from textmine.coding import open_codings
from textmine.store import find_workspace


@pytest.fixture
def space(workspace, tmp_path):
    """Ann coded 12 documents, ten of them again; two came out otherwise."""
    (workspace.root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    save_codebook(workspace, BOOK)
    add_corpus(workspace, "c", small_documents(12, "abc")[0], tmp_path / "c.csv")
    first = {f"d{n:03d}": {"ann": "hot" if n % 2 else "calm"} for n in range(12)}
    second = {d: dict(votes) for d, votes in list(first.items())[:10]}
    second["d000"], second["d002"] = {"ann": "hot"}, {"ann": "hot"}
    open_codings(workspace).append(codings_of(first))
    open_codings(workspace).append([replace(one, round=2) for one in codings_of(second)])
    return find_workspace(workspace.root)


@pytest.mark.parametrize("coders", [(), ("--coders", "ann")])
def test_a_lone_coder_is_compared_with_herself(space, run_in, coders):
    run = run_in(space.root)
    ran = run("agreement", "c", *coders, "--show", "rounds", "--format", "json")
    assert ran.code == 0
    rows = [r for r in ran.rows if r["figure"] == "per cent agreement"]
    assert [row["value"] for row in rows] == [0.8]
    assert "2 disagreements" in ran.err
    shown = run("agreement", "c", *coders, "--show", "rounds").out
    assert "ann (round 1), ann (round 2); 10 of 12 units coded by two or more" in shown


def test_one_of_several_coders_is_compared_with_herself(space, run_in):
    open_codings(space).append(codings_of({f"d{n:03d}": {"bob": "hot"} for n in range(12)}))
    run = run_in(space.root)
    ran = run("agreement", "c", "--coders", "ann", "--show", "rounds", "--format", "json")
    assert {r["value"] for r in ran.rows if r["figure"] == "per cent agreement"} == {0.8}
    both = run("agreement", "c", "--show", "rounds", "--format", "json")
    assert "ann, round by round" in {row["who"] for row in both.rows}


def test_later_rounds_never_move_the_first(space, run_in):
    ran = run_in(space.root)("tabulate", "c", "--format", "json")
    assert {row["tone"]: row["count"] for row in ran.rows} == {"calm": 6, "hot": 6}


def test_a_coder_without_a_second_round_is_told(space, run_in):
    open_codings(space).append(codings_of({"d000": {"bob": "hot"}}))
    run = run_in(space.root)
    ran = run("agreement", "c", "--coders", "bob", "--show", "rounds")
    assert (ran.code, "None of bob coded a document in a second round" in ran.err) == (1, True)
    ran = run("agreement", "c", "--coders", "bob")
    assert "--show rounds" in ran.err


@pytest.mark.parametrize("command", ["agreement", "benchmark"])
def test_documents_that_were_filtered_away_are_not_gone(space, run_in, command):
    open_codings(space).append(codings_of({f"d{n:03d}": {"bob": "hot"} for n in range(12)}))
    (space.root / "p.csv").write_text("document,tone\nd000,hot\nd001,calm\n", encoding="utf-8")
    system = ("--system", "p=p.csv") if command == "benchmark" else ()
    run = run_in(space.root)
    ran = run(command, "c", *system, "--where", "thread_id=t00")
    assert ran.code == 0
    assert "no longer in the corpus" not in ran.err
    open_codings(space).append(codings_of({"gone": {"bob": "hot"}}))
    ran = run(command, "c", *system, "--where", "thread_id=t00")
    assert "1 coding is left out: their documents are no longer in the corpus" in ran.err
