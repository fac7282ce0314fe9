"""A partition of work, and where partitions are worked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textmine.config import Tell, untold
from textmine.lazily import pa

Work = Callable[[Any, Any], "pa.Table"]
"""A function of a module: (what all parts share, what is given of one part) -> its result.

The result depends on these two alone, so that it is the same wherever it is made.
"""


@dataclass(frozen=True)
class Part:
    """A partition of `size` units: `name` says to people which, `key` names its content.

    `given` reads what the work needs of it when its turn comes, and once more when it is retried.
    """

    name: str
    key: str
    size: int
    given: Callable[[], Any]


@dataclass(frozen=True)
class Where:
    """Where partitions are worked: on the Dask cluster of a `scheduler`, else in `n_process`.

    `tell` is called with where the cluster can be watched.
    """

    n_process: int = 1
    scheduler: str = ""
    tell: Tell = untold


HERE = Where()
"""In this process."""
