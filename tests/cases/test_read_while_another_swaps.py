"""Who reads while another process replaces a corpus or a model gets the old or the new one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cases.swapping import NAME, save_version
from textmine.corpus import load_corpus
from textmine.corpus.corpus import load_info, load_texts
from textmine.errors import InputError, NotFoundError
from textmine.store import steady
from textmine.store.manifest import open_manifest
from textmine.store.steady import read_steadily
from textmine.topics.model import load_topic_model

SECONDS, AT_MOST = 1.0, 60.0
"""How long readers read, and how long at most until each has met both versions."""


def _corpus(space):
    corpus = load_corpus(space, NAME)
    assert corpus.info.counts["documents"] == len(corpus)
    return len(corpus)


def _texts(space):
    texts = load_texts(space.folder("corpora", NAME))
    assert texts is not None
    assert len({identity.split("-")[0] for identity in texts}) == 1
    return len(texts)


def _model(space):
    model, manifest = load_topic_model(space, NAME)
    assert manifest.details["documents"] == len(model.words) == model.seed
    return model.seed


READERS = {
    "corpus": _corpus,
    "texts": _texts,
    "what is said of a corpus": lambda space: load_info(space.folder("corpora", NAME)).counts[
        "documents"
    ],
    "model": _model,
    "manifest": lambda space: open_manifest(space.folder("models", NAME)).seed,
}


@pytest.mark.slow
def test_a_reader_meets_one_version_or_the_other(workspace, tmp_path):
    save_version(workspace, 5)
    stop = tmp_path / "stop"
    command = [sys.executable, "-m", "tests.cases.swapping", workspace.root, stop]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    swapping = subprocess.Popen(command, env=environment)
    seen = {name: set() for name in READERS}
    both = {name: {5, 6} for name in READERS}
    reads = 0
    try:
        begun = time.monotonic()
        enough = None
        while enough is None or time.monotonic() < enough + SECONDS:
            for name, read in READERS.items():
                seen[name].add(read(workspace))
            reads += 1
            if enough is None and (seen == both or time.monotonic() > begun + AT_MOST):
                enough = time.monotonic()
            assert swapping.poll() is None
    finally:
        stop.touch()
        assert swapping.wait(60) == 0
    assert reads > 5
    assert seen == both


def test_a_folder_that_stays_is_read_once(workspace):
    save_version(workspace, 5)
    tried = []

    def refused():
        tried.append(1)
        raise InputError("It was edited.", hint="")

    with pytest.raises(InputError, match="edited"):
        read_steadily(workspace.folder("corpora", NAME), refused)
    assert len(tried) == 1


def test_a_folder_that_is_not_there(workspace):
    with pytest.raises(NotFoundError):
        load_corpus(workspace, "nothing")


def test_a_folder_that_never_rests_is_taken_as_it_is(workspace, monkeypatch):
    monkeypatch.setattr(steady, "LONGEST", 0.1)
    folder = workspace.folder("corpora", NAME)
    folder.mkdir(parents=True)

    def read():
        (folder / "note").write_bytes(b"")
        (folder / "note").unlink()
        return 1

    assert read_steadily(folder, read) == 1
