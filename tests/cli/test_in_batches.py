"""Commands that read texts in batches say the same whatever the size of a batch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from textmine.checking import languages
from textmine.classify import coding_run
from textmine.classify.prevalence import machine
from textmine.coding import open_codings
from textmine.coding.digest import codings_digest
from textmine.corpus import taking
from textmine.store import read_manifest
from textmine.store.history import changes
from textmine.topics.words import texts

COMMANDS = (
    "corpus check forum --documents {}/look.csv",
    "words forum --limit 20",
    "words forum --by group --min 2",
    "words forum --where thread_id=T01 --against forum-new",
    "words forum --of council --window 3 --min 1",
    "kwic forum council --lemma --sort right --limit 7",
    "kwic forum the --sort text --limit 7",
    "tabulate forum --by group",
    "prevalence forum-model forum-new --assume label-shift",
    "apply forum-model forum-new --out {}/coded.csv --why {}/why.csv",
    "apply forum-model forum-new --out {}/sure.csv --review 0.4 --queue {}/queue.csv",
)

FEW = 13
"""Texts of a batch: those of the forum come in ten batches and a last one of one text."""


@pytest.fixture
def tiny(monkeypatch):
    """Read a few texts at a time, of a corpus whose texts are not in memory."""

    def begin():
        monkeypatch.setattr(taking, "IN_MEMORY", 0)
        monkeypatch.setattr(languages, "_AT_ONCE", FEW)
        monkeypatch.setattr(coding_run, "_AT_ONCE", FEW)
        for module in (taking, machine, texts):
            monkeypatch.setattr(module, "BATCH", FEW)

    return begin


@pytest.mark.parametrize("typed", COMMANDS)
def test_the_size_of_a_batch_changes_nothing(in_trained, trained, tmp_path, tiny, typed):
    said, files = [], []
    for name in ("whole", "parts"):
        folder = tmp_path / name
        folder.mkdir()
        words = typed.replace("{}", str(folder)).split()
        form = [] if words[0] == "apply" else ["--format", "json"]
        ran = in_trained(*words, *form)
        assert ran.code == 0, ran.err
        said.append(ran.out)
        written = {path.name: path.read_bytes() for path in folder.iterdir()}
        files.append({file: got.replace(b"review-2", b"review-1") for file, got in written.items()})
        for kept in ("checked", "applied"):
            for path in (trained.scratch / kept).glob("*.json"):
                path.unlink()
        tiny()
    assert said[0] == said[1]
    assert files[0] == files[1]


def test_codings_are_recorded_alike_in_batches(in_trained, trained, tmp_path, tiny, monkeypatch):
    typed = f"apply forum-model forum-new --out {tmp_path / 'coded.csv'} --record --name kept"
    said, kept = [], []
    for size in (500, 3):
        monkeypatch.setattr(coding_run, "AT_ONCE", size)
        said.append(in_trained(*typed.split()))
        assert said[-1].code == 0, said[-1].err
        codings = [
            replace(coding, created_at="") for coding in open_codings(trained).current("forum-new")
        ]
        digest = read_manifest(trained.root / "runs" / "kept").details["recorded"]
        assert digest == codings_digest(codings) != ""
        assert all(coding.text_digest for coding in codings)
        parts = [part.what for part in changes(trained.root)[-1].parts]
        kept.append((codings, digest, parts))
        assert in_trained("undo").code == 0
        tiny()
    assert said[0].err == said[1].err
    assert kept[0] == kept[1]
