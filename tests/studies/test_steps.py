"""Every step of the four studies has its test."""

from __future__ import annotations

import importlib

from tests.studies.steps import STEPS


def test_there_are_fifty_steps_and_each_has_a_test():
    assert {file: len(names) for file, names in STEPS.items()} == {
        "test_study_000.py": 9,
        "test_study_001.py": 10,
        "test_study_002.py": 16,
        "test_study_003.py": 15,
    }
    for file, names in STEPS.items():
        module = importlib.import_module(f"tests.studies.{file.removesuffix('.py')}")
        for name in names:
            assert ":" in (getattr(module, name).__doc__ or ""), name
