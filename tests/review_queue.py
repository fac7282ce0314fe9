"""A review queue as it goes out and comes back: a model, later documents, rows filled in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.made import add_codings, add_corpus, quick_workspace, small_documents, train_small
from tests.once import made_once


@cache
def late_root(base: Path, n: int) -> Path:
    """Model `m` of the 48 coded messages of corpus `small`, and a later corpus `late` of `n`."""

    def make(folder: Path) -> None:
        space = quick_workspace(folder / "late")
        rows, codes = small_documents(48, "ab")
        add_corpus(space, "small", rows, folder / "small.csv")
        add_codings(space, "small", codes, "ab")
        train_small(space, repeats=1)
        late, _ = small_documents(n, "ab", seed=9)
        add_corpus(space, "late", late, folder / "late.csv")

    return made_once(base, f"of-late-{n}", make) / "late"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a queue that was written as CSV."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write the rows of a queue as a spreadsheet would save them."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
