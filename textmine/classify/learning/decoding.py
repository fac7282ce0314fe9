"""Codes across dimensions: the most probable combination that the codebook's rules allow."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.classify.machine_codes import MachineCodes
from textmine.codebook import Codebook
from textmine.codebook.rules import broken_rules

_RANKS = 4
"""How many codes of a dimension are tried, the most probable first."""

Given = dict[str, Bools]


@dataclass(frozen=True)
class Decoded:
    """The codes of each dimension under the rules, and what the rules did.

    `changed` documents were given another combination; `kept` still break a rule, because no
    allowed combination of likely codes was found.
    """

    codes: dict[str, MachineCodes]
    changed: tuple[str, ...]
    kept: tuple[str, ...]


def decode(
    said: Mapping[str, MachineCodes],
    preferences: Mapping[str, Floats],
    codebook: Codebook,
    attributes: Mapping[str, Mapping[str, str]],
) -> Decoded:
    """Give each document the most preferred combination of codes that breaks no rule.

    `said` are the codes of each dimension, of the same or of different documents; `preferences`
    (n_documents, n_classes) what each dimension compares: sums of them rank the combinations.
    """
    if not codebook.rules:
        return Decoded(dict(said), (), ())
    place_of = {
        dimension: {document: index for index, document in enumerate(part.documents)}
        for dimension, part in said.items()
    }
    marks_of: Given = {dimension: part.given.copy() for dimension, part in said.items()}
    changed, kept_documents = [], []
    for document in dict.fromkeys(d for part in said.values() for d in part.documents):
        places = {d: where[document] for d, where in place_of.items() if document in where}
        about = attributes.get(document, {})
        codes = {d: said[d].codes_at(row) for d, row in places.items()}
        if not broken_rules(codebook, codes, about):
            continue
        better = _best_allowed(said, preferences, codebook, about, places)
        if better is None:
            kept_documents.append(document)
            continue
        changed.append(document)
        for dimension, marks in better.items():
            marks_of[dimension][places[dimension]] = marks
    codes_now = {
        dimension: part.with_given(marks_of[dimension]) for dimension, part in said.items()
    }
    return Decoded(codes_now, tuple(changed), tuple(kept_documents))


def _best_allowed(
    machine_codes: Mapping[str, MachineCodes],
    preferences: Mapping[str, Floats],
    codebook: Codebook,
    about: Mapping[str, str],
    places: Mapping[str, int],
) -> Given | None:
    options = [
        _options(
            machine_codes[dimension],
            preferences[dimension][row],
            machine_codes[dimension].given[row],
        )
        for dimension, row in places.items()
    ]
    ranked = sorted(
        itertools.product(*options), key=lambda choice: -sum(value for value, _ in choice)
    )
    for choice in ranked:
        marks = {d: chosen for d, (_, chosen) in zip(places, choice, strict=True)}
        codes = {
            dimension: tuple(machine_codes[dimension].classes[k] for k in np.flatnonzero(row))
            for dimension, row in marks.items()
        }
        if not broken_rules(codebook, codes, about):
            return marks
    return None


def _options(part: MachineCodes, preference: Floats, marks: Bools) -> list[tuple[float, Bools]]:
    """Return what may be given on one dimension, with the preference for it.

    One code: the likeliest few. Several: what is given, or that with one code less or one more.
    """
    n = len(part.classes)
    if part.labels == "single":
        best = np.argsort(-preference, kind="stable")[:_RANKS]
        return [(float(preference[k]), np.arange(n) == k) for k in best]
    options = [(float(preference[marks].sum()), marks)]
    for k in np.argsort(np.abs(preference), kind="stable"):
        other = marks.copy()
        other[k] = not other[k]
        options.append((float(preference[other].sum()), other))
    return options
