"""The examples in the docstrings, and that every coefficient has one with its published figure."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from textmine import stats
from textmine.stats.agreement.alpha import TOTALS_FORMS

MODULES = sorted(module.name for module in pkgutil.walk_packages(stats.__path__, "textmine.stats."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_module(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("coefficient", TOTALS_FORMS, ids=lambda function: function.__name__)
def test_every_coefficient_shows_a_figure_and_its_source(coefficient):
    assert ">>> " in coefficient.__doc__
    assert "Source: " in coefficient.__doc__


def test_every_public_name_is_there():
    assert all(hasattr(stats, name) for name in stats.__all__)
