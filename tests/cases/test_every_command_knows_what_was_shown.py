"""Commands that read codes of people leave those after a suggestion out, or say how many."""

from __future__ import annotations

from dataclasses import replace

import pytest

import textmine as tm
from tests.made import (
    add_codings,
    add_corpus,
    copied,
    quick_workspace,
    small_documents,
    train_small,
)
from tests.once import made_once
from textmine.classify import gold_codes, train_model
from textmine.codebook import find_codebook
from textmine.coding import current_codings, open_codings
from textmine.corpus import load_corpus
from textmine.schema import Coding
from textmine.topics import fit_topics

SHOWN = 30
"""Of 90 documents; both coders saw what model 'm' suggests beside these."""

SAID = "60 codes were given with a suggestion of model 'm' in view"
OUT = "30 documents are left out for 'm'"

COMMANDS = {
    "agreement c": "On 'subject' 30 of 90 documents that two or more coded",
    "agreement c --blind": "Only codings given blind are compared: 60 are left out",
    "tabulate c": SAID,
    "tabulate c --coder ann": SAID,
    "train c --name next --coder ann": SAID,
    "curve c --coder ann --repeats 3": SAID,
    "suspect own": "30 documents were coded with a model's suggestion in view",
    "evaluate m c --coder ann": "30 were coded with its suggestion in view",
    "benchmark c --system m": OUT,
    "prevalence m c --coder ann --assume random": "suggestion of 'm' in view",
    "prevalence m c --coder ann --assume random --method ppi": "suggestion of 'm' in view",
    "prevalence m c --coder ann --assume random --method hand": "suggestion of 'm' in view",
    "prevalence m c --coder ann --assume random --method dsl": "suggestion of 'm' in view",
    "prevalence m c --coder ann --assume random --method all": "suggestion of 'm' in view",
    "prevalence m c --assume label-shift": SAID,
    "prevalence m c --assume label-shift --method acc": SAID,
    "topics crosswalk t": SAID,
    "report c": SAID,
    "coding adjudicate c": SAID,
    "coding ledger c": "60 with a machine's suggestion in view",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_once(tmp_path_factory.getbasetemp(), "of-shown", _make) / "ws"


def _make(root):
    space = quick_workspace(root / "ws")
    base, told = small_documents(48, "ab", seed=5)
    add_corpus(space, "base", base, root / "base.csv")
    add_codings(space, "base", told, "ab")
    train_small(space, "m", "base", repeats=1)
    rows, codes = small_documents(100, "ab")
    add_corpus(space, "c", rows, root / "c.csv")
    book = find_codebook("small-book", space)
    given = [
        Coding("c", i, "subject", code, "ann", codebook=book.name)
        for i, code in list(codes.items())[:90]
    ]
    given = [
        replace(one, suggested_by="model:m", confirmed=True)
        if place < SHOWN
        else replace(one, code="ab"[one.code == "a"] if place % 20 == 19 else one.code)
        for place, one in enumerate(given)
    ]
    other = [
        replace(one, coder="bob", code="ab"[one.code == "a"] if n % 9 == 8 else one.code)
        for n, one in enumerate(given)
    ]
    open_codings(space).append([*given, *other])
    whole = load_corpus(space, "c")
    gold = gold_codes(given, book, "ann")
    settings = space.settings.override("train", repeats=1)
    train_model(space, whole, whole, gold, book, "own", settings, codings=given)
    fit_topics(space, whole, "t", space.settings)


@pytest.fixture
def space(made, tmp_path):
    return copied(made, tmp_path / "ws")


@pytest.mark.slow
@pytest.mark.parametrize("asked", COMMANDS)
def test_it_is_left_out_or_said(space, run_in, asked):
    ran = run_in(space.root)(*asked.split())
    told = ran.err + ran.out
    for page in space.root.glob("reports/*/report.html"):
        told += page.read_text(encoding="utf-8").replace("&#39;", "'")
    assert COMMANDS[asked] in told, told[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        "agreement c",
        "tabulate c --coder ann",
        "topics crosswalk t --coders ann",
        "curve c --coder ann --repeats 3",
        "evaluate m c --coder ann",
        "benchmark c --system m",
        "prevalence m c --coder ann --assume random",
        "suspect own",
        "coding ledger c",
    ],
)
def test_a_page_says_it_too(space, run_in, asked):
    ran = run_in(space.root)(*asked.split(), "--report", "page")
    assert ran.code == 0, ran.err
    page = (space.root / "reports" / "page" / "report.html").read_text(encoding="utf-8")
    assert "suggestion" in page


def test_in_python_too(space):
    codings = current_codings(space, load_corpus(space, "c"))
    found = tm.agreement(codings)
    assert "30 of 90 documents" in " ".join(found.remarks)
    blind = tm.agreement(codings, blind=True)
    assert "60 are left out" in " ".join(blind.remarks)
    assert max(row["n"] for row in blind.rows if row["n"]) <= 120
