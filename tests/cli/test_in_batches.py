"""Commands that read texts in batches say the same whatever the size of a batch."""

from __future__ import annotations

import pytest

from textmine.checking import languages
from textmine.classify import coding_run
from textmine.classify.prevalence import machine
from textmine.corpus import taking
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
)

FEW = 13
"""Texts of a batch: ten batches and a last one of one text, and the new messages in two."""


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
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
        for kept in ("checked", "applied"):
            for path in (trained.scratch / kept).glob("*.json"):
                path.unlink()
        tiny()
    assert said[0] == said[1]
    assert files[0] == files[1]
