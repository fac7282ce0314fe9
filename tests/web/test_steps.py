"""Next steps on the first page: a button to the page that does it, in the words of pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.web.conftest import by_link, site_of
from textmine.coding.progress import CoderProgress, CodingProgress
from textmine.corpus.corpus import CorpusInfo
from textmine.project.next_steps import Step, next_steps
from textmine.project.status import RunState, Status
from textmine.web.pages.project import shown_step


@pytest.mark.parametrize(
    ("command", "word", "path"),
    [
        ("textmine train town", "Train a model", "/jobs?corpus=town"),
        ("textmine train town --name m", "Train it again", "/jobs?corpus=town&name=m"),
        ("textmine apply m town --out x.csv", "Apply it", "/jobs?model=m&corpus=town"),
        ("textmine apply m town --review 0.2", "Let it code", "/review?model=m&corpus=town#queue"),
        ("textmine report town", "Make the report", "/reports?corpus=town"),
        ("textmine coding import q.csv", "Code", "/code"),
        ("textmine coding import q.csv --coder ann", "Review", "/review"),
        (
            "textmine coding sample town --n 9 --coders a,b",
            "Draw messages",
            "/draws?corpus=town&n=9",
        ),
        ("textmine coding adjudicate 'a b' --sheet x.xlsx", "Settle", "/settle?corpus=a+b"),
        ("textmine verify --all", "", ""),
    ],
)
def test_a_command_has_the_page_that_does_it(command, word, path):
    shown = shown_step(Step(command, "a reason"))
    assert (shown.word, shown.path, shown.command) == (word, path, command)
    assert shown.why.endswith(".")
    assert "sheet" not in shown.why


def classifier(name, corpus):
    """A model as its manifest tells it."""
    told = {"details": {"corpus": corpus}, "settings": {}, "inputs": {}}
    return RunState(name, "models", SimpleNamespace(kind="classifier", **told))


def coded_by(coder):
    return CoderProgress("b", "d", coder, 20, {"machine": 20} if ":" in coder else {})


@pytest.mark.parametrize(
    ("n", "coders", "left"), [(60, ("ann",), 40), (60, ("ann", "model:m"), 0), (20, ("ann",), 0)]
)
def test_a_model_is_to_code_what_people_left_of_its_corpus(tmp_path, n, coders, left):
    info = CorpusInfo(name="town", source={}, columns={}, counts={"documents": n})
    coding = CodingProgress("town", tuple(map(coded_by, coders)), (), (), ("b",))
    status = Status(tmp_path, (info,), ("b",), (coding,), (classifier("m", "town"),))
    found = [one for one in next_steps(status) if one.command.startswith("textmine apply m town")]
    assert len(found) == bool(left)
    assert all(f"{left} documents of 'town' are not coded" in one.why for one in found)


def test_a_draw_waits_until_all_its_coders_are_done(space):
    page = by_link(site_of(space), "ann").open("/")
    assert "waits for its coders: ann 0 of 6, bob 0 of 6 are coded." in page.replace("&#39;", "'")
    assert 'href="/code"' in page.split("<main")[1]
