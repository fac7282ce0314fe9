"""Codes of people that are a machine's in every document: copied, or no test of the machine.

Nobody can see what a coder looked at. What is known is how many codes are equal, whether they came
after the machine was made, and what was stated when they were entered. So a few equal codes are
scored and said to be equal; many are refused, unless somebody stated that they were given blind.
"""

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
    """Documents whose codes by people are all those of a machine, and the sentence on it.

    They are `refused` where they are so many that it is no accident, and nobody stated that they
    were given blind.
    """

    documents: frozenset[str]
    sentence: str
    refused: bool = True


def copied_codes(
    codings: Iterable[Coding],
    said: Mapping[str, Collection[str]],
    dimension: str,
    machine: str,
    later: Later = list,
) -> Copied | None:
    """Return the documents that people gave just the codes of a machine, None for no such case.

    `said` has what the machine says of documents that it did not learn from. It is refused when
    somebody, or all together, coded 20 or more of them, with two different codes or more, after the
    machine was made, never differs, and no statement says that it was blind. Fewer, or what was
    stated to be blind, is only said. `later` returns the codings that came after the machine.
    """
    mine = [by_person for by_person in by_people(codings) if by_person.dimension == dimension]
    mine = [coding for coding in mine if coding.document in said and not coding.suggested_by]
    if not _equal(mine, said, 1):
        return None
    mine = list(later(mine))
    copies = _equal([coding for coding in mine if not coding.stated_blind], said, FEWEST)
    if copies:
        return Copied(
            *_told(copies, dimension, machine, "if they were taken from it, they say nothing of it")
        )
    copies = _equal(mine, said, 1)
    if not copies:
        return None
    stated = {coding.coder for coding in mine if coding.stated_blind} & {name for name, _ in copies}
    why = "if they were taken from it, this is no test of it"
    if stated:
        why = (
            f"that {' and '.join(sorted(stated))} did not see them was stated when they were "
            "entered, and all rests on it"
        )
    return Copied(*_told(copies, dimension, machine, why), refused=False)


def _told(
    equal_documents: Sequence[tuple[str, Sequence[str]]], dimension: str, machine: str, why: str
) -> tuple[frozenset[str], str]:
    """Return the documents and the sentence on them."""
    documents = frozenset(document for _, held in equal_documents for document in held)
    who = " and ".join(name for name, _ in equal_documents) or "people"
    n = len(documents)
    which = f"All {n:,} codes of {who} on '{dimension}' are those that {machine} gives, and came"
    if n == 1:
        which = f"The 1 code of {who} on '{dimension}' is that which {machine} gives, and came"
    return documents, f"{which} after it was made: {why}."


def _equal(
    codings: Iterable[Coding], machine_codes: Mapping[str, Collection[str]], fewest: int
) -> list[tuple[str, list[str]]]:
    """Return who never differs from a machine, and in which documents; "" for all together.

    Of `fewest` 20 or more, with one code alone nothing would be strange.
    """
    by_document = statements_of(codings)
    codes_by_coder: dict[str, dict[str, frozenset[str]]] = {}
    for statements in by_document.values():
        for document, by_coder in statements.items():
            for coder, statement in by_coder.items():
                codes_by_coder.setdefault(coder, {})[document] = codes_in(statement)
    alone = [
        (coder, list(codes))
        for coder, codes in sorted(codes_by_coder.items())
        if _is_case([codes], machine_codes, fewest)
    ]
    if (
        alone
        or not codes_by_coder
        or not _is_case(list(codes_by_coder.values()), machine_codes, fewest)
    ):
        return alone
    return [("", sorted({document for codes in codes_by_coder.values() for document in codes}))]


def _is_case(
    coders_codes: Collection[Mapping[str, frozenset[str]]],
    machine_codes: Mapping[str, Collection[str]],
    fewest: int,
) -> bool:
    pairs = [
        (document, codes) for by_document in coders_codes for document, codes in by_document.items()
    ]
    return (
        len({document for document, _ in pairs}) >= fewest
        and (fewest < FEWEST or len({codes for _, codes in pairs}) > 1)
        and all(codes == frozenset(machine_codes[document]) for document, codes in pairs)
    )
