from __future__ import annotations

from types import SimpleNamespace

import pytest

from textmine.corpus.reading import encoding_guess


@pytest.fixture
def no_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no dictionary have a word: for bytes of no meaning each would be opened in vain."""
    without = SimpleNamespace(get_lemma=lambda word, language: None)
    monkeypatch.setattr(encoding_guess, "_dictionaries", lambda: without)
