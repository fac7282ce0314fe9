"""Rules across dimensions: which of them the codes of one unit break, and rules as sentences."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from textmine.codebook.codebook import Codebook, Rule


def derived_codes(book: Codebook, codes: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return the codes of one unit by dimension, with what follows from them.

    On a derived dimension only what follows counts; where nothing follows it is left out.
    """
    full = {dimension: set(dimension_codes) for dimension, dimension_codes in codes.items()}
    for dimension in book.dimensions:
        if dimension.coded:
            continue
        source_codes = full.get(dimension.derived_from, set())
        follows = {dimension.derive[code] for code in source_codes if code in dimension.derive}
        full.pop(dimension.id, None)
        if follows:
            full[dimension.id] = follows
    return full


@dataclass(frozen=True)
class Broken:
    """A rule (counted from 1) that the codes of a unit break, and the sentence that says how."""

    rule: int
    reason: str
    sentence: str


def broken_rules(
    book: Codebook, codes: Mapping[str, Collection[str]], attributes: Mapping[str, str]
) -> list[Broken]:
    """Return the rules that one coder's codes of one unit break, in the codebook's order.

    `codes` are code ids by dimension, `attributes` the values of the unit's document by attribute.
    Codes that follow on derived dimensions count, and a rule about a code holds for the codes
    grouped under it too.
    """
    full = derived_codes(book, codes)
    broken = []
    for number, rule in enumerate(book.rules, start=1):
        held = _conditions_met(book, rule, full, attributes)
        against = [] if held is None else _against(book, rule, full)
        if held is not None and against:
            where = " with ".join(" and ".join(part) for part in (held, against) if part)
            broken.append(Broken(number, rule.reason, f"{where}: {rule.reason}"))
    return broken


def rule_sentence(rule: Rule) -> str:
    """Return what a rule demands as a sentence.

    >>> rule_sentence(Rule(reason="-", when={"part": ("driver",)}, only={"level": ("III", "IV")}))
    'Where part = driver: level only III or IV.'
    """
    conditions = [f"{key} = {_either(values)}" for key, values in (rule.where | rule.when).items()]
    demands = [f"{key} only {_either(values)}" for key, values in rule.only.items()]
    demands += [f"{key} never {_either(values)}" for key, values in rule.never.items()]
    where = f"Where {' and '.join(conditions)}: " if conditions else "Always: "
    return f"{where}{'; '.join(demands)}."


def dimensions_of(rule: Rule) -> frozenset[str]:
    """Return the dimensions that a rule speaks of."""
    return frozenset((*rule.when, *rule.only, *rule.never))


def speaks_of(book: Codebook, rule: Rule, dimension: str, code: str) -> bool:
    """Return whether a unit can break a rule by having a code: the rule is on it, or forbids it."""
    if dimension in rule.only:
        return not _counts_as(book, dimension, code, rule.only[dimension])
    named = (*rule.when.get(dimension, ()), *rule.never.get(dimension, ()))
    return _counts_as(book, dimension, code, named)


def _either(values: Iterable[str]) -> str:
    return " or ".join(values)


def _conditions_met(
    book: Codebook, rule: Rule, codes: Mapping[str, Collection[str]], attributes: Mapping[str, str]
) -> list[str] | None:
    """Return what makes the rule apply, or None when it does not."""
    held = []
    for attribute, values in rule.where.items():
        if attributes.get(attribute) not in values:
            return None
        held.append(f"{attribute} = {attributes[attribute]}")
    for dimension, named in rule.when.items():
        matching_codes = [
            c for c in _given(codes, dimension) if _counts_as(book, dimension, c, named)
        ]
        if not matching_codes:
            return None
        held.append(f"{dimension} = {', '.join(matching_codes)}")
    return held


def _against(book: Codebook, rule: Rule, codes: Mapping[str, Collection[str]]) -> list[str]:
    by_dimension: dict[str, list[str]] = {}
    for dimension, named in rule.only.items():
        for code in _given(codes, dimension):
            if not _counts_as(book, dimension, code, named):
                by_dimension.setdefault(dimension, []).append(code)
    for dimension, named in rule.never.items():
        for code in _given(codes, dimension):
            if _counts_as(book, dimension, code, named):
                by_dimension.setdefault(dimension, []).append(code)
    return [
        f"{key} = {', '.join(dict.fromkeys(dimension_codes))}"
        for key, dimension_codes in by_dimension.items()
    ]


def _given(codes: Mapping[str, Collection[str]], dimension: str) -> list[str]:
    return sorted(codes.get(dimension, ()))


def _counts_as(book: Codebook, dimension: str, code: str, named: Collection[str]) -> bool:
    """Return whether a code is one of those named, or grouped under one of them."""
    asked = book.dimension(dimension)
    known = any(code == other.id for other in asked.codes)
    return code in named or (known and not set(asked.ancestors(code)).isdisjoint(named))
