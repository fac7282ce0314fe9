"""Score a trained model on coded documents that it was not trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from textmine.arrays import Ints
from textmine.choices import Labels
from textmine.classify.applying import apply_model
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.scoring.scoring import GoldCodes, gold_codes, score_marks
from textmine.classify.trained.held_out import came_after
from textmine.classify.trained.model import CodingModel, load_model
from textmine.classify.trained.seen import seen_in_training
from textmine.codebook import Codebook
from textmine.coding import by_people, codebooks_of, current_codings, final_codes, open_codings
from textmine.coding.copied import Copied, Later, copied_codes
from textmine.coding.sampling.draws import open_draws
from textmine.coding.shown import picked_sentences
from textmine.coding.suggested import model_coder, suggested_documents
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus, group_kind, group_numbers, select_documents
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats import ClassificationScores
from textmine.store import Workspace


@dataclass(frozen=True)
class Evaluation:
    """Scores of one dimension; `left_out` documents do not count, for the reasons in `why`.

    `short` of those that count have a short text that was trained on too. `remarks` say where the
    codes are the model's own in every document.
    """

    dimension: str
    classes: tuple[str, ...]
    coder: str
    n: int
    n_groups: int
    groups: str
    left_out: int
    why: str
    short: int
    labels: Labels
    scores: ClassificationScores
    majority: float
    remarks: tuple[str, ...] = ()


def evaluate_model(
    model: CodingModel,
    corpus: Corpus,
    predictions: dict[str, MachineCodes],
    gold: Sequence[GoldCodes],
    codings: Sequence[Coding] = (),
    *,
    whole: Corpus | None = None,
    later: Later = list,
) -> list[Evaluation]:
    """Score predictions against gold codes, with intervals by jackknife over whole groups.

    Documents that the model has seen in training are left out and counted, and so are those that
    were coded with its suggestion in view, as `codings` say. `corpus` may be a part of the `whole`
    one, in which the threads are looked up; `later` gives the codings that came after the model was
    made. Raises InputError when none is left, when the codes are the model's own in all of many, or
    when the gold has a code that the model's codebook does not have.
    """
    seen = seen_in_training(model, whole or corpus)
    results = []
    for codes in gold:
        if codes.dimension not in predictions:
            continue
        part = predictions[codes.dimension]
        predicted = dict(zip(part.documents, part.codes, strict=True))
        coded = sorted(identity for identity in codes.codes_of if identity in predicted)
        shown = suggested_documents(codings, model.name, codes.dimension, codes.coder)
        ids = [identity for identity in coded if identity not in seen.why and identity not in shown]
        why = seen.told(coded, shown)
        if not ids:
            raise InputError(
                f"None of the {len(coded)} documents coded on '{codes.dimension}' is new to "
                f"'{model.name}': {why}. A score on them would only flatter.",
                hint="Evaluate on other documents, coded without its suggestions; the "
                "cross-validated scores are in the card.",
            )
        new = {i: predicted[i] for i in predicted if i not in seen.why and i not in shown}
        copied = copied_codes(codings, new, codes.dimension, f"'{model.name}'", later)
        own = _are_its_own(copied, codes, predicted, ids)
        _refuse_unknown(part, codes, model)
        groups = group_numbers(corpus, ids)
        scores, majority = _scores(codes, predicted, ids, groups)
        results.append(
            Evaluation(
                dimension=codes.dimension,
                classes=tuple(codes.codes),
                coder=codes.coder,
                n=len(ids),
                n_groups=len(np.unique(groups)),
                groups=group_kind(corpus),
                left_out=len(coded) - len(ids),
                why=why,
                short=len(seen.short.intersection(ids)),
                labels=codes.labels,
                scores=scores,
                majority=majority,
                remarks=(copied.sentence,) if copied is not None and own else (),
            )
        )
    if not results:
        raise InputError(
            f"'{model.name}' knows {', '.join(predictions)}, the codings other dimensions.",
            hint="Evaluate on codings made with the model's codebook.",
        )
    return results


def _are_its_own(
    copied: Copied | None, codes: GoldCodes, said: Mapping[str, tuple[str, ...]], ids: Sequence[str]
) -> bool:
    """Whether the codes of all documents are the model's own; raise InputError where of many."""
    if copied is None or not copied.documents >= set(ids):
        return False
    if any(set(codes.codes_of[identity]) != set(said[identity]) for identity in ids):
        return False
    if copied.refused:
        raise InputError(
            f"{copied.sentence} A score on them would only flatter.",
            hint="Evaluate on other documents, coded without its codes at hand: 'textmine "
            "coding sample' and 'coding sheets'. Or, where coders gave these blind, enter them "
            "again with 'textmine coding import FILE --blind'.",
        )
    return True


def _scores(
    codes: GoldCodes,
    said: Mapping[str, tuple[str, ...]],
    ids: Sequence[str],
    groups: Ints,
) -> tuple[ClassificationScores, float]:
    """Return the scores of what was said of documents, and the share of the commonest code."""
    truth = np.array([[code in codes.codes_of[i] for code in codes.codes] for i in ids])
    guess = np.array([[code in said[i] for code in codes.codes] for i in ids])
    scores = score_marks(truth, [guess], codes.labels, groups, ordinal=codes.ordinal)
    return scores, float(truth.sum(axis=0).max() / len(ids))


def _refuse_unknown(part: MachineCodes, codes: GoldCodes, model: CodingModel) -> None:
    for code in part.classes:
        if code not in codes.codes:
            raise InputError(
                f"'{model.name}' knows the code '{code}' on '{codes.dimension}', which the "
                "codebook of these codings does not have.",
                hint="Evaluate on codings made with the model's codebook.",
            )


def evaluate_on(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    *,
    coder: str | None = None,
    codebook: str | None = None,
    where: Sequence[str] = (),
    n_process: int = 1,
    progress: Progress = silent,
    tell: Tell = untold,
) -> list[Evaluation]:
    """Score the model `name` on the documents of a corpus that meet `where`.

    The codes are those of `coder`, or the final ones; with None for `codebook`, those with the
    model's where people used it. It is told whose they are. Raises InputError where no document is
    left to score, and where the codebook has other codes than when the model was trained.
    """
    model = load_model(workspace, name)
    chosen = select_documents(corpus, where)
    used = codebooks_of(by_people(open_codings(workspace).current(corpus.name)))
    if codebook is None and model.codebook.name in used:
        codebook = model.codebook.name
    current = current_codings(workspace, corpus, codebook).coded()
    for remark in current.remarks:
        tell(remark)
    if current.codebook.name == model.codebook.name:
        _refuse_older(model, current.codebook)
    ids = set(chosen.ids)
    here = [coding for coding in current if coding.document in ids]
    draws = open_draws(workspace).all(corpus.name)
    for remark in picked_sentences(draws, here, model_coder(name)):
        tell(remark)
    known = [part.dimension for part in model.dimensions]
    final = final_codes(current, coder, documents=ids)
    for remark in final.remarks(*known):
        tell(remark)
    gold = gold_codes(final, model.codebook, dimensions=known)
    predictions = apply_model(workspace, model, corpus, chosen, n_process, progress)
    later = partial(came_after, workspace, name)
    return evaluate_model(model, chosen, predictions, gold, current, whole=corpus, later=later)


def _refuse_older(model: CodingModel, now: Codebook) -> None:
    """Refuse a model whose codes are no longer those of the codebook."""
    trained = model.codebook
    if [d.code_ids for d in trained.dimensions] != [d.code_ids for d in now.dimensions]:
        raise InputError(
            f"'{model.name}' was trained with version {trained.version} of codebook '{now.name}', "
            f"whose codes changed until version {now.version}.",
            hint=f"Train it again: 'textmine train CORPUS --name {model.name}'.",
        )
