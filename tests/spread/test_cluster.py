"""A Dask cluster of real processes: the same results, whoever is killed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future

import pytest

from tests.spread import work
from tests.spread.cluster import local_cluster
from tests.spread.test_run_parts import EVERY, PARTS, numbers
from textmine.errors import ExtraMissingError, InputError, WorkersError
from textmine.spread import KeptParts, Where, cluster

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    with local_cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


def test_results_are_those_of_this_process(two_workers):
    said = []
    assert numbers(work.times, 3, PARTS, 12, Where(1, two_workers.address, said.append)) == [
        3 * n for n in EVERY
    ]
    assert f"at {two_workers.address}; watch them at http://127.0.0.1:" in said[0]


def test_failures_are_sentences(two_workers, tmp_path):
    where = Where(scheduler=two_workers.address)
    assert numbers(work.at_second_try, str(tmp_path), PARTS, 12, where) == EVERY
    with pytest.raises(WorkersError, match=r"numbers 4 to 5 failed 3 times: ValueError"):
        numbers(work.never, 1, PARTS, 12, where)
    with pytest.raises(InputError, match=r"It cannot be read\."):
        numbers(work.refusing, 1, PARTS, 12, where)


def test_work_that_the_cluster_lost_is_given_again(two_workers, monkeypatch):
    """Dask never answers for the first two parts, and nobody works."""
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    given = cluster.Cluster.submit
    lost = [Future(), Future()]
    monkeypatch.setattr(
        cluster.Cluster,
        "submit",
        lambda self, part: lost.pop() if lost else given(self, part),
    )
    where = Where(scheduler=two_workers.address)
    assert numbers(work.times, 1, PARTS, 12, where) == EVERY
    assert not lost


def kill_when_kept(scheduler, kept):
    """Kill it when the first result is kept, and most are still to come."""
    until = time.monotonic() + 60
    while not [*kept.folder.glob("*.parquet")] and time.monotonic() < until:
        time.sleep(0.01)
    scheduler.kill()


def test_a_worker_is_killed_and_then_the_scheduler(tmp_path, monkeypatch):
    kept = KeptParts(tmp_path / "kept")
    with local_cluster(tmp_path) as started:
        where = Where(scheduler=started.address)
        assert numbers(work.killed_once, str(tmp_path), PARTS, 12, where) == EVERY
        assert sum(one.poll() is None for one in started.workers) == 1

        monkeypatch.setattr(cluster, "ANSWER", 3.0)
        killer = threading.Thread(target=kill_when_kept, args=(started.scheduler, kept))
        killer.start()
        with pytest.raises(WorkersError) as told:
            numbers(work.slowly, 1, PARTS, 12, where, kept)
        assert f"The Dask scheduler at {started.address} is gone. What is finished" in str(
            told.value
        )
        killer.join()
        assert len(list(kept.folder.iterdir())) in range(1, 6)
        begin = time.monotonic()
        with pytest.raises(WorkersError, match="There is no Dask scheduler at tcp://"):
            numbers(work.times, 1, PARTS, 12, where)
        assert time.monotonic() - begin < 20
    assert numbers(work.times, 1, PARTS, 12, kept=kept) == EVERY


def test_addresses_that_are_none(monkeypatch, forum, run):
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    ran = run("prepare", "forum", "--profile", "fast", "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.code, ran.out) == (1, "")
    assert "There is no Dask scheduler at tcp://127.0.0.1:9." in " ".join(ran.err.split())
    with pytest.raises(WorkersError, match="There is no Dask scheduler at nonsense://here"):
        numbers(work.times, 1, PARTS, 12, Where(scheduler="nonsense://here"))


def test_what_cannot_be_sent_is_a_sentence(monkeypatch):
    class Failing:
        """A cluster whose workers die as often as they are sent something."""

        status = "running"

        def nthreads(self):
            return {"tcp://127.0.0.1:2": 1}

        def get_executor(self, pure):
            return self

        def scatter(self, content, broadcast, hash):
            raise KeyError("tcp://127.0.0.1:2")

    monkeypatch.setattr(cluster, "_AGAIN", (0.0, 0.0))
    with pytest.raises(WorkersError) as told:
        cluster.Cluster(Failing(), "tcp://127.0.0.1:1", work.times, 1)
    assert (
        "The workers at tcp://127.0.0.1:1 did not take what they need for all partitions, such as "
        "the model: 'tcp://127.0.0.1:2'. What is finished is kept." in str(told.value)
    )


def test_a_worker_uses_as_many_processors_as_it_has_threads(two_workers):
    where = Where(scheduler=two_workers.address)
    assert numbers(work.processors_here, 1, PARTS[:2], 4, where) == [1, 1, 1, 1]


def test_without_the_extra(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(ExtraMissingError, match=r"pip install \"textmine\[scale\]\""):
        numbers(work.times, 1, PARTS, 12, Where(scheduler="tcp://127.0.0.1:1"))


def test_other_versions_are_refused():
    with pytest.raises(WorkersError, match=r"A worker has textmine .*, this computer 0\.0\.1"):
        cluster.work_on_worker(work.times, 1, [1], {"textmine": "0.0.1"})
