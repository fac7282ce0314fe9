"""Which documents depend on each other: the groups that no split and no resample may cut."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from textmine.arrays import Ints
from textmine.corpus.corpus import Corpus, load_info
from textmine.corpus.document_files import columns_of, read_table
from textmine.corpus.hierarchy import talk_level
from textmine.schema import AUTHOR, ID, THREAD_ID
from textmine.store.opened import damage_told


def group_labels(corpus: Corpus) -> list[str]:
    """Return the group of each document, in order: its thread, else author, else its own id."""
    columns = (corpus.column(THREAD_ID), corpus.column(AUTHOR), corpus.ids)
    return [_label(*cells) for cells in zip(*columns, strict=True)]


def stored_groups(folder: Path) -> dict[str, str]:
    """Return the group of each document in the folder of a corpus by its id; no text is read.

    Documents that are left out are among them. Raises InputError where the file is damaged.
    """
    paths = [folder / name for name in load_info(folder).document_files]
    with damage_told(paths[0] if paths else folder, "Restore it from a copy."):
        there = columns_of(paths[0])
        names = [name for name in (ID, THREAD_ID, AUTHOR) if name in there]
        table = read_table(paths, names)
        cells = {name: table[name].to_pylist() for name in names}
    empty = [None] * table.num_rows
    rows = zip(cells.get(THREAD_ID, empty), cells.get(AUTHOR, empty), cells[ID], strict=True)
    return {
        str(identity): _label(_text(thread), _text(author), str(identity))
        for thread, author, identity in rows
    }


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _label(thread: str, author: str, identity: str) -> str:
    return (
        f"thread {thread}" if thread else f"author {author}" if author else f"document {identity}"
    )


def group_kind(corpus: Corpus) -> str:
    """Return what the groups of `group_labels` mostly are.

    That is a thread, an interview, a file, an author or a document.
    """
    kinds = [label.split(" ", 1)[0] for label in group_labels(corpus)]
    commonest = max(("thread", "author", "document"), key=kinds.count)
    if commonest != "thread":
        return commonest
    return "file" if corpus.info.cut_files else talk_level(corpus)[:-1]


def group_numbers(corpus: Corpus, units: Sequence[str]) -> Ints:
    """Return a number for the group of each unit, shape (n_units,); units are ids of documents."""
    labels = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    _, numbers = np.unique([labels[unit] for unit in units], return_inverse=True)
    return numbers.astype(np.int64)
