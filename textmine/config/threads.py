"""How many processors work may use, and linear algebra on one thread where problems are small.

With more, threads mostly wait for each other: training took ten times as long.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_limited = ContextVar("_limited", default=False)
_share: ContextVar[int | None] = ContextVar("_share", default=None)


@contextmanager
def single_threaded() -> Iterator[None]:
    """Run a block with one thread for linear algebra; a block inside of another changes nothing."""
    if _limited.get():
        yield
        return
    import sklearn.linear_model  # noqa: F401  (loads the libraries that are to be limited)
    from threadpoolctl import threadpool_limits

    token = _limited.set(True)
    try:
        with threadpool_limits(1):
            yield
    finally:
        _limited.reset(token)


def processors() -> int:
    """Return how many processors may be used here, at least 1: those of the process, or a share."""
    here = getattr(os, "sched_getaffinity", None)
    n = len(here(0)) if here else os.cpu_count() or 1
    return min(n, _share.get() or n)


def use_processors(n: int) -> None:
    """Use no more than `n` processors from here on: others work beside this thread."""
    _share.set(max(n, 1))
