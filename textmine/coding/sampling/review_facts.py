"""What the design of a review draw keeps for a page: the names under which it stands there.

Each is dimension -> document -> texts, as `Suggested` is; what is of the whole document stands
under the dimension "".
"""

from __future__ import annotations

from collections.abc import Mapping

from textmine.coding.sampling.draws import Design, Suggested

POSSIBLE, CHANCES = "possible", "chances"
"""Codes that cannot be ruled out, likeliest first, and how probable each is, 0 to 1."""
WORDS, WHY = "words", "why"
"""Words of the text that spoke for the code, and all heaviest reasons as lines."""
DECIDE, ALIKE = "decide", "alike"
"""Why people are asked, and the number of the group of texts that nearly repeat each other."""
FACTS = (POSSIBLE, CHANCES, WORDS, WHY, DECIDE, ALIKE)

Facts = Mapping[str, Suggested]


def facts_of(design: Design) -> Facts:
    """Return what a design keeps for a page; {} for a draw that keeps nothing of it."""
    facts = {name: design.get(name) for name in FACTS}
    return {name: fact for name, fact in facts.items() if isinstance(fact, dict)}


def fact_of(facts: Facts, name: str, document: str, dimension: str = "") -> list[str]:
    """Return a fact of a document, [] where it is not kept."""
    return facts.get(name, {}).get(dimension, {}).get(document, [])
