"""The doors of rooms import what they name when it is first used, and name all of it."""

import subprocess
import sys
from importlib import import_module

import pytest

ROOMS = ("codebook", "coding", "corpus", "stats")
HEAVY = ("scipy", "sklearn", "spacy", "gensim", "pandas")


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_of_a_door_is_there(room: str) -> None:
    door = import_module(f"textmine.{room}")
    for name in door.__all__:
        found = getattr(door, name)
        assert type(found).__name__ != "module", name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        door.nothing  # noqa: B018


def loaded(module: str, heavy: tuple[str, ...] = HEAVY) -> str:
    """Return which heavy libraries are loaded with a module, in a process of its own."""
    code = f"import sys, {module}; print(*sorted({{*{heavy}}} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_store_is_read_without_heavy_libraries():
    assert loaded("textmine.coding.progress") == ""


def test_themes_are_named_without_scientific_libraries():
    modules = "textmine.topics.model, textmine.topics.naming.theme_changes, textmine.report.themes"
    assert loaded(modules) == ""


def test_a_corpus_is_imported_without_libraries_for_codings_and_numbers():
    modules = (
        "textmine.corpus.reading.importing, textmine.coding.taken, textmine.report.corpora, "
        "textmine.report.imports"
    )
    assert loaded(modules, (*HEAVY, "sqlalchemy")) == ""
