"""Shares of a corpus without a sample: from the machine's counts and how it errs elsewhere."""

from collections.abc import Mapping

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.prevalence.result import MethodShare
from textmine.classify.prevalence.target import (
    Question,
    derived_machine_codes,
    labels_of,
    predicted_of,
)
from textmine.codebook import Codebook
from textmine.errors import InputError
from textmine.stats.shares.quantification import quantify

_SAID = {"acc": "given", "pacc": "probabilities"}


def shifted_shares(
    question: Question,
    book: Codebook,
    held: Mapping[str, HeldOutCodes],
    machine: Mapping[str, MachineCodes],
    chosen: Bools,
    method: str,
    *,
    level: float,
    training_groups: Mapping[str, int],
    groups: Ints,
) -> list[MethodShare]:
    """Return the share of each code, then of each margin, among the `chosen` documents (N,).

    `method` is "acc" or "pacc". How the machine errs is read from its held-out codes of the
    documents that it was trained on; `training_groups` has the number of the thread of each, empty
    where these are not known, `groups` (N,) those of the documents. Raises InputError when no
    document has held-out codes on both dimensions of a crossed question.
    """
    codes, gold = _training(question, book, held)
    documents = codes[question.dimensions[0]].documents
    values = _SAID[method]
    k = len(question.codes)
    labels = labels_of(question, gold, documents)[:, :k]
    predicted = predicted_of(question, codes, values)
    target = predicted_of(question, machine, values)[chosen]
    clusters = None
    if training_groups.keys() >= set(documents):
        clusters = np.array([training_groups[document] for document in documents], dtype=np.int64)
    tables = [(labels, predicted, target)]
    sums = question.sums
    if sums is not None:
        tables.append((np.minimum(labels @ sums, 1), predicted @ sums, target @ sums))
    result = []
    for index, table in enumerate(tables):
        one_code = question.one_code and index == 0
        quantified = quantify(
            *table,
            one_code=one_code,
            level=level,
            clusters=clusters,
            target_clusters=groups[chosen],
        )
        result += [
            MethodShare(float(value), interval, remark=remark)
            for value, interval, remark in zip(
                quantified.value, quantified.intervals, quantified.remarks, strict=True
            )
        ]
    return result


def _training(
    question: Question, book: Codebook, held: Mapping[str, HeldOutCodes]
) -> tuple[dict[str, MachineCodes], dict[str, dict[str, frozenset[str]]]]:
    """Return held-out and hand codes of the training documents that have all dimensions."""
    sources = {
        name: held[book.dimension(name).derived_from or name] for name in question.dimensions
    }
    both = sorted(set.intersection(*(set(part.said.documents) for part in sources.values())))
    if not both:
        raise InputError(
            f"No training document of the model is coded on {' and '.join(question.dimensions)}.",
            hint="Name one --dimension.",
        )
    codes, gold = {}, {}
    for name, part in sources.items():
        place_of = {document: index for index, document in enumerate(part.said.documents)}
        at = np.array([place_of[document] for document in both], dtype=np.int64)
        hand_codes = part.gold_codes
        dimension = book.dimension(name)
        machine_codes = part.said.take(at)
        codes[name] = (
            machine_codes if dimension.coded else derived_machine_codes(machine_codes, dimension)
        )
        gold[name] = {
            document: frozenset(
                dimension.derive.get(code, code) for code in hand_codes[place_of[document]]
            )
            for document in both
        }
    return codes, gold
