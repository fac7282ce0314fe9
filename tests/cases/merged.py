"""A workspace with a model of four topics, of which people made three themes, made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.made import add_codings, add_corpus, quick_workspace, small_documents
from tests.once import made_once
from textmine.corpus import load_corpus
from textmine.store import Workspace
from textmine.topics import fit_topics
from textmine.topics.naming.theme_changes import make_theme

NAME = "Fares & <rooms>"
"""Of two topics; the page and the figures have to escape it."""


@cache
def merged_root(base: Path) -> Path:
    """48 coded documents in 16 threads and 2 groups, one document without a group; model `m`."""
    return made_once(base, "of-merged", _merged) / "merged"


def _merged(folder: Path) -> None:
    space = quick_workspace(folder / "merged")
    rows, codes = small_documents(48, "abc")
    for place, row in enumerate(rows):
        row["group"] = "" if place == 7 else "xy"[place % 5 < 2]
    add_corpus(space, "small", rows, folder / "merged.csv")
    add_codings(space, "small", codes, "abc")
    settings = space.settings.override("topics", n_topics=4)
    fit_topics(space, load_corpus(space, "small"), "m", settings)
    merge(space)


def merge(space: Workspace) -> None:
    """Make one theme of two topics and name a third."""
    make_theme(space, "m", ["T01", "T03"], NAME)
    make_theme(space, "m", ["T02"], "Pictures")
