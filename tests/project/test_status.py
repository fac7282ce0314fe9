"""Where a workspace stands: who coded how much, what is out or stale, what is next."""

from __future__ import annotations

import csv
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Run
from tests.made import add_corpus, copied, small_codebook, small_documents, small_root
from textmine.cli.main import run as run_command
from textmine.codebook import find_codebook, save_codebook
from textmine.coding import Resampling, matrices_of, measure_agreement, open_codings
from textmine.coding.agreement.reliability import thread_clusters
from textmine.coding.current import current_codings
from textmine.coding.progress import coding_progress
from textmine.coding.sheets.written import written_sheets
from textmine.corpus import load_corpus
from textmine.project.next_steps import MOST, Step, _compared, _reports, next_steps, step_with
from textmine.project.status import NOWHERE, status_of
from textmine.project.status_section import status_section
from textmine.report.whole.build import write_report
from textmine.report.whole.settings import ReportSettings
from textmine.schema import Coding
from textmine.store import Workspace
from textmine.topics.fitting import fit_topics

BOOK = "ling-martins-2015"


def _first(space: Workspace) -> str:
    return next_steps(status_of(space))[0].command


def test_no_workspace(run_in, tmp_path: Path) -> None:
    ran = run_in(tmp_path)("status")
    assert ran.code == 0
    assert "no workspace here" in ran.out
    assert "$ textmine init" in ran.out
    assert not list(tmp_path.iterdir())
    assert next_steps(NOWHERE)[0].command.startswith("textmine init")


def test_no_corpus(workspace: Workspace, run: Run) -> None:
    ran = run("status")
    assert "$ textmine corpus import" in ran.out
    assert not (workspace.root / "codings.db").exists()


def test_a_missing_workspace_that_is_named_is_an_error(tmp_path: Path, capsys) -> None:
    assert run_command(["status", "-w", str(tmp_path)]) == 1


def test_alpha_is_that_of_agreement(coded: Workspace) -> None:
    corpus = load_corpus(coded, "forum")
    current = current_codings(coded, corpus)
    hands = ["coder-1", "coder-2"]
    matrices = [one for one in matrices_of(current, current.codebook, hands) if not one.crossed]
    resampling = Resampling(thread_clusters(corpus, matrices))
    wanted = {one.dimension: measure_agreement(one, resampling).alpha for one in matrices}
    found = {one.dimension: one for one in coding_progress(coded, "forum").alphas}
    assert found.keys() == wanted.keys()
    for dimension, one in found.items():
        assert one.alpha.coefficient.value == wanted[dimension].coefficient.value
        assert one.alpha.interval == wanted[dimension].interval
        assert one.alpha.n == wanted[dimension].n == 131
        assert one.open == 0


def test_who_coded_how_much_and_how(coded: Workspace) -> None:
    seen = [
        Coding(
            *("forum", str(number), "goal_orientation", "A", "eve"),
            codebook=BOOK,
            suggested_by="model:m",
            confirmed=number == 1,
            created_at="2026-01-01T00:00:00+00:00",
        )
        for number in (1, 2)
    ]
    open_codings(coded).append(seen)
    rows = {(one.coder, one.dimension): one for one in coding_progress(coded, "forum").people}
    assert rows["coder-1", "goal_orientation"].how == {"blind": 131}
    assert rows["agreed", "goal_orientation"].how == {"settled": 131}
    assert rows["eve", "goal_orientation"].how == {"confirmed": 1, "after": 1}
    assert rows["eve", "goal_orientation"].seen == 2


def test_sheets_are_out_until_they_are_coded(forum: Workspace, run: Run) -> None:
    run("coding", "sample", "forum", "--n", "6", "--coders", "ann,bob")
    assert _first(forum).startswith("textmine coding sheets forum --draw draw-1")
    run("coding", "sheets", "forum", "--codebook", BOOK, "--out", "sheets", "--format", "csv")
    assert {one.path for one in written_sheets(forum.codings_url)} == {
        "sheets/forum-draw-1-ann.csv",
        "sheets/forum-draw-1-bob.csv",
    }
    ran = run("status")
    assert "ann: 0 of 6 coded" in ran.out
    assert "bob: 0 of 6 coded" in ran.out
    assert _first(forum) == "textmine coding import sheets/forum-draw-1-ann.csv"
    sheet = forum.root / "sheets" / "forum-draw-1-bob.csv"
    later = time.time() + 60
    os.utime(sheet, (later, later))  # as where the folder was copied
    assert next_steps(status_of(forum))[0].why != "the sheet of bob was saved since it was written"
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        header, first, *others = csv.reader(stream)
    first[header.index("goal_orientation")] = "A"
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, first, *others])
    os.utime(sheet, (later, later))
    assert next_steps(status_of(forum))[0].why == "the sheet of bob was saved since it was written"
    documents = sheet.read_text(encoding="utf-8-sig").splitlines()[1:]
    ids = [line.split(",")[0] for line in documents if line.split(",")[0].isdigit()]
    open_codings(forum).append(
        [
            Coding("forum", one, "goal_orientation", "A", "bob", codebook=BOOK, created_at="2026")
            for one in dict.fromkeys(ids)
        ]
    )
    out = {one.sheet.coder: one.left for one in coding_progress(forum, "forum").sheets}
    assert out["ann"] == 6
    assert out["bob"] == 6 - len(set(ids))


def test_reasons_agree_with_their_numbers() -> None:
    assert Step("x", "coders differ in 1 places").why == "coders differ in 1 place"


def test_sheets_of_a_draw_that_was_taken_back_are_not_out(forum: Workspace, run: Run) -> None:
    run("coding", "sample", "forum", "--n", "6", "--coders", "ann", "--codebook", BOOK,
        "--out", "sheets", "--sheet-format", "csv")  # fmt: skip
    run("coding", "remove", "forum", "--draw", "draw-1")
    assert coding_progress(forum, "forum").sheets == ()


def test_what_coders_differ_on_comes_before_training(coded: Workspace, run: Run) -> None:
    assert _first(coded) == "textmine train forum"
    run("coding", "remove", "forum", "--coder", "agreed")
    assert _first(coded) == "textmine coding adjudicate forum --sheet forum-open.xlsx"


def test_steps_are_few_and_differ(coded: Workspace) -> None:
    steps = next_steps(status_of(coded))
    assert len({one.command for one in steps}) == len(steps) <= MOST
    assert all(one.command.startswith("textmine ") and one.why for one in steps)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_it_fits_eighty_columns(coded: Workspace, run: Run, form: str) -> None:
    lines = run("status").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 24
    assert "goal_orientation" in run("status", "-f", form).out


def test_what_cannot_be_read_is_a_remark(coded: Workspace, run: Run) -> None:
    (coded.root / "corpora" / "forum" / "corpus.toml").write_text("format = 1\n")
    ran = run("status")
    assert ran.code == 0
    assert "Corpus 'forum' cannot be used" in ran.err


def test_nothing_is_written(coded: Workspace, run: Run) -> None:
    before = {path: path.read_bytes() for path in coded.root.rglob("*") if path.is_file()}
    run("status")
    after = {path: path.read_bytes() for path in coded.root.rglob("*") if path.is_file()}
    assert before == after


def test_it_is_the_same_in_a_folder_that_cannot_be_written(coded: Workspace) -> None:
    assert status_of(replace(coded, finished=())) == status_of(coded)


def test_a_corpus_is_told_what_it_waits_for(workspace: Workspace, tmp_path: Path) -> None:
    def waits() -> str:
        return step_with(status_of(workspace, "small"), "small")

    rows, codes = small_documents(24, "abc")
    add_corpus(workspace, "small", rows, tmp_path / "small.csv")
    assert waits() == "textmine coding sample small --n 24 --coders ANN,BOB"
    save_codebook(workspace, small_codebook("abc"))
    dimension = small_codebook("abc").dimensions[0].id
    given = {"codebook": small_codebook("abc").name}
    said = [Coding("small", one, dimension, code, "ann", **given) for one, code in codes.items()]
    open_codings(workspace).append(said)
    assert waits() == "textmine train small"
    other = [replace(one, coder="bob", code="a") for one in said]
    open_codings(workspace).append(other)
    assert waits() == "textmine coding adjudicate small --sheet small-open.xlsx"
    open_codings(workspace).append(
        [replace(one, coder="agreed", origin="adjudicated") for one in said]
    )
    assert waits() == "textmine train small"


def test_a_check_says_what_its_corpus_waits_for(coded: Workspace, run_in) -> None:
    (step,) = (
        line
        for line in run_in(coded.root)("corpus", "check", "forum").err.splitlines()
        if line.startswith("Next: ")
    )
    assert step == f"Next: {step_with(status_of(coded, 'forum'), 'forum')}"
    assert "coding sample" not in step


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")


def test_a_report_on_two_corpora_is_made_again_of_both(small: Workspace) -> None:
    rows = small_documents(12, "ab")[0]
    add_corpus(small, "other", rows, small.root.parent / "other.csv")
    corpora = [load_corpus(small, name) for name in ("small", "other")]
    for name in ("small-and-other", "both"):
        write_report(small, corpora, name, ReportSettings(parts=()), to=("md",))
    add_corpus(small, "other", rows[:11], small.root.parent / "again.csv")
    steps = [step.command for step in _reports(status_of(small))]
    assert "textmine report small other" in steps
    assert "textmine report small other --name both" in steps
    said = [line for block in status_section(status_of(small)).topics for line in block.words]
    assert any(line.strip().startswith("both: of small and other") for line in said)


def test_two_corpora_one_with_themes_lead_to_a_report_on_both(small: Workspace) -> None:
    rows = small_documents(12, "ab")[0]
    add_corpus(small, "other", rows, small.root.parent / "other.csv")
    wanted = "textmine report other small"
    status = status_of(small)
    assert wanted not in [step.command for step in _compared(status)]
    settings = small.settings.override("topics", n_topics=2)
    fit_topics(small, load_corpus(small, "small"), "t", settings)
    assert wanted in [step.command for step in _compared(status_of(small))]


def test_what_was_set_aside_or_left_out_is_not_counted(coded: Workspace, tmp_path, run_in) -> None:
    run = run_in(coded.root)

    def n_coded() -> set[int]:
        people = coding_progress(coded, "forum").people
        return {one.documents for one in people if one.coder == "coder-1"}

    assert n_coded() == {131}
    ran = run("corpus", "exclude", "forum", "--id", "1", "--reason", "no consent", "--by", "ann")
    assert ran.code == 0, ran.err
    assert n_coded() == {130}
    table = tmp_path / "forum.csv"
    assert run("corpus", "export", "forum", "--out", table).code == 0
    text = table.read_text(encoding="utf-8-sig")
    frame = pd.read_csv(io.StringIO(text), dtype=str)
    frame.loc[frame["id"] == "2", "text"] = "Another text."
    frame.to_csv(table, index=False)
    ran = run("corpus", "import", table, "--name", "forum", "--replace", "--keep-orphans")
    assert ran.code == 0, ran.err
    assert n_coded() == {129}


def test_a_code_renamed_in_the_file_alone_is_named_and_counted_nowhere(small, run_in) -> None:
    """A table that shows 0 for it, and leaves out what was coded, would be wrong."""
    run = run_in(small.root)
    [file] = (small.root / "codebooks").glob("*.toml")
    book = file.read_text(encoding="utf-8")
    code = next(c.code for c in open_codings(small).current("small") if c.code)
    file.write_text(book.replace(f'id = "{code}"', 'id = "another"'), encoding="utf-8")
    for command in (["tabulate"], ["quotes", "--code", "another"], ["agreement"], ["saturation"]):
        ran = run(command[0], "small", *command[1:])
        assert ran.code == 1, command
        assert f"does not have: '{code}' on" in ran.err, command
        assert "codebook check" in ran.err
    assert f"does not have: '{code}'" in "".join(status_of(small).remarks)


def test_codings_that_the_codebook_lacks_come_before_everything_else(coded: Workspace) -> None:
    book = find_codebook(BOOK, coded)
    first, *others = book.dimensions
    code = first.codes[0].model_copy(update={"id": "new"})
    renamed = first.model_copy(update={"codes": (code, *first.codes[1:])})
    changed = {"dimensions": (renamed, *others), "product": None}
    save_codebook(coded, book.model_copy(update=changed))
    status = status_of(coded)
    steps = next_steps(status)
    assert steps[0].command == f"textmine codebook check {BOOK}"
    assert "codings have a code that codebook" in steps[0].why
    assert not any("forum" in step.command.split() for step in steps)
    assert step_with(status, "forum") == steps[0].command
