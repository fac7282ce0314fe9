"""Files with the share of each theme in documents, and in the threads or files they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from textmine.store.tables import write_table
from textmine.topics.engines.engine import Floats
from textmine.topics.placed import Placed
from textmine.topics.rolling_up import roll_up


def write_shares(
    placed: Placed, target: Path, roll_ups: Sequence[str] = ()
) -> dict[str, tuple[Path, int]]:
    """Write a row a document, and beside it a file for each column with a row a value.

    Returns the file of each column and how many values it has. Raises InputError for a column that
    is not there, before anything is written.
    """
    rolled = {column: roll_up(placed, column) for column in roll_ups}
    units = zip(placed.corpus.ids, placed.unit_topic, strict=True)
    _write(target, placed, ["id"], (([identity], row) for identity, row in units))
    written = {}
    for column, wholes in rolled.items():
        path = target.with_name(f"{target.stem}.{column}{target.suffix or '.csv'}")
        rows = (([one.whole, one.n_units, one.n_words], one.shares) for one in wholes)
        _write(path, placed, [column, "documents", "words"], rows)
        written[column] = (path, len(wholes))
    return written


def _write(
    target: Path,
    placed: Placed,
    head: Sequence[str],
    rows: Iterable[tuple[Sequence[object], Floats]],
) -> None:
    """Write a row each: its first cells, the main topic and its theme, the share of each theme."""
    names = placed.model.topic_ids
    cells = (
        [
            *first,
            *((names[main], placed.names[main]) if shares.sum() > 0 else ("", "")),
            *(round(float(share), 6) for share in shares),
        ]
        for first, shares in rows
        for main in (int(shares.argmax()),)
    )
    write_table(target, [*head, "topic", "theme", *placed.captions], cells)
