"""Who works on partitions on other computers: the workers of a Dask cluster.

Its members send each other Python objects, so all of them must be trusted. No file is read so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from textmine import __version__
from textmine.config.threads import use_processors
from textmine.errors import ExtraMissingError, WorkersError
from textmine.spread.part import Where, Work
from textmine.store.versions import versions

if TYPE_CHECKING:
    import pyarrow as pa

ANSWER, PATIENCE = 10.0, 30.0
"""Seconds that a scheduler may take to answer, and that it may have no worker."""

_NEEDED = ("dask", "distributed")
_AGAIN = (0.5, 2.0, 5.0)
"""Seconds after which the cluster is asked once more for what it could not do."""

_FAILURES = (KeyError, ValueError, RuntimeError, OSError, TimeoutError, CancelledError)
"""What Dask raises where a worker or the scheduler is lost while it is asked."""

_Found = TypeVar("_Found")
_ONE_AT_A_TIME = threading.Lock()


def refuse_without_extra() -> None:
    """Raise ExtraMissingError where the packages of the extra are not there."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ExtraMissingError(
            f"A cluster needs {missing[0]}, which is not installed.",
            hint='Install it here and on every worker: pip install "textmine[scale]". Or leave '
            "out --scheduler.",
        )


@contextmanager
def cluster_of(where: Where, work: Work, shared: Any) -> Iterator[Cluster]:
    """Yield the workers of a scheduler, each of which gets `shared` once.

    Raises ExtraMissingError, and WorkersError where there is no scheduler or it has no workers.
    """
    refuse_without_extra()
    import dask
    import distributed  # noqa: F401  (its settings are to be there before one of them is changed)

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.comm.timeouts.connect": ANSWER}):
        client = _connected(where.scheduler)
        try:
            n_workers = _n_threads(client, where.scheduler)
            where.tell(
                f"{n_workers} workers at {where.scheduler}; watch them at {client.dashboard_link}."
            )
            yield Cluster(client, where.scheduler, work, shared)
        finally:
            client.close(timeout=1)


def _connected(address: str) -> Any:
    import distributed

    begin: Any = distributed.Client
    try:
        client = begin(address, timeout=ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkersError(
            f"There is no Dask scheduler at {address}.",
            hint="Start one with 'dask scheduler', or correct --scheduler or [scale] scheduler in "
            "textmine.toml.",
        ) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close(timeout=1)
        raise _without_workers(address) from error
    return client


def _n_threads(client: Any, address: str) -> int:
    """Return what the workers can do at once; raise WorkersError where the scheduler is gone."""
    try:
        if client.status != "running":
            raise OSError(client.status)
        return sum(client.nthreads().values())
    except (OSError, TimeoutError, CancelledError, RuntimeError, ValueError) as error:
        raise WorkersError(
            f"The Dask scheduler at {address} is gone.",
            hint="What is finished is kept: start it again and run the command once more, or "
            "run it without --scheduler.",
        ) from error


def _without_workers(address: str) -> WorkersError:
    return WorkersError(
        f"The Dask scheduler at {address} has no workers.",
        hint=f"Start some with 'dask worker {address} --nthreads 1'; what is finished is kept.",
    )


class Cluster:
    """The workers of a scheduler; those that come later get work too."""

    def __init__(self, client: Any, address: str, work: Work, shared: Any) -> None:
        self._client, self._address, self._work = client, address, work
        self._content = shared
        self._executor = client.get_executor(pure=False)
        self._since = self._busy = time.monotonic()
        self._sent = self._send()

    def _send(self) -> Any:
        """Send what all share to each worker; who dies meanwhile makes Dask fail, so try again."""
        send = partial(self._client.scatter, [self._content], broadcast=True, hash=False)
        return self._done(send, "take what they need for all partitions, such as the model")[0]

    def _done(self, ask: Callable[[], _Found], what: str) -> _Found:
        """Return what the cluster gives; raise WorkersError where it fails again and again."""
        for seconds in _AGAIN:
            try:
                return ask()
            except _FAILURES as error:
                failed: Exception = error
            time.sleep(seconds)
            self.refuse_lost()
        said = str(failed).strip(" .") or type(failed).__name__
        raise WorkersError(
            f"The workers at {self._address} did not {what}: {said}.",
            hint="What is finished is kept. Have they enough memory? See what they print, and run "
            "the command once more.",
        ) from failed

    def width(self) -> int:
        """One in work and one that waits, each."""
        return max(2, 2 * _n_threads(self._client, self._address))

    def submit(self, given: Any) -> Future[pa.Table]:
        """Give it to whoever is free; what all share is sent again where its holders are lost."""
        self.refuse_lost()
        self._busy = time.monotonic()
        if self._sent.status != "finished":
            self._sent = self._send()
        give = partial(
            self._executor.submit, work_on_worker, self._work, self._sent, given, _known()
        )
        found: Future[pa.Table] = self._done(give, "take a partition")
        return found

    def refuse_lost(self) -> None:
        """Raise WorkersError where the scheduler is gone, or has had no worker for a while."""
        n_workers = _n_threads(self._client, self._address)
        if n_workers:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            raise _without_workers(self._address)

    def idle(self) -> bool:
        """Return whether no worker had any work for a while.

        Dask can lose what a worker had that was killed, and waits for it without an end.
        """
        now = time.monotonic()
        if any(self._done(self._client.processing, "tell what they do").values()):
            self._busy = now
        return now - self._busy > PATIENCE


def work_on_worker(work: Work, shared: Any, given: Any, known: Mapping[str, str]) -> pa.Table:
    """Do the work on one partition, on a worker: one at a time, whatever its number of threads.

    Raises WorkersError where textmine or a library has another version than where it was asked.
    """
    here = _known()
    other = [name for name in known if here.get(name, known[name]) != known[name]]
    if other:
        name = other[0]
        raise WorkersError(
            f"A worker has {name} {here[name]}, this computer {known[name]}: results would differ.",
            hint="Install the same versions on every worker.",
        )
    with _ONE_AT_A_TIME:
        use_processors(_threads_here())
        return work(shared, given)


def _threads_here() -> int:
    """Return how many threads the worker was given: so many processors are its own."""
    import distributed

    try:
        return int(distributed.get_worker().state.nthreads)
    except ValueError:  # no worker: a test calls it
        return 1


def _known() -> dict[str, str]:
    return {"textmine": __version__, **versions()}
