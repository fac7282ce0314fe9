from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import write_csv
from tests.made import copied, trained_root
from textmine.corpus import About, ReadOptions, import_corpus, load_corpus, read_documents
from textmine.corpus.corpus import Corpus
from textmine.store import Workspace


@pytest.fixture
def trained(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with the forum, its codings, a model of the first messages, and topics."""
    return copied(trained_root(tmp_path_factory.getbasetemp()), tmp_path / "trained")


@pytest.fixture
def corpus_of(workspace):
    """Make a corpus of the columns given; what is wrong with its parents is kept."""

    def make(name: str = "made", **columns: list[str]) -> Corpus:
        n = len(next(iter(columns.values())))
        columns = {"id": [f"d{place}" for place in range(n)], **columns}
        path = write_csv(
            workspace.root / f"{name}.csv", list(columns), zip(*columns.values(), strict=True)
        )
        reading = read_documents(path, ReadOptions(), keep_orphans=True, cut_cycles=True)
        assert reading.checked.problems == []
        import_corpus(workspace, name, reading, About())
        return load_corpus(workspace, name)

    return make


@pytest.fixture
def value():
    """Return the finding of an area whose words begin so."""

    def find(findings, what):
        exact = [one for one in findings if one.what == what]
        (found,) = exact or [one for one in findings if one.what.startswith(what)]
        return found

    return find
