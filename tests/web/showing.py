"""A workspace worth looking at: the sample forum, coded, settled in part, modelled and read."""

from __future__ import annotations

from pathlib import Path

from tests.made import copied, reported_root
from textmine.cli.main import run as run_command
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.coding.live.queue import Queues
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.schema import Coding
from textmine.store import Workspace
from textmine.topics.naming.theme_changes import finish_theme, make_theme

BOOK = "ling-martins-2015"
CORPUS, LATER = "forum", "forum-new"
DRAW, QUEUE = "draw-1", "review-1"
THEMES = (
    ("T01", "Studios and desks"),
    ("T02", "Evenings out"),
    ("T04", "How the forum works"),
    ("T05", "A shared workshop"),
)


def consultation(base: Path, folder: Path) -> Workspace:
    """The forum with a model and topics, and later messages that ann and bob code just now."""
    space = copied(reported_root(base), folder / "consultation")
    coders = ("ann", "bob")
    draw_sample(space, SampleRequest(LATER, n=12, coders=coders, name=DRAW, seed=1))
    open_codings(space).append(_codes(space))
    for topic, name in THEMES:
        make_theme(space, "forum-topics", [topic], name, "", "its quotations were read")
    finish_theme(space, "forum-topics", THEMES[1][1], "read by two people")
    files = {"--queue": "queue.csv", "--why": "why.csv", "--out": "coded.csv"}
    named = [word for key, name in files.items() for word in (key, str(space.root / name))]
    words = ["apply", "forum-model", LATER, "--record", "--review", "0.3", *named]
    assert run_command([*words, "--workspace", str(space.root)]) == 0
    return space


def _codes(space: Workspace) -> list[Coding]:
    """Codes of ann on eight messages and of bob on ten, who sees three of them otherwise."""
    book = find_codebook(BOOK, space)
    drawn = Queues().find(space.codings_url, LATER, DRAW).documents_of("ann")
    said = []
    for coder, n in (("ann", 8), ("bob", 10)):
        for place, document in enumerate(drawn[:n]):
            for number, dimension in enumerate(book.coded_dimensions):
                codes = [one.id for one in dimension.codes if one.given]
                other = coder == "bob" and place % 4 == 1 + number
                code = codes[(place + number + other) % len(codes)]
                memo = "They ask, but they also press for it." if other and number else ""
                said.append(
                    Coding(LATER, document, dimension.id, code, coder, codebook=BOOK, memo=memo)
                )
    return said
