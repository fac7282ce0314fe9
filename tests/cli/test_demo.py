"""The demonstration, on a part of the samples and with fewer folds, so that it can run twice."""

from __future__ import annotations

import csv
import shutil
import sys

import pytest

from tests.conftest import FORUM, STRATEGIES
from tests.helpers import visible_files, write_csv
from textmine import store
from textmine.cli.main import run as run_command
from textmine.errors import ExtraMissingError
from textmine.store import workspace

MESSAGES, NEW, DOCUMENTS = 30, 6, 2
LEFT = {
    "textmine.toml",
    "codings.db",
    "coded.csv",
    "corpora/forum/documents.parquet",
    "corpora/forum/corpus.toml",
    "corpora/forum-new/documents.parquet",
    "corpora/strategies/documents.parquet",
    "models/forum-model/README.md",
    "models/forum-model/manifest.json",
    "models/forum-model/features-1.skops",
    "models/forum-model/speaks_for.csv",
    "models/forum-topics/README.md",
    "models/strategies-topics/README.md",
    "reports/forum/report.html",
    "reports/forum/tables.xlsx",
    "reports/forum/tables/tabulation.csv",
    "reports/forum/figures/agreement.svg",
    "reports/strategies/report.html",
}


def some_rows(name, to, keep):
    with (FORUM / name).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    write_csv(to / name, header, [row for place, row in enumerate(rows) if keep(place, row)])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The first messages with their codings, a few new ones, and some of the documents."""
    folder = tmp_path_factory.mktemp("shipped")
    forum, strategies = (folder / "corpora" / path.name for path in (FORUM, STRATEGIES))
    forum.mkdir(parents=True)
    strategies.mkdir()
    some_rows("messages.csv", forum, lambda place, row: place < MESSAGES)
    some_rows("codings.csv", forum, lambda place, row: int(row[0]) <= MESSAGES)
    some_rows("new-messages.csv", forum, lambda place, row: place < NEW)
    for path in sorted(STRATEGIES.glob("*.md"))[: DOCUMENTS + 1]:
        if path.name != "README.md":
            shutil.copy(path, strategies)
    return folder


@pytest.fixture(scope="module")
def runs(shipped, tmp_path_factory):
    """Run it in one folder, and in another that holds all of the first already; hashes of both."""
    folder = tmp_path_factory.mktemp("demo")
    hashes = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "shipped_folder", lambda: shipped)
        quick = workspace._FIRST_SETTINGS.replace(
            "{train.folds}", "2\nrepeats = 1\nn_resamples = 100"
        )
        patch.setattr(workspace, "_FIRST_SETTINGS", quick)
        patch.delenv("TEXTMINE_WORKSPACE", raising=False)
        patch.chdir(folder)
        for name in ("one", "two"):
            assert run_command(["demo", name]) == 0
            hashes.append(visible_files(folder / name))
            if name == "one":
                shutil.copytree(folder / "one", folder / "two")
    return hashes


def results(files):
    rooms = ("models/", "reports/", "corpora/", "coded.csv")
    return {name: value for name, value in files.items() if name.startswith(rooms)}


@pytest.mark.slow
def test_it_leaves_a_workspace_to_look_around_in(runs):
    assert set(runs[0]) >= LEFT


@pytest.mark.slow
def test_another_folder_and_a_second_run_give_the_same_bytes(runs):
    assert results(runs[0]) == results(runs[1])


def test_without_the_english_model_it_goes_on_with_the_fast_profile(monkeypatch, capsys):
    from textmine.cli import demo

    def missing(settings):
        raise ExtraMissingError("The English model is not installed.", hint="Install it.")

    monkeypatch.setattr("textmine.nlp.choose_model", missing)
    assert demo._profile() == ("--profile", "fast")
    assert "The demonstration goes on with the profile 'fast'" in capsys.readouterr().err
    assert "textmine.nlp" in sys.modules


def test_an_error_in_a_step_ends_it(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_command(["demo", "file"]) == 1
    said = capsys.readouterr().err
    assert "file is a file" in said
    assert "Traceback" not in said
