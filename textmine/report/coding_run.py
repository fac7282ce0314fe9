"""What a model made of a corpus, and how its documents differ from those it was trained on."""

from functools import partial
from typing import Any

from textmine.classify.applying import Applied
from textmine.classify.coding_run import CodingRun
from textmine.classify.drift.drift import Drift, DriftFigure
from textmine.classify.review.run_triage import TriagedRun
from textmine.present import Figure, Section, value_of
from textmine.report.figures import interval_chart
from textmine.report.wording import breaks_told
from textmine.stats import Score

_WORTH_SAYING = 5.0
"""Seconds."""


def run_section(run: CodingRun) -> Section:
    """Return the section on a run of a model; its codes are in the files that were asked for."""
    request = run.request
    sentences = [
        *([*_triage(run.triaged), *_queue(run.triaged, run.draw)] if run.triaged else []),
        *_known(run),
        *_rules(run),
        *(drift_sentences(run.drift) if run.drift is not None else []),
        *_cost(run.applied),
    ]
    if run.recorded is not None:
        sentences.append(
            f"{run.recorded:,} machine codings recorded under the coder 'model:{run.model.name}'."
        )
    sentences.append(
        f"{len(run.rows):,} documents of '{request.corpus}' coded by '{run.model.name}'"
        + (f"; see {request.out}." if request.out else ".")
        + (f" Why: {request.why}." if request.why else "")
        + " Counts of machine codes are not prevalence: see 'textmine prevalence'."
    )
    figures = drift_figures(run.drift) if run.drift is not None else []
    title = f"What {run.model.name} says of {request.corpus}"
    return Section("run", title, sentences, figures=figures)


def _triage(run: TriagedRun) -> list[str]:
    """Return how many documents are accepted, and how right the machine is on such ones."""
    n, kept = len(run.triage.confidence), len(run.triage.accepted)
    told = []
    if run.left_out:
        told.append(
            f"{run.left_out:,} documents are left out: people coded them, and the model learned it."
        )
    told.append(
        f"{kept:,} of {n:,} documents are accepted ({f'{100 * kept / n:.0f} %' if n else '-'}), "
        f"{n - kept:,} are left to people."
    )
    how = "the same confidence"
    if run.triage.certified is not None:
        found, how = run.triage.certified, "thresholds of the other folds"
        told.append(
            f"With {100 * found.certainty:.0f} % certainty the error on each dimension is at most "
            f"{max(found.bounds):.3f} where the machine is as sure (confidence "
            f"{found.threshold:.2f} or more; {found.accepted:,} of {found.n:,} held-out "
            "documents), if these documents are like those it was trained on."
        )
    told.append(f"Right on held-out documents, with {how} (of all): 95 % intervals")
    told += [
        f"  {expected.dimension}: {_score(expected.accepted)} ({_score(expected.every)})"
        for expected in run.promised
    ]
    if not run.clustered:
        told.append(
            "Note: the training corpus is not here; documents are taken as independent of each "
            "other, and intervals may be too narrow."
        )
    return told


def _queue(run: TriagedRun, draw: str) -> list[str]:
    """Return what the queue is, which was written as a draw, and how it comes back."""
    if not run.queue.items:
        return ["Nothing is left to people; no queue is written."]
    path = run.sheet.path
    groups = {item.alike for item in run.queue.items if item.alike}
    alike = sum(item.alike > 0 for item in run.queue.items)
    repeat = (
        f"; {alike:,} of them nearly repeat others, in {len(groups):,} groups." if alike else "."
    )
    return [
        f"{path}: {len(run.queue.items):,} documents in the order to settle them (draw '{draw}')"
        f"{repeat}",
        *_blind(run),
        *(
            f"Too few examples to rule them out anywhere, on {dimension}: {', '.join(codes)}. They "
            "are not listed with each document."
            for dimension, codes in run.queue.never_ruled_out.items()
        ),
        f"It comes back with 'textmine coding import {path} --coder NAME'. Who sees what the "
        f"machine says is not independent of it: no score of '{run.sheet.model}' counts these "
        f"codes{', save those of the blind share' if run.sheet.blind else ''}.",
    ]


def _blind(run: TriagedRun) -> list[str]:
    if run.sheet.blind is None:
        return []
    return [
        f"{100 * run.sheet.blind.share:g} % of them show no suggestion, by lot (seed "
        f"{run.sheet.blind.seed}): their codes count as blind, and 'textmine coding anchoring "
        f"{run.corpus.name}' compares them with the others."
    ]


def _known(run: CodingRun) -> list[str]:
    """Return whether the model learned from invented texts, and which documents it has seen."""
    sentences = []
    if run.model.manifest.synthetic:
        sentences.append(
            "Note: this model was trained on a synthetic corpus; its codes show nothing real."
        )
    if run.seen:
        sentences.append(
            f"Of these documents, {run.seen}: the machine is surer of them than of new ones."
        )
    return sentences


def _rules(run: CodingRun) -> list[str]:
    """Return what the codebook's rules changed, and which documents still break one."""
    sentences = []
    if run.applied.decoded.changed:
        sentences.append(
            f"The codebook's rules changed the codes of {len(run.applied.decoded.changed):,} "
            "documents to the most probable combination that they allow."
        )
    return sentences + breaks_told(run.broken)


def _cost(applied: Applied) -> list[str]:
    if applied.meaning_seconds < _WORTH_SAYING:
        return []
    return [
        f"Of {applied.seconds:,.0f} seconds, {applied.meaning_seconds:,.0f} went into sentence "
        "vectors: a model that is trained with --without meaning spares them."
    ]


def _score(score: Score) -> str:
    return "-" if score.reason else f"{value_of(score)}, n = {score.n:,}"


_SHOWN_SHIFTS = 3
_LEAST_SHIFT = 0.05
_NAMES = {
    "words": "commonest words",
    "unknown": "unknown words",
    "length": "length",
    "embeddings": "meaning",
}


def drift_sentences(drift: Drift) -> list[str]:
    """Return how a batch differs from the training corpus, and whether it is more than natural."""
    if drift.reason:
        return [f"Drift is not judged: {drift.reason}"]
    if not drift.drifted:
        return [
            "No drift: the documents differ from the training corpus no more than its own threads "
            "do from each other."
        ]
    shifts = sorted(drift.codes, key=lambda code_shift: -abs(code_shift.here - code_shift.before))[
        :_SHOWN_SHIFTS
    ]
    return [
        "Warning: the documents differ from the training corpus more than its own threads do from "
        "each other.",
        *(f"  {_sentence(figure)}" for figure in drift.figures if figure.drifted),
        *([f"  More often here than in training: {', '.join(drift.more)}."] if drift.more else []),
        *(
            f"  {shift.dimension} {shift.code}: given to {100 * shift.here:.0f} % here, to "
            f"{100 * shift.before:.0f} % in training (no sign of drift by itself)."
            for shift in shifts
            if abs(shift.here - shift.before) >= _LEAST_SHIFT
        ),
        "What was measured on the training documents need not hold for these: draw some, code them "
        "and evaluate ('textmine coding sample', 'textmine evaluate').",
    ]


def drift_figures(drift: Drift) -> list[Figure]:
    """Draw each distance from the training corpus, with the limit of what is natural as 1."""
    rows: list[dict[str, Any]] = [
        {"label": _NAMES.get(figure.name, figure.name), "value": figure.value / figure.level}
        | {"told": f"{figure.value:.3f} (up to {figure.level:.3f})"}
        for figure in drift.figures
        if figure.level > 0
    ]
    if len(rows) < 2:
        return []
    top = max(1.2, 1.08 * max(row["value"] for row in rows))
    draw = partial(
        interval_chart,
        rows,
        label="label",
        domain=(0.0, top),
        title="distance; 1: as far as is natural",
        marks={"natural up to here": 1.0},
        machine=True,
        bars=True,
    )
    caption = (
        f"How far {drift.n:,} documents are from the {drift.n_training:,} that the model was "
        "trained on, over the limit of what is natural for so many."
    )
    return [Figure("drift", caption, draw)]


def _sentence(figure: DriftFigure) -> str:
    name, _, dimension = figure.name.partition(": ")
    natural = f"{figure.value:.3f}, natural up to {figure.level:.3f}"
    if name == "unknown":
        return (
            f"unknown words: {100 * figure.value:.1f} % of the words are new to the model, natural "
            f"up to {100 * figure.level:.1f} %."
        )
    if name == "words":
        return f"words: divergence of the commonest words {natural}."
    if name == "embeddings":
        return f"meaning: distance of the mean sentence embeddings {natural}."
    if figure.here is None or figure.before is None:
        return f"{figure.name}: distance {natural}."
    if name == "length":
        return (
            f"length: {figure.here:.0f} words a document, {figure.before:.0f} in training; "
            f"distance {natural}."
        )
    return (
        f"confidence on {dimension}: {figure.here:.2f} on average, {figure.before:.2f} in "
        f"training; distance {natural}."
    )
