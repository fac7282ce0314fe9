"""Workspaces that are made once for all tests of trained models, topics and reports."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import numpy as np

from tests.conftest import FORUM, Ran, _command_tree
from tests.helpers import write_csv
from tests.once import made_once
from textmine.classify import gold_codes, train_model
from textmine.cli.main import run as run_command
from textmine.codebook import Code, Codebook, Dimension, find_codebook, save_codebook
from textmine.coding import CodingRequest, import_codings, open_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.report.whole.build import write_report
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace, init_workspace
from textmine.topics import fit_topics

SETTINGS = """\
[nlp]
profile = "fast"
[train]
folds = 2
n_resamples = 100
[topics]
n_topics = 5
"""
TRAINED_ON = 40
"""The first messages of the forum, which the session's model is trained on."""

WORDS = {
    "a": "rent studio lease landlord square floor roof heating window stairs",
    "b": "train bus tram ticket platform delay rail driver timetable station",
    "c": "paint canvas gallery brush colour frame sketch portrait exhibition print",
}
FILLER = "the meeting was held and people said that it went well for them all today".split()


@cache
def trained_root(base: Path) -> Path:
    """The forum, coded, and later messages; a fast model of the first 40, and five topics."""
    return made_once(base, "of-trained", _trained) / "trained"


def _trained(folder: Path) -> None:
    space = quick_workspace(folder / "trained")
    for name, file in (("forum", "messages.csv"), ("forum-new", "new-messages.csv")):
        reading = read_documents(FORUM / file)
        import_corpus(space, name, reading, About("sample forum", "MIT", synthetic=True))
    import_codings(space, CodingRequest(FORUM / "codings.csv", "forum", "ling-martins-2015"))
    whole = load_corpus(space, "forum")
    chosen = whole.select([place < TRAINED_ON for place in range(len(whole))], ())
    book = find_codebook("ling-martins-2015", space)
    gold = gold_codes(open_codings(space).current("forum"), book)
    train_model(space, whole, chosen, gold, book, "forum-model", space.settings)
    fit_topics(space, whole, "forum-topics", space.settings)


@cache
def reported_root(base: Path) -> Path:
    """The same with the whole report on the forum, r; for tests that only read."""

    def make(folder: Path) -> None:
        space = copied(trained_root(base), folder / "reported")
        write_report(space, load_corpus(space, "forum"), "r")

    return made_once(base, "of-reported", make) / "reported"


@cache
def small_root(base: Path) -> Path:
    """48 short documents of three subjects in 16 threads, coded by one coder."""

    def make(folder: Path) -> None:
        space = quick_workspace(folder / "small")
        rows, codes = small_documents(48, "abc")
        add_corpus(space, "small", rows, folder / "small.csv")
        add_codings(space, "small", codes, "abc")

    return made_once(base, "of-small", make) / "small"


def quick_workspace(root: Path, settings: str = SETTINGS) -> Workspace:
    """A workspace whose settings make everything quick."""
    init_workspace(root)
    (root / "textmine.toml").write_text(settings, encoding="utf-8")
    return find_workspace(root)


def copied(root: Path, to: Path) -> Workspace:
    """A copy of a workspace, that a test may change."""
    shutil.copytree(root, to)
    return find_workspace(to)


def run_at(folder: Path, *arguments: str | Path) -> Ran:
    """Run a command in a folder, outside of a test; raises AssertionError where it fails."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder),
        patch("typer.main.get_command", _command_tree),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run_command([str(argument) for argument in arguments])
    assert code == 0, f"{arguments}: {err.getvalue()}"
    return Ran(code, out.getvalue(), err.getvalue())


def filled(
    space: Workspace, base: Path, name: str, fill: Callable[[Workspace], object]
) -> Workspace:
    """Give a new workspace what `fill` makes in one like it, which it does once."""

    def make(folder: Path) -> None:
        fill(copied(space.root, folder / "ws"))

    shutil.copytree(made_once(base, name, make) / "ws", space.root, dirs_exist_ok=True)
    return space


def small_documents(
    n: int, kinds: Sequence[str], seed: int = 0
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Documents (id, thread, author, text) whose words tell the code, three to a thread."""
    draw = np.random.default_rng(seed)
    rows, codes = [], {}
    for place in range(n):
        kind = kinds[place % len(kinds)]
        words = [*draw.choice(WORDS[kind].split(), 5), *draw.choice(FILLER, 5)]
        identity = f"d{place:03d}"
        rows.append(
            {
                "id": identity,
                "thread_id": f"t{place // 3:02d}",
                "author": f"person {place % 7}",
                "text": " ".join(map(str, words)).capitalize() + ".",
            }
        )
        codes[identity] = kind
    return rows, codes


def add_corpus(
    space: Workspace,
    name: str,
    rows: Sequence[dict[str, str]],
    file: Path,
    about: About | None = None,
) -> None:
    """Import rows as a corpus."""
    write_csv(file, list(rows[0]), [list(row.values()) for row in rows])
    text = {"text": "text"} if "text" in rows[0] else None
    reading = read_documents(file, columns=text)
    import_corpus(space, name, reading, about or About(), replacing=True)


def small_codebook(codes: Sequence[str], dimension: str = "subject") -> Codebook:
    """A codebook of one dimension."""
    made = tuple(Code(id=code, name=f"about {code}") for code in codes)
    return Codebook(name="small-book", dimensions=(Dimension(id=dimension, name="S", codes=made),))


def add_codings(
    space: Workspace, corpus: str, codes: dict[str, str], every: Sequence[str], coder: str = "ann"
) -> Codebook:
    """Save a codebook of the codes in `every`, and say that a coder gave these codes."""
    book = small_codebook(every)
    save_codebook(space, book)
    open_codings(space).append(
        [
            Coding(corpus, document, "subject", code, coder, codebook=book.name)
            for document, code in codes.items()
        ]
    )
    return book


def train_small(space: Workspace, name: str = "m", corpus: str = "small", **chosen: object) -> None:
    """Train on a small corpus; `chosen` are settings of the section [train]."""
    book = find_codebook("small-book", space)
    whole = load_corpus(space, corpus)
    gold = gold_codes(open_codings(space).current(corpus), book)
    settings = space.settings.override("train", **chosen)
    train_model(space, whole, whole, gold, book, name, settings)
