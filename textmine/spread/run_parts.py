"""Run a function over partitions and yield their results in order, wherever they are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from textmine.config import Progress, silent
from textmine.errors import TextmineError, WorkersError
from textmine.spread.part import HERE, Part, Where, Work
from textmine.spread.workers import Workers, workers_at

if TYPE_CHECKING:
    import pyarrow as pa

    from textmine.spread.kept_parts import Keeping

RETRIES = 2
"""How often a partition is tried once more that failed, or whose worker was lost."""

_KILLED = "KilledWorker"
"""What Dask, which may be missing, raises where a partition's workers died one after the other."""

_LOOK = 2.0
"""Seconds after which it is looked whether the workers are still there."""


def run_parts(
    work: Work,
    shared: Any,
    parts: Iterable[Part],
    n_units: int,
    where: Where = HERE,
    kept: Keeping | None = None,
    progress: Progress = silent,
    step: str = "working",
) -> Iterator[pa.Table]:
    """Yield the result of each part, in their order; `n_units` is the sum of their sizes.

    Few parts are in memory at a time. What is kept of a former run is not done again, and what is
    finished is kept at once. Raises WorkersError for a part that failed `RETRIES` times more, and
    where the workers are gone.
    """
    stream = iter(parts)
    first = [*islice(stream, 2)]
    if len(first) < 2 and not where.scheduler:
        where = HERE
    if not first:
        return
    progress(step, 0, n_units)
    with workers_at(where, work, shared) as workers:
        run = _Run(workers, kept, _Told(progress, step, n_units))
        for part in chain(first, stream):
            run.begin(part)
            while len(run.tasks) >= workers.width():
                yield run.next_result()
        while run.tasks:
            yield run.next_result()


@dataclass
class _Told:
    """How far the run is."""

    progress: Progress
    step: str
    n_units: int
    done: int = 0

    def add(self, part: Part) -> None:
        self.done += part.size
        self.progress(self.step, self.done, self.n_units)


@dataclass
class _Task:
    """A part that was given out; it has a result or a future of one."""

    part: Part
    future: Future[pa.Table] | None = None
    result: pa.Table | None = None
    failed: int = 0


class _Run:
    """The parts that were begun and not yet handed out, in their order."""

    def __init__(self, workers: Workers, kept: Keeping | None, told: _Told) -> None:
        self.tasks: deque[_Task] = deque()
        self._workers, self._kept, self._told = workers, kept, told

    def begin(self, part: Part) -> None:
        """Give a part out, unless its result is kept."""
        stored_result = None if self._kept is None else self._kept.find(part.key)
        if stored_result is not None:
            self.tasks.append(_Task(part, result=stored_result))
            self._told.add(part)
            return
        task = _Task(part, self._workers.submit(part.given()))
        self.tasks.append(task)
        if task.future is not None and task.future.done():
            self._settle(task, task.future)

    def next_result(self) -> pa.Table:
        """Wait for the first part, and take in what others finish meanwhile."""
        while self.tasks[0].result is None:
            open_ = {task.future: task for task in self.tasks if task.future is not None}
            done, _ = wait(open_, _LOOK, FIRST_COMPLETED)
            if not done:
                done = self._lost({*open_})
            for future in done:
                self._settle(open_[future], future)
        return self.tasks.popleft().result

    def _lost(self, open_: set[Future[pa.Table]]) -> set[Future[pa.Table]]:
        """Return all futures, given up, where nobody works on them; else none."""
        self._workers.refuse_lost()
        if not self._workers.idle():
            return set()
        for future in open_:
            future.cancel()
        return open_

    def _settle(self, task: _Task, future: Future[pa.Table]) -> None:
        """Take in a result, or try once more."""
        try:
            task.result = future.result()
        except TextmineError:
            raise
        except (Exception, CancelledError) as error:
            task.failed += 1
            if task.failed > RETRIES:
                raise _failed(task, error) from error
            task.future = self._workers.submit(task.part.given())
            return
        task.future = None
        if self._kept is not None:
            self._kept.keep(task.part.key, task.result)
        self._told.add(task.part)


def _failed(task: _Task, error: BaseException) -> WorkersError:
    lost = isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ == _KILLED
    reason = "the worker was lost" if lost else f"{type(error).__name__}: {error}"
    return WorkersError(
        f"{task.part.name} failed {task.failed} times: {reason}.",
        hint="Nothing was written; what is finished is kept for the next run. Is there enough "
        "memory, and the same textmine on every worker?",
    )
