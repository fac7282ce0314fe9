"""How common each code is in a corpus that a machine coded, corrected for the machine's errors.

The hand-coded documents say what a share is and how far it may be off; the machine, which has read
everything, makes it narrower. Where the hand-coded documents are no random sample of the corpus
nothing can do that, and this says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.prevalence import by_group
from textmine.classify.prevalence.hand_coded import HandCoded, find_hand_coded
from textmine.classify.prevalence.machine import MachineView, machine_view, without_seen
from textmine.classify.prevalence.recorded import RecordedMachine
from textmine.classify.prevalence.result import (
    SHIFTED,
    MethodShare,
    Prevalence,
    PrevalenceRequest,
    refuse_unclear,
)
from textmine.classify.prevalence.shift import shifted_shares
from textmine.classify.prevalence.target import labels_of, predicted_of, questions_of
from textmine.classify.trained.held_out import KnownModel, known_model
from textmine.classify.trained.model import CodingModel
from textmine.coding import Draw, open_draws
from textmine.coding.copied import copied_codes
from textmine.coding.sampling.strata import stratum_names
from textmine.coding.statements import by_people
from textmine.config import Progress, silent
from textmine.corpus import Corpus, group_numbers, select_documents
from textmine.corpus.hierarchy import only_to_code, said_of_questions
from textmine.corpus.taking import Taking, taking_of
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.store import Workspace

_SHIFT = (
    "ACC and PACC ASSUME LABEL SHIFT: only the mix of codes differs. Within a code the texts are "
    "of the same kind as in the training documents. Nothing in the data can show that. "
    "Where it is not so, shares and intervals are off by an unknown amount."
)


@dataclass(frozen=True)
class _Stage:
    """What all questions of a request share: `view` is None where no machine is needed."""

    machine: KnownModel | RecordedMachine
    population: Corpus
    view: MachineView | None
    held: Mapping[str, HeldOutCodes]
    groups: Mapping[str, Bools]
    training_groups: Mapping[str, int]

    @property
    def model(self) -> CodingModel | None:
        """The trained model, None where only recorded codes are known."""
        return self.machine.model if isinstance(self.machine, KnownModel) else None


def estimate_prevalence(
    workspace: Workspace,
    model: CodingModel,
    corpus: Corpus | Taking,
    codings: Sequence[Coding],
    request: PrevalenceRequest | None = None,
    progress: Progress = silent,
) -> list[Prevalence]:
    """Estimate as `estimate_shares` does, with the draws and the model of a workspace."""
    known = known_model(workspace, model)
    documents = taking_of(corpus)
    draws = partial(open_draws(workspace).all, documents.light.name)
    return estimate_shares(known, documents, codings, draws, request, progress)


def estimate_recorded(
    workspace: Workspace,
    machine: RecordedMachine,
    corpus: Corpus,
    codings: Sequence[Coding],
    request: PrevalenceRequest | None = None,
) -> list[Prevalence]:
    """Estimate as `estimate_shares` does, with codes that a machine recorded."""
    draws = partial(open_draws(workspace).all, corpus.name)
    return estimate_shares(machine, corpus, codings, draws, request)


def estimate_shares(
    known: KnownModel | RecordedMachine,
    whole: Corpus | Taking,
    codings: Sequence[Coding],
    draws: Callable[[], Sequence[Draw]] = tuple,
    request: PrevalenceRequest | None = None,
    progress: Progress = silent,
) -> list[Prevalence]:
    """Estimate how common the codes are in the `whole` corpus, one result a question.

    `draws` gives those by which documents were chosen for coding. `codings` are those that stand
    for the corpus (none, where only label shift is assumed). Raises InputError when the hand-coded
    documents are not known to be a random sample and nothing is assumed, and for a dimension,
    method or group that is not there.
    """
    asked = request or PrevalenceRequest()
    refuse_unclear(asked)
    documents = taking_of(whole)
    corpus = documents.light
    chosen = select_documents(corpus, asked.where)
    population = only_to_code(chosen, {by_person.document for by_person in by_people(codings)})
    asked_turns = len(chosen) - len(population)
    book, able = known.codebook, known.dimensions
    questions = questions_of(book, able, asked.dimension, cells=asked.cells)
    groups = _groups(population, asked, codings)
    drawn = draws()
    all_hand_coded = [
        find_hand_coded(population, codings, question, drawn, asked, known.name)
        for question in questions
    ]
    view, equal = None, {}
    if not all(hand_coded.census for hand_coded in all_hand_coded):
        view = (
            machine_view(known, documents, population, asked.n_process, progress)
            if isinstance(known, KnownModel)
            else known.view(population)
        )
        equal = _equal_to_machine(known, corpus, population, view, all_hand_coded, codings)
    shift = any(set(_methods(asked, hand_coded)) & set(SHIFTED) for hand_coded in all_hand_coded)
    held, threads = _held_out(known) if shift else ({}, {})
    stage = _Stage(known, population, view, held, groups, threads)
    results = []
    for done, hand_coded in enumerate(all_hand_coded):
        progress("estimating", done, len(all_hand_coded))
        estimated = _estimate(asked, stage, hand_coded)
        more = list(equal.get(hand_coded.question.name, ()))
        more += [said_of_questions(asked_turns)] if asked_turns else []
        results.append(replace(estimated, sentences=(*more, *estimated.sentences)))
    progress("estimating", len(all_hand_coded), len(all_hand_coded))
    return results


def _held_out(
    known: KnownModel | RecordedMachine,
) -> tuple[dict[str, HeldOutCodes], Mapping[str, int]]:
    """Return the held-out codes of each dimension, and the groups of the training documents.

    Raises InputError where a machine has none: label shift is from the training documents on.
    """
    if not isinstance(known, KnownModel):
        raise InputError(
            f"'{known.name}' learned from no hand-coded documents: there is no mix of codes to "
            "shift from.",
            hint="Leave 'acc', 'pacc' and label shift out: --method ppi.",
        )
    return {part.said.dimension: part.blind for part in known.held_out()}, known.groups() or {}


def _equal_to_machine(
    known: KnownModel | RecordedMachine,
    corpus: Corpus,
    population: Corpus,
    view: MachineView,
    questions: Sequence[HandCoded],
    codings: Sequence[Coding],
) -> dict[str, list[str]]:
    """Return sentences, by question, where all hand codes are the machine's own.

    Raises InputError where these are many: then its errors do not show.
    """
    sentences: dict[str, list[str]] = {}
    for hand_coded in questions:
        if hand_coded.sample is None:
            continue
        coded = {i for i, yes in zip(population.ids, hand_coded.sample.coded, strict=True) if yes}
        for dimension in hand_coded.question.dimensions:
            part = view.codes[dimension]
            document_codes = zip(part.documents, part.codes, strict=True)
            aside = (
                set(view.seen.why)
                if isinstance(known, KnownModel)
                else known.silent_on(dimension, corpus)
            )
            new = {i: codes for i, codes in document_codes if i not in aside}
            hand = {i: (hand_coded.said or {})[dimension][i] for i in coded & new.keys()}
            copied = copied_codes(codings, new, dimension, f"'{known.name}'", known.later)
            same = all(codes == frozenset(new[i]) for i, codes in hand.items())
            if copied is None or not same or not copied.documents >= hand.keys():
                continue
            if copied.refused:
                raise InputError(
                    f"{copied.sentence} How it errs does not show.",
                    hint="Draw others and code them without its codes at hand: 'textmine coding "
                    f"sample {corpus.name} --n 200'. Or, where coders gave these blind, enter them "
                    "again with 'textmine coding import FILE --blind'.",
                )
            sentences.setdefault(hand_coded.question.name, []).append(copied.sentence)
    return sentences


def _estimate(asked: PrevalenceRequest, stage: _Stage, hand_coded: HandCoded) -> Prevalence:
    """Estimate the shares of one question in every group."""
    methods = _methods(asked, hand_coded)
    n_intervals = len(hand_coded.question.codes) * len(stage.groups) if asked.simultaneous else 1
    wanted = by_group.Wanted(methods, asked.level, n_intervals)
    view = _view(stage, hand_coded)
    ground = _ground(stage, hand_coded, view)
    tuning = _common_tuning(ground, wanted, stage)
    groups, estimates = [], {}
    for name, chosen in stage.groups.items():
        estimates[name] = by_group.estimate_group(ground, wanted, chosen, tuning)
        shares = by_group.group_shares(ground, wanted, name, chosen, estimates[name])
        for method in methods:
            if method in SHIFTED:
                added = _shifted(asked, stage, ground, chosen, method)
                shares = by_group.with_method(shares, method, added)
        groups.append(shares)
    pair = [estimates[name] for name in asked.difference]
    for name in asked.difference:
        if estimates[name].part is None:
            raise InputError(
                f"Too few documents of '{name}' are hand-coded to compare it with another group.",
                hint="Code more of them, or group by something coarser.",
            )
    return Prevalence(
        model=stage.machine.name,
        corpus=stage.population.name,
        question=hand_coded.question.name,
        coder=hand_coded.coder,
        sampling="none" if hand_coded.sample is None else hand_coded.sample.kind,
        methods=methods,
        level=asked.level,
        n_simultaneous=n_intervals,
        by=asked.by,
        groups=tuple(groups),
        differences=tuple(by_group.differences_of(ground, wanted, asked.difference, pair)),
        sentences=_sentences(stage, hand_coded, methods, view),
    )


def _methods(asked: PrevalenceRequest, hand_coded: HandCoded) -> tuple[str, ...]:
    """Return the methods that were asked for, or those that fit what is known."""
    if hand_coded.census:
        return ("hand",)
    if asked.methods:
        return asked.methods
    return ("pacc", "acc") if hand_coded.sample is None else ("ppi", "hand")


def _view(stage: _Stage, hand_coded: HandCoded) -> MachineView | None:
    """Return what the machine says, but for what it has seen elsewhere in its training."""
    if stage.view is None or stage.model is None:
        return stage.view
    coded = np.zeros(len(stage.population), dtype=np.bool_)
    if hand_coded.sample is not None:
        coded = hand_coded.sample.coded
    return without_seen(stage.view, stage.model, stage.population, coded)


def _ground(stage: _Stage, hand_coded: HandCoded, view: MachineView | None) -> by_group.Ground:
    question, ids = hand_coded.question, stage.population.ids
    labels = np.zeros((len(ids), len(question.columns)))
    coded = np.zeros(len(ids), dtype=np.bool_)
    if hand_coded.sample is not None and hand_coded.said is not None:
        coded = hand_coded.sample.coded
        chosen = [ids[row] for row in np.flatnonzero(coded)]
        labels[coded] = labels_of(question, hand_coded.said, chosen)
    if view is None:
        return by_group.Ground(question, hand_coded.sample, labels, None, None)
    predicted = predicted_of(question, view.codes)
    return by_group.Ground(
        question, hand_coded.sample, labels, predicted, predicted_of(question, view.codes, "given")
    )


def _common_tuning(
    ground: by_group.Ground, wanted: by_group.Wanted, stage: _Stage
) -> Floats | None:
    """Return the weight of the machine in all documents, for groups that are too small to tell."""
    if len(stage.groups) < 2:
        return None
    everybody = np.ones(len(stage.population), dtype=np.bool_)
    overall = by_group.estimate_group(ground, wanted, everybody).shares.get("ppi")
    return None if overall is None else overall.tuning


def _shifted(
    asked: PrevalenceRequest, stage: _Stage, ground: by_group.Ground, chosen: Bools, method: str
) -> list[MethodShare]:
    machine = {} if stage.view is None else stage.view.codes
    return shifted_shares(
        ground.question,
        stage.machine.codebook,
        stage.held,
        machine,
        chosen,
        method,
        level=asked.level,
        training_groups=stage.training_groups,
        groups=group_numbers(stage.population, stage.population.ids),
    )


def _groups(
    population: Corpus, asked: PrevalenceRequest, codings: Sequence[Coding]
) -> dict[str, Bools]:
    """Return which documents each group has, by its name; all of them under "" without --by."""
    if not asked.by:
        return {"": np.ones(len(population), dtype=np.bool_)}
    names = stratum_names(population, asked.by, codings)
    group_names = [names[identity] for identity in population.ids]
    for name in asked.difference:
        if name not in group_names:
            raise InputError(
                f"'{population.name}' has no group '{name}' by {', '.join(asked.by)}.",
                hint=did_you_mean(name, set(group_names)),
            )
    array = np.array(group_names)
    return {name: array == name for name in sorted(set(group_names))}


def _sentences(
    stage: _Stage, hand: HandCoded, methods: Sequence[str], view: MachineView | None
) -> tuple[str, ...]:
    sentences = []
    if hand.sample is not None:
        sentences += [*hand.remarks, hand.sample.sentence, *hand.sample.remarks]
    if hand.several:
        sentences.append(
            f"{hand.several:,} documents have several codes, so that shares add up to more than "
            "100 %."
        )
    if hand.incomplete:
        sentences.append(
            f"{hand.incomplete:,} documents are coded on one of the two dimensions only and count "
            "as not coded."
        )
    if hand.shown:
        counted = "count all the same" if hand.census else "count as not coded"
        sentences.append(
            f"{hand.shown:,} documents were coded with the suggestion of '{stage.machine.name}' "
            f"in view and {counted}: they do not show its errors."
        )
    if view is not None:
        sentences.append(view.sentence)
    if set(methods) & set(SHIFTED):
        sentences.append(_SHIFT)
        if not stage.training_groups:
            sentences.append(
                "The corpus that the model was trained on is gone, and with it the threads of its "
                "documents: where a machine errs alike in a thread, intervals are too narrow."
            )
    return tuple(sentences)
