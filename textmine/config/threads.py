"""Keep linear algebra to one thread where many small problems follow each other.

With more, threads mostly wait for each other: training took ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def single_threaded() -> Iterator[None]:
    """Run a block with one thread for linear algebra."""
    import sklearn.linear_model  # noqa: F401  (loads the libraries that are to be limited)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
