"""Who works on partitions on this computer: this process, or several."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from textmine.config.threads import processors, use_processors
from textmine.spread.part import Where, Work

if TYPE_CHECKING:
    import pyarrow as pa


class Workers(Protocol):
    """Those who work on partitions."""

    def width(self) -> int:
        """Return how many partitions they get at a time."""

    def submit(self, given: Any) -> Future[pa.Table]:
        """Give them what is given of a partition; raise WorkersError where they are gone."""

    def refuse_lost(self) -> None:
        """Raise WorkersError where nobody is left who could finish what they were given."""

    def idle(self) -> bool:
        """Return whether nobody works on what they were given: it was lost on the way."""


@contextmanager
def workers_at(where: Where, work: Work, shared: Any) -> Iterator[Workers]:
    """Yield those who do some work; `shared` is sent to each of them once."""
    if where.scheduler:
        from textmine.spread.cluster import cluster_of

        with cluster_of(where, work, shared) as cluster:
            yield cluster
    elif where.n_process > 1:
        processes = Processes(work, shared, where.n_process)
        try:
            yield processes
        finally:
            processes.end()
    else:
        yield Here(work, shared)


class Here:
    """This process. What goes wrong here is no worker's fault, and is raised as it is."""

    def __init__(self, work: Work, shared: Any) -> None:
        self._work, self._shared = work, shared

    def width(self) -> int:
        """One at a time."""
        return 1

    def submit(self, given: Any) -> Future[pa.Table]:
        """Do it at once."""
        done: Future[pa.Table] = Future()
        done.set_result(self._work(self._shared, given))
        return done

    def refuse_lost(self) -> None:
        """It is here."""

    def idle(self) -> bool:
        """It is done at once."""
        return False


class Processes:
    """Several processes; where one is killed, all of them begin anew."""

    def __init__(self, work: Work, shared: Any, n_process: int) -> None:
        self._work, self._shared, self._n = work, shared, n_process
        self._others = {process.pid for process in multiprocessing.active_children()}
        self._pool = self._begin()

    def _begin(self) -> ProcessPoolExecutor:
        given = (self._work, self._shared, processors() // self._n)
        return ProcessPoolExecutor(self._n, initializer=_begin_process, initargs=given)

    def width(self) -> int:
        """One in work and one that waits, each."""
        return 2 * self._n

    def submit(self, given: Any) -> Future[pa.Table]:
        """Give it to whoever is free."""
        try:
            return self._pool.submit(_work_in_process, given)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._begin()
            return self._pool.submit(_work_in_process, given)

    def refuse_lost(self) -> None:
        """A process that is lost breaks the pool, which begins anew."""

    def idle(self) -> bool:
        """A pool loses nothing but with its processes."""
        return False

    def end(self) -> None:
        """End the processes, also those at work: what they do is wanted no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            if process.pid not in self._others:
                process.kill()


_MINE: list[Any] = []


def _begin_process(work: Work, shared: Any, n_processors: int) -> None:
    """Hold what all partitions share; Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_processors(n_processors)
    _MINE[:] = [work, shared]


def _work_in_process(payload: Any) -> pa.Table:
    work, shared = _MINE
    result: pa.Table = work(shared, payload)
    return result
