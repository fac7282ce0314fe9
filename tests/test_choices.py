"""What is chosen by a word is what the registries have, and each list is written once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

import textmine
from textmine import choices
from textmine.classify.prevalence.result import ASSUMPTIONS, METHODS
from textmine.report.agreement_details import CLOSER
from textmine.report.document import FILES
from textmine.stats.agreement.weights import WEIGHTS
from textmine.stats.systems.alt_test import EPSILONS
from textmine.stats.systems.paired import METRICS


@pytest.mark.parametrize(
    ("choice", "registry"),
    [
        (choices.PrevalenceMethod, [*METHODS, "all"]),
        (choices.Assumption, [one for one in ASSUMPTIONS if one]),
        (choices.CodersAre, EPSILONS),
        (choices.ComparisonMetric, METRICS),
        (choices.Weights, [one for one in WEIGHTS if one != "identity"]),
        (choices.ReportForm, FILES),
        (choices.AgreementDetail, ["pairs", "coders", "time", "rounds", *CLOSER]),
    ],
)
def test_choices_are_those_of_the_registry(choice: Any, registry: Iterable[str]) -> None:
    assert sorted(get_args(choice)) == sorted(registry)


@pytest.mark.slow
def test_no_list_of_choices_is_written_twice() -> None:
    texts = (path.read_text("utf-8") for path in Path(textmine.__file__).parent.rglob("*.py"))
    written = Counter(
        tuple(sorted(ast.unparse(node.slice).strip("()").split(", ")))
        for text in texts
        if "Literal[" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Literal"
    )
    assert [words for words, n in written.items() if n > 1 and len(words) > 1] == []
