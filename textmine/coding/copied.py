"""Codes of people that are a machine's in every document: they were copied, or show nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.coding.statements import by_people, codes_in, statements_of
from textmine.schema import Coding

FEWEST = 20
"""Documents from which on codes that are a machine's in every one are no accident."""

Later = Callable[[Sequence[Coding]], Sequence[Coding]]
"""Codings -> those of them that were entered after a machine was made."""


@dataclass(frozen=True)
class Copied:
    """Documents whose codes by people are all those of a machine, and the sentence on it."""

    documents: frozenset[str]
    sentence: str


def copied_codes(
    codings: Iterable[Coding],
    said: Mapping[str, Collection[str]],
    dimension: str,
    machine: str,
    later: Later = list,
) -> Copied | None:
    """Return the documents that people gave just the codes of a machine, None for no such case.

    `said` has what the machine says of documents that it did not learn from. It is a case when
    somebody, or all together, coded 20 or more of them, with two different codes or more, after the
    machine was made, and never differs. `later` returns the codings that came after it. No person
    who decides alone agrees in everything; where it was so, the next documents show it.
    """
    mine = [one for one in by_people(codings) if one.dimension == dimension]
    mine = [one for one in mine if one.document in said and not one.suggested_by]
    found = _equal(mine, said)
    if not found:
        return None
    found = _equal(later(mine), said)
    if not found:
        return None
    documents = frozenset(one for _, held in found for one in held)
    who = " and ".join(name for name, _ in found) or "people"
    return Copied(
        documents,
        f"All {len(documents):,} codes of {who} on '{dimension}' are those that {machine} gives, "
        "and came after it was made: if they were taken from it, they say nothing of it.",
    )


def _equal(
    codings: Iterable[Coding], said: Mapping[str, Collection[str]]
) -> list[tuple[str, list[str]]]:
    """Return who never differs from a machine, and in which documents; "" for all together."""
    by_document = statements_of(codings)
    given: dict[str, dict[str, frozenset[str]]] = {}
    for statements in by_document.values():
        for document, by_coder in statements.items():
            for coder, statement in by_coder.items():
                given.setdefault(coder, {})[document] = codes_in(statement)
    alone = [
        (coder, list(codes)) for coder, codes in sorted(given.items()) if _is_case([codes], said)
    ]
    if alone or not _is_case(list(given.values()), said):
        return alone
    return [("", sorted({document for codes in given.values() for document in codes}))]


def _is_case(
    given: Collection[Mapping[str, frozenset[str]]], said: Mapping[str, Collection[str]]
) -> bool:
    pairs = [(document, codes) for one in given for document, codes in one.items()]
    return (
        len({document for document, _ in pairs}) >= FEWEST
        and len({codes for _, codes in pairs}) > 1
        and all(codes == frozenset(said[document]) for document, codes in pairs)
    )
