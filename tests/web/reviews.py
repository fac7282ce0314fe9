"""A review queue as a model leaves it, made without one."""

from __future__ import annotations

from textmine.coding import Draw, open_draws
from textmine.coding.sampling.draws import Candidate
from textmine.corpus import load_corpus
from textmine.store import Workspace

SUGGESTED = {"d000": "rent", "d001": "train", "d002": "paint", "d003": "rent", "d004": "train"}
BLIND, ALIKE = "d004", ("d002", "d003")


def leave_to_people(space: Workspace, name: str = "review-1") -> None:
    """Keep a queue of five messages: two are alike, one is blind, one is sure of its tone."""
    texts = dict(zip(load_corpus(space, "town").ids, load_corpus(space, "town").texts, strict=True))
    others = {"rent": "train", "train": "paint", "paint": "rent"}
    topic = {one: [code, others[code]] for one, code in SUGGESTED.items()}
    words = {one: texts[one].lower().strip(".").split()[:2] for one in SUGGESTED}
    design = {
        "purpose": "review",
        "round": 1,
        "model": "m",
        "codebook": "meeting@1",
        "chosen": list(SUGGESTED),
        "blind": [BLIND],
        "suggested": {
            "topic": {one: [code] for one, code in SUGGESTED.items()},
            "tone": {one: [] for one in SUGGESTED},
        },
        "possible": {"topic": topic, "tone": {one: [] for one in SUGGESTED}},
        "chances": {"topic": {one: ["0.610", "0.330"] for one in SUGGESTED}},
        "words": {"topic": words},
        "why": {"topic": {one: ["rent rather than train:", "+0.70 words"] for one in SUGGESTED}},
        "decide": {"": {one: [f"topic: {' or '.join(topic[one])}"] for one in SUGGESTED}},
        "alike": {"": {one: ["1"] for one in ALIKE}},
    }
    frame = tuple(Candidate(one, "review", 1.0, True) for one in SUGGESTED)
    open_draws(space).add(Draw("town", name, "2026-01-01T00:00:00+00:00", design, frame))
