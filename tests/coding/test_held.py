"""Codings are read once while they are held, and again when something was written."""

from __future__ import annotations

from textmine.coding import open_codings
from textmine.coding.latest import codings_held
from textmine.coding.store import CodingStore
from textmine.schema import Coding

SAID = {"codebook": "b", "created_at": "2026"}


def test_codings_are_read_once_while_they_are_held(workspace, monkeypatch):
    store = open_codings(workspace)
    store.append([Coding("c", "1", "d", "x", coder="ann", **SAID)])
    reads = []
    usual = CodingStore._read_now
    monkeypatch.setattr(CodingStore, "_read_now", lambda *given: reads.append(1) or usual(*given))
    with codings_held():
        first = open_codings(workspace).current("c")
        assert open_codings(workspace).current("c") == first
        assert len(reads) == 1
        store.append([Coding("c", "2", "d", "x", coder="ann", **SAID)])
        assert len(open_codings(workspace).current("c")) == 2
    before = len(reads)
    open_codings(workspace).current("c")
    open_codings(workspace).current("c")
    assert len(reads) == before + 2
