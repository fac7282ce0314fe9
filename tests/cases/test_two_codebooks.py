"""A corpus that was coded with two codebooks: every command can be told which one is meant."""

from __future__ import annotations

import inspect

import pytest

from tests.made import SETTINGS, add_corpus, small_documents
from textmine.cli.agreement import agreement
from textmine.cli.coding import adjudicate
from textmine.cli.evaluate import benchmark, evaluate
from textmine.cli.report import report
from textmine.cli.tabulate import prevalence, tabulate
from textmine.cli.topics_compared import crosswalk
from textmine.cli.train import curve, train
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.schema import Coding
from textmine.store import find_workspace


def _book(name: str, dimension: str) -> Codebook:
    codes = tuple(Code(id=code, name=code) for code in "abc")
    return Codebook(name=name, dimensions=(Dimension(id=dimension, name="D", codes=codes),))


@pytest.fixture
def run_here(workspace, tmp_path, run_in):
    """24 documents, coded by ann with the codebook 'early' and by bob with 'late'."""
    (workspace.root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    rows, codes = small_documents(24, "abc")
    add_corpus(workspace, "c", rows, tmp_path / "c.csv")
    for name, dimension, coder in (("early", "subject", "ann"), ("late", "theme", "bob")):
        save_codebook(workspace, _book(name, dimension))
        open_codings(workspace).append(
            [Coding("c", d, dimension, code, coder, codebook=name) for d, code in codes.items()]
        )
    return run_in(find_workspace(workspace.root).root)


def _page(workspace) -> str:
    return (workspace.root / "reports" / "c" / "report.html").read_text(encoding="utf-8")


def test_a_report_shows_the_codes_of_both(run_here, workspace):
    ran = run_here("report", "c")
    assert ran.code == 0
    page = _page(workspace)
    assert "What was coded (early)" in page
    assert "What was coded (late)" in page
    assert "subject, n = 24 documents" in page
    assert "theme, n = 24 documents" in page
    names = {path.name for path in (workspace.root / "reports" / "c").rglob("*.csv")}
    assert {"cells_early.csv", "cells_late.csv"} <= names


def test_a_report_of_one_codebook(run_here, workspace):
    assert run_here("report", "c", "--codebook", "late").code == 0
    page = _page(workspace)
    assert "theme, n = 24 documents" in page
    assert "subject, n = 24 documents" not in page


def test_a_coder_of_one_codebook_is_not_missed_in_the_other(run_here, workspace):
    assert run_here("report", "c", "--coder", "bob").code == 0
    assert "&#39;bob&#39; coded nothing with codebook &#39;early&#39;" in _page(workspace)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--codebook", "none"), "Nobody coded 'c' with a codebook 'none'"),
        (("--coder", "cat"), "There is no coder 'cat'"),
    ],
)
def test_a_report_of_what_is_not_there(run_here, option, sentence):
    ran = run_here("report", "c", *option)
    assert (ran.code, sentence in ran.err) == (1, True)


@pytest.mark.parametrize(
    "command",
    [
        tabulate,
        train,
        curve,
        evaluate,
        prevalence,
        agreement,
        benchmark,
        report,
        adjudicate,
        crosswalk,
    ],
)
def test_every_command_that_asks_which_codebook_has_the_option(command):
    assert "codebook" in inspect.signature(command).parameters


@pytest.mark.slow
def test_models_of_one_codebook_are_scored_and_corrected_with_it(run_here):
    ran = run_here("tabulate", "c")
    assert "several codebooks: early, late. Say which: --codebook NAME" in ran.err
    assert run_here("train", "c", "--codebook", "early", "--name", "m").code == 0
    assert run_here("prevalence", "m", "c").code == 0
    assert run_here("prevalence", "m", "c", "--codebook", "late").code == 1
    assert "24 were trained on" in run_here("evaluate", "m", "c").err
    assert run_here("report", "c").code == 0
