"""What a model says of every document of a corpus, none by a model that learned its hand code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools
from textmine.classify.applying import apply_model
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.prevalence.target import derived_machine_codes
from textmine.classify.trained.held_out import KnownModel
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.seen import GROUP, NOTHING_SEEN, Seen, marks_in, seen_by
from textmine.codebook import Codebook
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.corpus.duplicates.word_for_word import LONG, n_words, words_of
from textmine.corpus.taking import BATCH, Taking
from textmine.errors import InputError
from textmine.schema import TEXT

_TOO_MANY = 3.0
"""So many standard deviations more of the coded texts in the training set than of all texts is no
accident."""


@dataclass(frozen=True)
class MachineView:
    """What the model says of N documents by dimension, and a sentence on how it came to say it.

    `own` says that the corpus is the one that the model was trained on, `seen` which documents
    it has seen in training.
    """

    codes: dict[str, MachineCodes]
    own: bool
    sentence: str
    seen: Seen = NOTHING_SEEN


def machine_view(
    known: KnownModel,
    documents: Taking,
    population: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
) -> MachineView:
    """Return what a model says of the documents of `population`, in their order.

    Of its training corpus it is what the models of the folds said that had not seen a document or
    its group; documents that came later are coded by the model itself. A longer text that stands
    in the training set word for word gets what was said of it when it was held out.
    """
    model, workspace, whole = known.model, known.workspace, documents.light
    marks = marks_in(model, whole, documents.text_batches(range(len(whole)), BATCH))
    seen = seen_by(marks, whole)

    own = model.manifest.details["corpus"] == whole.name
    if not own:
        codes = apply_model(workspace, model, documents, population, n_process, progress)
        sentence = f"'{model.name}' was trained on another corpus and coded every document."
        return MachineView(with_derived(codes, model.codebook), own, sentence, seen)
    held = {part.said.dimension: part for part in known.held_out()}
    codes_of = {
        dimension: {*part.said.documents, *part.rest.documents} for dimension, part in held.items()
    }
    missing = {i for i in population.ids if any(i not in known for known in codes_of.values())}
    later: dict[str, MachineCodes] = {}
    if missing:
        chosen = population.select([identity in missing for identity in population.ids], ())
        later = apply_model(workspace, model, documents, chosen, n_process, progress)
    codes = {
        dimension: _gathered([part.said, part.rest, *_one(later, dimension)], population.ids)
        for dimension, part in held.items()
    }
    sentence = (
        f"Each document was coded by models of '{model.name}' that had not seen its code or that "
        "of its group."
    )
    beside = np.array([i in missing and seen.why.get(i) == GROUP for i in population.ids])
    copies: set[str] = set()
    for dimension, part in held.items():
        codes[dimension] = _flattened(codes[dimension], beside)
        twins = _twins(documents, part.said.documents, population.ids)
        codes[dimension] = _like_twins(codes[dimension], part.said, twins)
        copies |= set(twins)
    if beside.any():
        why = seen.told(_named(population, beside))
        sentence += f" Of later ones, {why}: they get the mean probabilities of the others."
    if copies:
        sentence += (
            f" {len(copies):,} others have a text of {LONG} words or more that was trained on word "
            "for word: they get what was said of it when it was held out."
        )
    return MachineView(with_derived(codes, model.codebook), own, sentence, seen)


def _twins(whole: Taking, trained: Sequence[str], documents: Sequence[str]) -> dict[str, list[int]]:
    """Return the places among the trained documents with the same longer text, by document."""
    row_of = {identity: row for row, identity in enumerate(whole.light.ids)}
    places: dict[str, list[int]] = {}
    there = [index for index, identity in enumerate(trained) if identity in row_of]
    rows = [row_of[trained[index]] for index in there]
    for index, text in zip(there, whole.cells(TEXT, rows), strict=True):
        if n_words(text) >= LONG:
            places.setdefault(words_of(text), []).append(index)
    known = set(trained)
    others = [identity for identity in documents if identity not in known]
    texts = whole.cells(TEXT, [row_of[identity] for identity in others])
    alike = ((one, places.get(words_of(text))) for one, text in zip(others, texts, strict=True))
    return {identity: rows for identity, rows in alike if rows}


def _like_twins(
    machine_codes: MachineCodes, held_out: MachineCodes, twins: Mapping[str, list[int]]
) -> MachineCodes:
    """Return the codes with those of held-out twins, the mean of several."""
    probabilities, marks = machine_codes.probabilities.copy(), machine_codes.given.copy()
    for index, identity in enumerate(machine_codes.documents):
        if identity in twins:
            probabilities[index] = held_out.probabilities[twins[identity]].mean(axis=0)
            marks[index] = held_out.given[twins[identity][0]]
    return replace(machine_codes, probabilities=probabilities, given=marks)


def without_seen(
    view: MachineView, model: CodingModel, population: Corpus, coded: Bools
) -> MachineView:
    """Return the view with one mean probability for what another corpus shares with the training.

    The machine knows the codes of such texts by heart, whether or not they are coded here. Raises
    InputError when the coded documents (N,) were seen far more often than the others: then they
    are what the model learned from, and show nothing of how it errs.
    """
    if view.own:
        return view
    found = view.seen
    seen = np.array([identity in found.why for identity in population.ids], dtype=np.bool_)
    n_seen, n_coded, size = int(seen.sum()), int(coded.sum()), len(seen)
    if not n_seen:
        return view
    share = n_seen / size
    spread = np.sqrt(n_coded * share * (1 - share) * (size - n_coded) / max(1, size - 1))
    both = int((seen & coded).sum())
    if both > n_coded * share + _TOO_MANY * spread:
        raise InputError(
            f"Of the {n_coded:,} coded documents of '{population.name}' "
            f"{found.told(_named(population, seen & coded))}, and of the {size - n_coded:,} others "
            f"{found.told(_named(population, seen & ~coded)) or 'none'}: on those that "
            f"'{model.name}' learned from, its errors do not show.",
            hint=f"Train it on '{population.name}', so that held-out codes show its errors.",
        )
    codes = {name: _flattened(part, seen) for name, part in view.codes.items()}
    sentence = (
        f"{view.sentence} Of these, {found.told(_named(population, seen))}: they get the mean "
        "probabilities of the others."
    )
    return replace(view, codes=codes, sentence=sentence)


def _named(population: Corpus, marks: Bools) -> list[str]:
    return [population.ids[row] for row in np.flatnonzero(marks)]


def _flattened(machine_codes: MachineCodes, seen: Bools) -> MachineCodes:
    if not seen.any():
        return machine_codes
    probabilities = machine_codes.probabilities.copy()
    fresh = ~seen
    probabilities[seen] = probabilities[fresh].mean(axis=0) if fresh.any() else 0.0
    return replace(machine_codes, probabilities=probabilities)


def _gathered(parts: Sequence[MachineCodes], ids: Sequence[str]) -> MachineCodes:
    """Return the codes of documents from several tables, the first that has one, in one order."""
    place_of: dict[str, int] = {}
    documents = [document for part in parts for document in part.documents]
    for index, document in enumerate(documents):
        place_of.setdefault(document, index)
    at = [place_of[identity] for identity in ids]
    return replace(
        parts[0],
        documents=tuple(ids),
        probabilities=np.vstack([part.probabilities for part in parts])[at],
        given=np.vstack([part.given for part in parts])[at],
    )


def _one(later: dict[str, MachineCodes], dimension: str) -> list[MachineCodes]:
    return [later[dimension]] if dimension in later else []


def with_derived(codes: dict[str, MachineCodes], book: Codebook) -> dict[str, MachineCodes]:
    """Return codes with those of the dimensions that follow from them."""
    derived = {
        dimension.id: derived_machine_codes(codes[dimension.derived_from], dimension)
        for dimension in book.dimensions
        if dimension.derived_from in codes
    }
    return {**codes, **derived}
