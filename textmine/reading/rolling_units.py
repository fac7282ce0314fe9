"""Codes of passages as codes of documents, interviews, people or cases, by a rule that is named."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from textmine.arrays import Ints
from textmine.choices import RollUpRule
from textmine.codebook import Codebook
from textmine.coding import Codings, by_coders, by_machines, whole_level
from textmine.corpus import Corpus, Level, units_at
from textmine.errors import InputError
from textmine.reading.coded_units import CodedUnits, coded_units, corpus_of
from textmine.schema import Coding, with_fields


def rule_sentence(level: Level, rule: RollUpRule) -> str:
    """Return the sentence that says when a unit of a level has a code.

    >>> rule_sentence("interviews", "any")
    'An interview has a code that any of its passages has.'
    """
    word = level[:-1]
    unit = f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
    if rule == "highest":
        return (
            f"On an ordered dimension {unit} has the highest code that any of its passages has; on "
            "others, every code that any has."
        )
    which = (
        "more than half of its passages have, of those coded on its dimension"
        if rule == "majority"
        else "any of its passages has"
    )
    return f"{unit[0].upper()}{unit[1:]} has a code that {which}."


def rolled_units(
    passages: CodedUnits, corpus: Corpus, level: Level, codebook: Codebook, rule: RollUpRule = "any"
) -> CodedUnits:
    """Return units at a level with the codes that their passages give them by a rule.

    `passages` are those of `coded_units` at the level of passages. A code that the rule does not
    give a unit is in none of its passages then; what is coded and what not stays as it is. Raises
    InputError for the rule "highest" where no dimension is ordered.
    """
    labels = units_at(corpus, level)
    row_of: dict[str, int] = {}
    members: defaultdict[int, set[int]] = defaultdict(set)
    unit_of = np.full(len(passages.units), -1, dtype=np.int64)
    for at, rows in enumerate(passages.members):
        label = labels[rows[0]]
        if label:
            unit_of[at] = row_of.setdefault(label, len(row_of))
            members[int(unit_of[at])].update(rows)
    if not row_of:
        raise InputError(f"No coded document of '{corpus.name}' belongs to one of its {level}.")
    inside = unit_of >= 0
    shape = (len(row_of), len(passages.codes))
    counts, looked = (np.zeros(shape, dtype=np.int64) for _ in range(2))
    np.add.at(counts, unit_of[inside], passages.given[inside].astype(np.int64))
    np.add.at(looked, unit_of[inside], passages.coded[inside].astype(np.int64))
    if rule == "majority":
        counts = np.where(2 * counts > looked, counts, 0)
    elif rule == "highest":
        counts = _highest(counts, passages, codebook)
    outside = len({row for at in np.flatnonzero(~inside) for row in passages.members[at]})
    remarks = passages.remarks
    if outside:
        remarks += (f"{outside:,} coded documents are left out: they have no {level[:-1]}.",)
    return CodedUnits(
        level,
        tuple(row_of),
        tuple(tuple(sorted(members[unit])) for unit in range(len(row_of))),
        tuple(None for _ in row_of),
        passages.codes,
        counts,
        looked > 0,
        outside,
        remarks,
    )


def codings_of_units(codings: Codings, level: Level, rule: RollUpRule) -> Codings:
    """Return what each coder says of units at a level, by a rule: codings whose document is a unit.

    Every coder is read alone, in each round. A unit of which a coder saw a passage with a
    suggestion in view was not coded blind on that dimension. Raises InputError as `rolled_units`.
    """
    corpus = corpus_of(codings)
    by_coder: defaultdict[tuple[str, int], list[Coding]] = defaultdict(list)
    for coding in (*by_coders(codings), *by_machines(codings)):
        by_coder[coding.coder, coding.round].append(coding)
    label = dict(zip(corpus.ids, units_at(corpus, level), strict=True))
    codings_of_all: list[Coding] = []
    remarks = dict.fromkeys([*codings.remarks, rule_sentence(level, rule)])
    for (coder, _), mine in by_coder.items():
        passages = coded_units(
            replace(codings, items=tuple(mine), final=None).by(coder), "passages"
        )
        units = rolled_units(passages, corpus, level, codings.codebook, rule)
        remarks |= dict.fromkeys(f"{coder}: {remark}" for remark in units.remarks)
        mine.sort(
            key=lambda coding: coding.suggested_by != ""
        )  # of a statement the last one is kept
        codings_of_all += _codings_of(
            units, {(label[coding.document], coding.dimension): coding for coding in mine}
        )
    return replace(
        codings,
        items=tuple(codings_of_all),
        remarks=tuple(remarks),
        final=None,
        every=(),
        level=whole_level(level) or "",
    )


def _codings_of(units: CodedUnits, example: Mapping[tuple[str, str], Coding]) -> Iterator[Coding]:
    """Yield the codings that say which codes units have; `example` is one of each statement."""
    for row, unit in enumerate(units.units):
        for dimension in dict.fromkeys(code.dimension for code in units.codes):
            columns = units.codes_on(dimension)
            if not units.coded[row, columns].any():
                continue
            here = [units.codes[at] for at in columns if units.given[row, at]]
            codes_given: list[tuple[str | None, str]] = [(place.code, place.role) for place in here]
            for code, role in codes_given or [(None, "")]:
                yield with_fields(
                    example[unit, dimension],
                    document=unit,
                    level=whole_level(units.level) or "",
                    code=code,
                    role=role,
                    start=None,
                    end=None,
                    memo="",
                )


def _highest(counts: Ints, units: CodedUnits, book: Codebook) -> Ints:
    """Keep of the codes on each ordered dimension the highest one of a unit, in all its roles."""
    highest = counts.copy()
    names = dict.fromkeys(code.dimension for code in units.codes)
    ordered = [name for name in names if book.dimension(name).scale == "ordinal"]
    if not ordered:
        raise InputError(
            "None of these dimensions has an order, so no code is the highest.",
            hint="Say --rule any or --rule majority, or make the codebook's scale ordinal.",
        )
    for name in ordered:
        columns = units.codes_on(name)
        order = {code: n for n, code in enumerate(book.dimension(name).code_ids)}
        rank = np.array([order.get(units.codes[at].code, -1) for at in columns])
        here = np.where(counts[:, columns] > 0, rank, -1)
        top = here.max(axis=1, keepdims=True)
        highest[:, columns] = np.where(here == top, counts[:, columns], 0)
    return highest
