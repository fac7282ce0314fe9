"""Files, folders and names that the pages for developers mention are there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.docs.pages import DOCS, ROOT, Page, read_page

PAGES = [read_page(path) for path in (DOCS / "architecture.md", *sorted(DOCS.glob("extend/*.md")))]
_PLACE = re.compile(r"(?<![\w/.-])((?:textmine|tests|benchmarks|docs|corpora|models)/[\w./-]*)")
_NAME = re.compile(r"`([A-Z][A-Za-z_]{3,})`")
OF_USERS = ("corpora/NAME/", "models/NAME/")
"""Places in the workspace of a user."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_places_and_names_are_there(page: Page) -> None:
    places = {place.rstrip(".") for place in _PLACE.findall(page.text)}
    missing = [
        place
        for place in sorted(places)
        if not place.startswith(OF_USERS) and not (ROOT / place).exists()
    ]
    missing += [name for name in _NAME.findall(page.text) if not any(_defines(name, page))]
    assert missing == []


def _defines(name: str, page: Page) -> Iterator[bool]:
    """Whether a file that the page mentions defines or uses a name."""
    for place in _PLACE.findall(page.text):
        path = ROOT / place.rstrip(".")
        files = path.rglob("*.py") if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".py" and file.is_file():
                yield bool(re.search(rf"\b{name}\b", file.read_text(encoding="utf-8")))


def test_the_rooms_are_those_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    drawn = text.partition("```text\n")[2].partition("```")[0]
    rooms = [re.match(r"[a-z]+(?: \| [a-z]+)?", line) for line in drawn.splitlines()]
    shown = [found[0] for found in rooms if found]
    below = [*shown[:-1], "config"]
    assert below == layers[: len(below)]
    others = {word for layer in layers[len(below) - 1 :] for word in layer.split(" | ")}
    assert others - {"running", "lazily"} == {*drawn.splitlines()[-1].split("   ")[0].split()}
