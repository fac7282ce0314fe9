"""Duplicates, topics and embeddings: the same bytes here, in two processes and on a cluster."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.made import copied, small_root
from tests.spread.cluster import local_cluster
from tests.spread.work import Letters
from textmine.classify.features import meaning
from textmine.corpus import load_corpus, open_documents
from textmine.corpus.duplicates import marking, stored_duplicates
from textmine.errors import WorkersError
from textmine.nlp import prepare, prepare_texts
from textmine.nlp.cache import cache_in
from textmine.nlp.encoders import embed_texts, embedding
from textmine.spread import HERE, Where, cluster
from textmine.store import sha256_of_text
from textmine.topics import fit_topics, model, place_documents
from textmine.topics.aligning.alignment import align_corpora, two_sides
from textmine.topics.evaluating.sweep import sweep_topics
from textmine.topics.updating import update_topics

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path_factory, tmp_path, monkeypatch):
    """48 short documents, and partitions of a few."""
    sizes = {marking: ("_SIZE", 10), prepare: ("_PART", 10), embedding: ("_STEP", 10)}
    for module, (name, size) in {**sizes, model: ("PLACED_AT_ONCE", 20)}.items():
        monkeypatch.setattr(module, name, size)
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")


def worked(space, where, progress=lambda *told: None):
    """Do all that can be spread in a workspace that knows nothing of the texts."""
    shutil.rmtree(space.scratch, ignore_errors=True)
    corpus = load_corpus(space, "small")
    settings = space.settings.override("topics", n_topics=3, sample_units=30)
    vectors = embed_texts(corpus.texts, Letters(), None, progress, where)
    copies = stored_duplicates(open_documents(space, "small"), 0.6, where, progress, space)
    view = fit_topics(space, corpus, "t", settings, progress, fresh=True, spread=where)
    fitted = {path.name: path.read_bytes() for path in (space.root / "models" / "t").iterdir()}
    fitted.pop("manifest.json")  # it says when
    placed = place_documents(space, "t", "small", (), progress, where)
    topics = view.unit_topic.tobytes(), fitted, placed.unit_topic.tobytes()
    return copies, vectors.tobytes(), *topics, compared(space, corpus, settings, where)


def compared(space, corpus, settings, where):
    """Fit topics again, compare numbers of them, and two parts of a corpus: texts are read anew."""

    def forget():
        shutil.rmtree(space.scratch, ignore_errors=True)

    forget()
    again = update_topics(space, "t", spread=where)
    forget()
    swept = sweep_topics(space, corpus, [3], ["smoothed"], settings, spread=where)
    forget()
    sides = two_sides(corpus, corpus, ["thread_id=t00"], ["thread_id!=t00"])
    aligned = align_corpora(space, *sides, settings, spread=where)
    return again.unit_topic.tobytes(), repr(again.changes), repr(swept), repr(aligned)


def test_the_same_bytes_wherever_it_is_worked(small, tmp_path, monkeypatch, run_in):
    steps = set()
    here = worked(small, HERE, lambda step, done, total: steps.add(step))
    assert {"reading texts", "reading words", "placing units", "embedding texts"} <= steps
    assert worked(small, Where(n_process=2)) == here

    folder = tmp_path / "cluster"
    folder.mkdir()
    with local_cluster(folder) as started:
        said = []
        where = Where(1, started.address, said.append)

        def kill_one(step, done, total):
            if step == "reading words" and done and started.workers[0].poll() is None:
                started.workers[0].kill()

        assert worked(small, where, kill_one) == here
        assert len(said) == 12  # vectors, words, texts, and units placed twice; then texts thrice,
        assert [one.poll() is None for one in started.workers] == [False, True]
        assert not [*(small.scratch / "parts").glob("*")]
        reads_ahead(small, where, monkeypatch)
        refuses_another_encoder(where, monkeypatch)
        ends_with_the_scheduler(small, started, monkeypatch, run_in(small.root))
        every_command_asks_for_it(small, started.address, monkeypatch, run_in(small.root))
    assert stored_duplicates(open_documents(small, "small"), 0.6, workspace=small) == here[0]
    assert not [*(small.scratch / "parts").glob("*")]


def reads_ahead(space, where, monkeypatch):
    """Training finds all that was read of texts, and their vectors."""
    shutil.rmtree(space.scratch)
    settings = space.settings.override("train", blocks=("words", "meaning"))
    whole = load_corpus(space, "small")
    with monkeypatch.context() as here:
        here.setattr(meaning, "choose_encoder", lambda *named: Letters())
        meaning.read_ahead(space, whole, settings, where, lambda *told: None)
    read = prepare_texts(whole.texts, settings.nlp, (), space)
    keys = [sha256_of_text(text) for text in read.clean]
    assert (read.new, cache_in(space, "embeddings", "letters").missing(keys)) == (0, set())


def refuses_another_encoder(where, monkeypatch):
    monkeypatch.setenv("LETTERS", "others")
    with pytest.raises(WorkersError, match="A worker has other files of the encoder letters"):
        embed_texts(["a text"], Letters(), spread=where)


def ends_with_the_scheduler(space, started, monkeypatch, run):
    """The command ends with a sentence, nothing is written, and what is finished is kept."""
    cut = marking._parts

    def killing(documents):
        for number, part in enumerate(cut(documents)):
            if number == 3:
                time.sleep(1)
                started.scheduler.kill()
                started.scheduler.wait()
            yield part

    stored = {path.name: path.read_bytes() for path in (space.root / "corpora/small").iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(marking, "_parts", killing)
        ran = run("corpus", "duplicates", "small", "--scheduler", started.address)
    assert (ran.code, ran.out) == (1, "")
    told = " ".join(ran.err.split())
    assert f"The Dask scheduler at {started.address} is gone. What is finished is kept" in told
    assert "Traceback" not in told
    assert len([*(space.scratch / "parts").glob("words-*/*.parquet")]) in (1, 2, 3)
    assert stored == {
        path.name: path.read_bytes() for path in (space.root / "corpora/small").iterdir()
    }


def every_command_asks_for_it(space, address, monkeypatch, run):
    """Each command that has the option goes to the cluster, which is gone."""
    shutil.rmtree(space.scratch / "prepared")
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    for told in (
        "topics fit small -k 3",
        "topics apply t small --out shares.csv",
        "topics sweep small -k 3",
        "topics update t",
        "topics align small small --where-first thread_id=t00 --where-second thread_id!=t00",
        "train small --blocks words",
        "suggest small --codebook ling-martins-2015 --embeddings none --out codes.csv",
        "corpus duplicates small",
    ):
        ran = run(*told.split(), "--scheduler", address)
        assert ran.code == 1, told
        assert f"There is no Dask scheduler at {address}" in " ".join(ran.err.split()), told
    assert not [*space.root.glob("*.csv")]
