"""Prepare and apply: the same bytes here, in two processes, on a cluster that loses a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made import add_corpus, copied, small_documents, small_root, train_small
from tests.spread.cluster import local_cluster
from textmine.classify import thread_runs
from textmine.classify.coding_run import run_model
from textmine.classify.run_manifest import RunRequest
from textmine.corpus import taking
from textmine.errors import WorkersError
from textmine.nlp import prepare
from textmine.nlp.prepare_corpus import prepare_corpus
from textmine.spread import HERE, Where

pytestmark = pytest.mark.slow


@pytest.fixture
def modelled(tmp_path_factory, tmp_path, monkeypatch):
    """A small model, 120 documents to code, and partitions of a few."""
    space = copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "space")
    train_small(space, blocks=("words", "around"), repeats=1)
    rows, _ = small_documents(120, "abc", seed=5)
    rows = [{**row, "id": f"n{row['id']}"} for row in sorted(rows, key=lambda row: row["text"])]
    add_corpus(space, "new", rows, tmp_path / "new.csv")
    monkeypatch.setattr(thread_runs, "_SIZE", 12)
    monkeypatch.setattr(prepare, "_PART", 10)
    return space


def coded(space, name, where=HERE, progress=lambda *told: None):
    """Code the documents and return what was written: codes, reasons, what the section says."""
    out, why = (space.root.parent / f"{name}-{kind}.csv" for kind in ("out", "why"))
    request = RunRequest("m", "new", out=out, why=why, spread=where, name=name)
    found = run_model(space, request, progress)
    return out.read_bytes(), why.read_bytes(), found.drift, found.seen


def forget(space):
    """Forget what was read of texts."""
    import shutil

    shutil.rmtree(space.scratch / "prepared")


def test_the_same_bytes_wherever_partitions_are_worked(modelled, tmp_path, monkeypatch):
    space = modelled
    here = coded(space, "here")
    assert here[0].count(b"\n") == 121
    monkeypatch.setattr(thread_runs, "_SIZE", 5_000)
    assert coded(space, "whole") == here
    monkeypatch.setattr(thread_runs, "_SIZE", 12)
    monkeypatch.setattr(taking, "IN_MEMORY", 50)
    assert coded(space, "streamed") == here
    forget(space)
    assert coded(space, "processes", Where(n_process=2)) == here

    folder = Path(tmp_path / "cluster")
    folder.mkdir()
    with local_cluster(folder) as cluster:
        where = Where(scheduler=cluster.address)
        forget(space)
        prepared = prepare_corpus(space, "new", space.settings.nlp, (), where)
        assert (prepared.new, prepared.told.n_texts) == (120, 120)

        def kill_one(step, done, total):
            if step == "coding" and done and cluster.workers[0].poll() is None:
                cluster.workers[0].kill()

        assert coded(space, "cluster", where, kill_one) == here
        assert [one.poll() is None for one in cluster.workers] == [False, True]
    assert not [*(space.scratch / "parts").glob("*/*")]


def test_a_run_that_fails_goes_on_from_what_is_finished(modelled, monkeypatch):
    space = modelled
    here = coded(space, "here")
    told = []

    def stop(step, done, total):
        told.append((step, done))
        if step == "coding" and done >= 48:
            raise WorkersError("The cluster is gone.")

    with pytest.raises(WorkersError):
        coded(space, "again", progress=stop)
    assert not (space.root.parent / "again-out.csv").exists()
    n_kept = len([*(space.scratch / "parts").glob("*/*.parquet")])
    assert n_kept == 4
    made = []
    monkeypatch.setattr(thread_runs.ThreadRuns, "_given", counting(made))
    assert coded(space, "again") == here
    assert len(made) == 10 - n_kept


def counting(made):
    read = thread_runs.ThreadRuns._given

    def given(self, batch):
        made.append(batch)
        return read(self, batch)

    return given
