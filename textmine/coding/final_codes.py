"""THE codes of a corpus: who says them and how, for every command that reads codes of people.

A code is final that was settled by adjudication; where nothing was settled, what all coders of the
document say; and what one coder says of a document that nobody else coded. Where coders differ and
nobody settled it a document is open: it has no final code, is left out and counted. The rest was
then chosen because of its codes, and stands for the whole no more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from textmine.coding.final_record import FinalCodes, FinalDimension, unique_names
from textmine.coding.statements import (
    MAJORITY,
    by_coders,
    by_people,
    coder_names,
    codes_in,
    codes_of,
    given_in,
    settled,
    statements_of,
)
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding

_FEW = 20


def final_codes(
    codings: Sequence[Coding] | FinalCodes,
    coder: str | None = None,
    *,
    documents: Collection[str] | None = None,
    machine: bool = False,
) -> FinalCodes:
    """Return the final codes of a corpus, or those of the one `coder` who is named.

    Naming who settled disagreements names the final codes, for what was settled is no part of the
    corpus that stands for the whole. `documents` are those that are looked at, all where None.
    Machine codes are never final; with `machine` a machine may be named as the coder. Raises
    InputError for a coder without codes and where people coded nothing. Codes that are final
    already are returned as they are.
    """
    if isinstance(codings, FinalCodes):
        return codings if documents is None else codings.only(documents)
    people = by_people(codings)
    _refuse_unknown(codings, people, coder, machine=machine)

    def looked_at(some: Sequence[Coding]) -> Sequence[Coding]:
        return (
            some
            if documents is None
            else [coding for coding in some if coding.document in documents]
        )

    settlers, hands = coder_names(settled(people)), coder_names(by_coders(people))
    if coder is not None and (coder in hands or coder not in settlers):
        mine = [person for person in people if person.coder == coder]
        mine = mine or [coding for coding in codings if coding.coder == coder]
        return _of_one(coder, looked_at(mine), looked_at(by_coders(people)), mine[0])
    taken = settlers if coder is None else [coder]
    dimensions = _of_all(looked_at(by_coders(people)), looked_at(settled(people)), taken)
    lone = hands[0] if len(hands) == 1 and not settlers else ""
    chances = _chances(looked_at(people))
    return FinalCodes(people[0].corpus, dimensions, chances, lone, asked=coder or "")


def _refuse_unknown(
    codings: Sequence[Coding], people: Sequence[Coding], coder: str | None, *, machine: bool
) -> None:
    """Raise InputError where nobody coded, or not the coder who is named."""
    names = coder_names(codings)
    if not people and (coder is None or not machine):
        seen = f" by people: only machines coded it ({', '.join(names)})" if names else ""
        raise InputError(
            f"This corpus has no codings{seen}.",
            hint="Name one of them with --coder."
            if names and machine
            else "Import them with 'textmine coding import'.",
        )
    known = names if machine else coder_names(people)
    if coder is not None and coder not in known:
        problem = f"There is no coder '{coder}'."
        if coder in names:
            problem = f"'{coder}' is a machine: only codes of people are taken here."
        raise InputError(problem, hint=did_you_mean(coder, known))


def _of_all(
    by_hand: Sequence[Coding], settlements: Sequence[Coding], settlers: Sequence[str]
) -> dict[str, FinalDimension]:
    """Fold what all people said; `settlers` are those whose settlements count."""
    statements = statements_of(by_hand)
    resolved = statements_of(
        settlement for settlement in settlements if settlement.coder in settlers
    )
    parts = {}
    for dimension in dict.fromkeys((*statements, *resolved)):
        part = _folded(statements.get(dimension, {}), resolved.get(dimension, {}))
        if part.open:
            part = replace(
                part,
                selection=f"{len(part.open):,} documents have no final code on '{dimension}', for "
                "their coders differ. The others were chosen by their codes: they are no sample of "
                "the corpus.",
            )
        if not settlers and len(part.coders) > 1:
            part = replace(part, unsettled=_unsettled(part, dimension))
        parts[dimension] = part
    return parts


def _folded(
    statements_by_document: Mapping[str, Mapping[str, Sequence[Coding]]],
    resolved: Mapping[str, Mapping[str, Sequence[Coding]]],
) -> FinalDimension:
    """Fold the statements on one dimension (document -> coder -> codings)."""
    codes: dict[str, frozenset[str]] = {}
    rests: dict[str, set[str]] = {"settled": set(), "unanimous": set(), "single": set()}
    open_ones: set[str] = set()
    told: dict[str, set[str]] = {"undisputed": set(), "lone": set(), "majority": set()}
    deciders: list[str] = []
    for document in dict.fromkeys((*statements_by_document, *resolved)):
        statements = list((resolved.get(document) or statements_by_document[document]).values())
        if len(statements) > 1 and len(set(map(given_in, statements))) > 1:
            open_ones.add(document)
            continue
        codes[document] = codes_in(statements[0])
        by_coders_alone = "unanimous" if len(statements) > 1 else "single"
        rests["settled" if document in resolved else by_coders_alone].add(document)
        if document not in resolved:
            continue
        by_hand = [
            given_in(statement) for statement in statements_by_document.get(document, {}).values()
        ]
        who = {coding.entered_by or coding.coder for coding in statements[0]}
        if set(by_hand) == {given_in(statements[0])} and (len(by_hand) > 1 or who == {MAJORITY}):
            told["undisputed" if len(by_hand) > 1 else "lone"].add(document)
            continue
        deciders += who
        if who == {MAJORITY}:
            told["majority"].add(document)
    return FinalDimension(
        codes,
        unique_names(name for by_name in statements_by_document.values() for name in by_name),
        unique_names(name for by_name in resolved.values() for name in by_name),
        frozenset(rests["settled"]),
        frozenset(rests["unanimous"]),
        frozenset(rests["single"]),
        frozenset(open_ones),
        frozenset(
            document for document, by_name in statements_by_document.items() if len(by_name) > 1
        ),
        frozenset(told["undisputed"]),
        frozenset(told["lone"]),
        frozenset(told["majority"]),
        unique_names(deciders),
    )


def _unsettled(part: FinalDimension, dimension: str) -> str:
    """Return why nobody can say whose codes stand, where nothing was settled yet."""
    if part.open:
        return (
            f"On '{dimension}' they differ on {len(part.open):,} of {len(part.twice):,} documents "
            "that two or more of them coded, and nothing is settled."
        )
    if part.unanimous:
        return ""
    return (
        f"On '{dimension}' no document is coded by two of them, so that nobody knows whether they "
        "agree."
    )


def _of_one(
    coder: str, mine: Sequence[Coding], by_hand: Sequence[Coding], example: Coding
) -> FinalCodes:
    """Fold what one coder said, and see whether it is no more than what the others dispute."""
    others = [coding for coding in by_hand if coding.coder != coder]
    parts = {
        dimension: FinalDimension(
            codes,
            (coder,),
            single=frozenset(codes),
            selection=_only_disputed(coder, dimension, codes, others),
        )
        for dimension, codes in codes_of(mine).items()
    }
    return FinalCodes(example.corpus, parts, _chances(mine), coder, example.origin)


def _only_disputed(
    coder: str, dimension: str, documents: Collection[str], others: Sequence[Coding]
) -> str:
    """Say that a coder coded only documents on which the others differ, "" where that is not so.

    A few documents are looked at before all are, for they nearly always tell.
    """
    few = {*islice(documents, _FEW)}
    of_few = statements_of(coding for coding in others if coding.document in few).get(dimension, {})
    if not few <= _folded(of_few, {}).open:
        return ""
    rest = _folded(statements_of(others).get(dimension, {}), {})
    if not rest.unanimous or not rest.open.issuperset(documents):
        return ""
    return (
        f"'{coder}' coded on '{dimension}' only documents on which the other coders differ, "
        f"and none of the {len(rest.unanimous):,} on which they agree. These codes say nothing "
        "certain of the corpus."
    )


def _chances(codings: Sequence[Coding]) -> dict[str, float]:
    """Return with which chance documents were drawn, where that is known."""
    return {
        coding.document: coding.sampling_probability
        for coding in codings
        if coding.sampling_probability is not None
    }
