"""The examples in the docstrings of modules outside the statistics."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "textmine.advice",
        "textmine.api.agreement",
        "textmine.topics.judging.coherence",
        "textmine.nlp.words",
        "textmine.stats.shares.cluster_mean",
        "textmine.cells.acting",
        "textmine.cli.command",
        "textmine.cli.fitting",
        "textmine.present.markdown",
        "textmine.reading.likeness",
        "textmine.reading.quotation",
        "textmine.corpus.reading.documents.docx_styles",
        "textmine.corpus.reading.documents.pdf_paragraphs",
        "textmine.corpus.reading.documents.properties",
    ],
)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
