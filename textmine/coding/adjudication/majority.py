"""Settle what coders disagree on: by majority with ties left open, or as people resolved it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.codebook import Codebook, Dimension
from textmine.coding.statements import MAJORITY, GivenCode, given_in, statements_of
from textmine.schema import Coding, now

AGREED = "agreed"
"""The coder that adjudicated codes stand under."""


@dataclass(frozen=True)
class OpenCase:
    """A document on which coders differ on a dimension: who said what, and why."""

    document: str
    dimension: str
    codes: dict[str, tuple[GivenCode, ...]]
    memos: dict[str, str]


@dataclass(frozen=True)
class Settled:
    """Codings that a majority settles, and the cases that it leaves open."""

    codings: tuple[Coding, ...]
    open: tuple[OpenCase, ...]
    unanimous: int
    by_majority: int
    single: int


def disagreeing_cases(
    codings: Sequence[Coding], codebook: Codebook, coders: Sequence[str]
) -> list[OpenCase]:
    """List the documents on which two coders or more differ, by dimension."""
    return [case for case in _cases(codings, codebook, coders) if _differ(case)]


def settle_by_majority(
    codings: Sequence[Coding],
    codebook: Codebook,
    coders: Sequence[str],
    *,
    accept_single: bool = False,
) -> Settled:
    """Settle every document by what more than half of its coders say.

    On a multi-label dimension each code is settled by itself, and a code that exactly half of them
    gave leaves the document open. With `accept_single` the codes of a document that one coder coded
    stand as they are; without it such a document is left out. Each coding's memo says how the
    coders voted.
    """
    settled: list[Coding] = []
    still_open: list[OpenCase] = []
    unanimous = by_majority = single = 0
    corpus = codings[0].corpus if codings else ""
    for case in _cases(codings, codebook, coders):
        if len(case.codes) == 1 and not accept_single:
            continue
        winners = _winners(case, codebook.dimension(case.dimension))
        if winners is None:
            still_open.append(case)
            continue
        single += len(case.codes) == 1
        unanimous += len(case.codes) > 1 and not _differ(case)
        by_majority += _differ(case)
        settled += adjudicated(corpus, codebook, case, winners, _votes(case), MAJORITY)
    return Settled(tuple(settled), tuple(still_open), unanimous, by_majority, single)


def adjudicated(
    corpus: str, codebook: Codebook, case: OpenCase, given: Sequence[GivenCode], memo: str, by: str
) -> list[Coding]:
    """Return the adjudicated codings of a case: what was settled, why, and by whom."""
    time = now()
    return [
        Coding(
            corpus=corpus,
            document=case.document,
            dimension=case.dimension,
            code=code.code,
            role=code.role,
            coder=AGREED,
            origin="adjudicated",
            codebook=codebook.name,
            codebook_version=codebook.version,
            created_at=time,
            memo=memo,
            entered_by=by,
        )
        for code in given
    ]


def withdrawal(coding: Coding) -> Coding:
    """Return the coding that withdraws a settled one: no majority says so any more."""
    return replace(
        coding,
        code=None,
        role="",
        created_at=now(),
        memo="no majority any more",
        sampling_probability=None,
        withdrawn=True,
    )


def _cases(codings: Sequence[Coding], codebook: Codebook, coders: Sequence[str]) -> list[OpenCase]:
    """Gather what the coders said of each document on each dimension that is coded."""
    statements = statements_of(coding for coding in codings if coding.coder in coders)
    return [
        OpenCase(
            document,
            dimension.id,
            {coder: _given(mine) for coder, mine in sorted(by_coder.items())},
            {coder: memo for coder, mine in sorted(by_coder.items()) if (memo := _memo(mine))},
        )
        for dimension in codebook.coded_dimensions
        for document, by_coder in sorted(statements.get(dimension.id, {}).items())
    ]


def _given(codings: Sequence[Coding]) -> tuple[GivenCode, ...]:
    return tuple(sorted(given_in(codings), key=lambda code: code.typed))


def _memo(codings: Sequence[Coding]) -> str:
    return " / ".join(dict.fromkeys(coding.memo for coding in codings if coding.memo))


def _differ(case: OpenCase) -> bool:
    return len(set(case.codes.values())) > 1


def _winners(case: OpenCase, dimension: Dimension) -> list[GivenCode] | None:
    """Return what most coders say, or None where that is not settled."""
    half = len(case.codes) / 2
    votes = Counter(code for statement in case.codes.values() for code in statement)
    votes.pop(GivenCode(None), None)
    if dimension.labels == "multi":
        if any(count == half for count in votes.values()):
            return None
        chosen = sorted((code for code in votes if votes[code] > half), key=lambda c: c.typed)
        return chosen or [GivenCode(None)]
    chosen = [code for code, count in votes.items() if count > half]
    return chosen if len(chosen) == 1 else None


def _votes(case: OpenCase) -> str:
    """Return how the coders voted, as "A: ann, bob; B: cat"."""
    by_code: dict[str, list[str]] = {}
    for coder, statement in case.codes.items():
        by_code.setdefault("+".join(code.typed for code in statement), []).append(coder)
    return "; ".join(f"{code}: {', '.join(coders)}" for code, coders in sorted(by_code.items()))
