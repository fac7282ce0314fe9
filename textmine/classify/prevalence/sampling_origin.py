"""Find out how the hand-coded documents of a corpus came to be coded, or refuse to guess."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.classify.prevalence.sample import CodedSample, DrawnPart
from textmine.coding import Draw
from textmine.corpus import Corpus, group_kind, group_numbers, select_documents
from textmine.errors import InputError
from textmine.stats.shares.sampling_design import expected_clusters

_EQUAL = 1e-9
_FAR = 3.0
"""So many standard deviations fewer threads than documents drawn one by one would touch mean that
whole threads were coded."""
_FEW_CLUSTERS = 20


def coded_sample(
    corpus: Corpus,
    coded: Collection[str],
    chances: Mapping[str, float],
    draws: Sequence[Draw],
    *,
    coder: str,
    assume_random: bool = False,
) -> CodedSample:
    """Return how the `coded` documents of a corpus came to be coded.

    `chances` are those that a table of codings named, by document; `draws` all draws of the corpus.
    Raises InputError when the documents are not known to be a random sample, or when a part of the
    corpus could not be drawn; with `assume_random` they are taken as one.
    """
    ids = corpus.ids
    marks = np.array([identity in coded for identity in ids], dtype=np.bool_)
    n, size = int(marks.sum()), len(ids)
    if n == size:
        return CodedSample("census", marks, f"All {size:,} documents are coded by {coder}.")
    if assume_random:
        return _assumed(corpus, marks, coder)
    parts = _drawn_parts(corpus, marks, draws)
    if any(part.drawn.any() for part in parts):
        return _drawn(corpus.name, ids, marks, parts, draws, coder)
    probabilities = np.array([chances.get(identity, np.nan) for identity in ids])
    if n and not np.isnan(probabilities[marks]).any():
        return _with_chances(marks, probabilities, coder)
    raise InputError(
        f"{n:,} of the {size:,} documents of '{corpus.name}' are coded by {coder}. Nothing says "
        "that chance chose them: no draw took them, and no table named their chances. Documents "
        "that somebody picked give no shares of the corpus, whatever the machine.",
        hint=f"Draw some and code them: 'textmine coding sample {corpus.name} --n 200'. If the "
        "coded ones were drawn at random elsewhere, say --assume random. If only the mix of codes "
        "differs from that of the training documents, say --assume label-shift.",
    )


def _assumed(corpus: Corpus, marks: Bools, coder: str) -> CodedSample:
    n, size = int(marks.sum()), len(marks)
    sentence = (
        f"{n:,} of {size:,} documents are coded by {coder}. That they are a random sample is an "
        "ASSUMPTION (--assume random): nothing in the workspace says so."
    )
    clusters = group_numbers(corpus, corpus.ids)
    kind = group_kind(corpus)
    touched = len(np.unique(clusters[marks]))
    sizes = np.bincount(clusters)
    if sizes.max() == 1 or not n:
        return CodedSample("assumed", marks, sentence)
    mean, spread = expected_clusters(sizes, n)
    if touched >= mean - _FAR * spread:
        return CodedSample("assumed", marks, sentence)
    if touched < 2:
        raise InputError(
            f"All {n} coded documents of '{corpus.name}' are of one {kind}: that says nothing of "
            f"the other {len(sizes) - 1}.",
            hint="Draw documents from the whole corpus with 'textmine coding sample'.",
        )
    remarks = [
        f"The coded documents are of {touched} {kind}s. Documents drawn one by one would be of "
        f"{mean:.0f}. So intervals take the {kind}s as what was drawn."
    ]
    if touched < _FEW_CLUSTERS:
        remarks.append(f"So few {kind}s give rough intervals: code documents of more {kind}s.")
    return CodedSample("assumed", marks, sentence, clusters=clusters, remarks=tuple(remarks))


def _with_chances(marks: Bools, chances: Floats, coder: str) -> CodedSample:
    n, size = int(marks.sum()), len(marks)
    low, high = float(chances[marks].min()), float(chances[marks].max())
    if high - low < _EQUAL:
        sentence = (
            f"{n:,} of {size:,} documents are coded by {coder}, each drawn with the same chance, "
            f"as the table of codings says: a simple random sample."
        )
        return CodedSample("chances", marks, sentence)
    sentence = (
        f"{n:,} of {size:,} documents are coded by {coder}. They were drawn with chances from "
        f"{low:.3f} to {high:.3f}, as the table of codings says, and these weight them."
    )
    return CodedSample("chances", marks, sentence, chances=chances)


def _drawn_parts(corpus: Corpus, marks: Bools, draws: Sequence[Draw]) -> list[DrawnPart]:
    ids = corpus.ids
    place_of = {identity: index for index, identity in enumerate(ids)}
    coding = [draw for draw in draws if draw.purpose == "code"]
    drawn_ever = {unit.document for draw in coding for unit in draw.sampled}
    chosen = marks & np.array([identity not in drawn_ever for identity in ids], dtype=np.bool_)
    taken = np.zeros(len(ids), dtype=np.bool_)
    parts = []
    for draw in coding:
        frame, drawn = np.zeros_like(taken), np.zeros_like(taken)
        strata, chances = np.zeros(len(ids), dtype=np.int64), np.ones(len(ids))
        sampled = {unit.document for unit in draw.sampled}
        numbers: dict[str, int] = {}
        for candidate in draw.frame:
            row = place_of.get(candidate.document)
            if row is not None:
                frame[row], drawn[row] = True, candidate.document in sampled
                strata[row] = numbers.setdefault(candidate.stratum, len(numbers))
                chances[row] = candidate.probability
        # What was coded without a draw stands in no later frame, although its codes are known.
        covers = frame | (chosen & _meant(corpus, draw))
        free = frame & ~(taken & marks)
        parts.append(DrawnPart(draw.name, covers, free, drawn & marks, strata, chances))
        taken |= drawn
    return parts


def _meant(corpus: Corpus, draw: Draw) -> Bools:
    """Return which documents meet the conditions that a draw was made with."""
    try:
        inside = set(select_documents(corpus, _where(draw)).ids)
    except InputError:
        inside = set()
    return np.array([identity in inside for identity in corpus.ids], dtype=np.bool_)


def _drawn(
    name: str,
    ids: Sequence[str],
    marks: Bools,
    parts: Sequence[DrawnPart],
    draws: Sequence[Draw],
    coder: str,
) -> CodedSample:
    used = tuple(part for part in parts if part.drawn.any())
    could = np.any([part.free for part in used], axis=0) | marks
    if not could.all():
        conditions = sorted({str(condition) for draw in draws for condition in _where(draw)})
        hint = (
            f"Ask of the documents that were drawn from (--where {' --where '.join(conditions)}), "
            if conditions
            else ""
        )
        raise InputError(
            f"{int((~could).sum()):,} of the {len(ids):,} documents of '{name}' could not be drawn "
            "by any draw and are not coded: nothing is known of them.",
            hint=f"{hint}Draw among them too: 'textmine coding sample {name} --n …'.".strip(),
        )
    sampled = np.any([part.drawn for part in used], axis=0)
    by_draw = [part.chances[part.drawn] for part in used]
    weights = np.concatenate(by_draw)
    equal = all(float(np.ptp(values)) < _EQUAL for values in by_draw)
    named = ", ".join(part.name for part in used)
    sentence = (
        f"{int(sampled.sum()):,} of {len(ids):,} documents were drawn at random ({named}) and "
        f"coded by {coder}"
        + (
            "."
            if equal
            else f", with chances from {weights.min():.3f} to {weights.max():.3f}; they are "
            "weighted by them."
        )
    )
    remarks = _drawn_remarks(ids, marks, used, draws, sampled)
    return CodedSample("drawn", marks, sentence, draws=used, remarks=remarks)


def _drawn_remarks(
    ids: Sequence[str],
    marks: Bools,
    parts: Sequence[DrawnPart],
    draws: Sequence[Draw],
    sampled: Bools,
) -> tuple[str, ...]:
    remarks = []
    used = {part.name for part in parts}
    drawn = {
        candidate.document for draw in draws if draw.name in used for candidate in draw.sampled
    }
    waiting = len(drawn & set(ids)) - int(sampled.sum())
    if waiting:
        remarks.append(
            f"{waiting:,} documents were drawn and are not coded yet: the estimate takes the coded "
            "ones as a random part of those that were drawn."
        )
    others = marks & ~sampled
    ever = np.any([part.free for part in parts], axis=0)
    picked, apart = int((others & ever).sum()), int((others & ~ever).sum())
    if apart:
        remarks.append(
            f"{apart:,} documents were coded without a draw that could have taken them: their "
            "codes count for themselves alone."
        )
    if picked:
        remarks.append(
            f"{picked:,} coded documents could have been drawn and were chosen otherwise: they "
            "stand for no others."
        )
    return tuple(remarks)


def _where(draw: Draw) -> list[str]:
    conditions = draw.design.get("where", [])
    return conditions if isinstance(conditions, list) else []
