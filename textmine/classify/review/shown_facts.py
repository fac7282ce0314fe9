"""What is kept with a queue for a page that reviews it: figures, reasons, texts that are alike."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.classify.features.blocks import BLOCKS
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.review.queue import QueueItem
from textmine.classify.trained.explaining import Why
from textmine.coding.sampling.draws import Suggested
from textmine.coding.sampling.review_facts import ALIKE, CHANCES, DECIDE, POSSIBLE, WHY, WORDS

_WORDS = BLOCKS["words"].title


def shown_facts(
    items: Sequence[QueueItem], said: Sequence[MachineCodes], why: Sequence[Why]
) -> dict[str, Suggested]:
    """Return the facts of a review draw under their names in its design.

    `items` have a question for each part of `said`, in its order; `why` may be of other documents
    too, or empty.
    """
    queued = {item.document for item in items}
    possible: Suggested = {}
    chances: Suggested = {}
    for number, part in enumerate(said):
        asked = {item.document: item.questions[number] for item in items}
        possible[part.dimension] = {name: list(one.codes) for name, one in asked.items()}
        chances[part.dimension] = {
            name: [f"{p:.3f}" for p in one.probabilities] for name, one in asked.items()
        }
    words: Suggested = {}
    told: Suggested = {}
    for one in why:
        if one.document in queued:
            spoke = [term.what for term in one.terms if term.block == _WORDS and term.weight > 0]
            _of(words, one).extend(spoke)
            _of(told, one).extend(_reasons(one))
    facts = {
        POSSIBLE: possible,
        CHANCES: chances,
        DECIDE: {"": {item.document: [item.reason] for item in items}},
        ALIKE: {"": {item.document: [str(item.alike)] for item in items if item.alike}},
        WORDS: words,
        WHY: told,
    }
    return {name: fact for name, fact in facts.items() if any(fact.values())}


def _of(facts: Suggested, why: Why) -> list[str]:
    return facts.setdefault(why.dimension, {}).setdefault(why.document, [])


def _reasons(why: Why) -> list[str]:
    """Return each term as a line: its weight, for or against the code, and what it is."""
    against = f" rather than {why.against}" if why.against else ""
    lines = [f"{why.code}{against}:"]
    for term in why.terms:
        what = f": {term.what}" if term.what else ""
        lines.append(f"{term.weight:+.2f} {term.block}{what}")
    return lines
