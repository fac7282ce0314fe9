"""The examples in the docstrings of every module outside the statistics, which have their own."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import textmine

ROOT = Path(textmine.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path.relative_to(ROOT).parts[0] != "stats" and ">>> " in path.read_text(encoding="utf-8")
)


def test_examples_were_found():
    assert len(WITH_EXAMPLES) > 20


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
