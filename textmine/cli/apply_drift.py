"""What `textmine apply` says of drift: do the documents differ from the training corpus?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.classify.drift.drift import Drift, DriftFigure

FailOnDriftOption = Annotated[
    bool,
    typer.Option(
        "--fail-on-drift",
        help="End with code 3 when the documents differ from the training corpus.",
    ),
]

_SHOWN_SHIFTS = 3
_LEAST_SHIFT = 0.05


def say_drift(drift: Drift) -> bool:
    """Say how a batch differs from the training corpus; return whether it is more than natural."""
    if drift.reason:
        say(f"Drift is not judged: {drift.reason}")
        return False
    if not drift.drifted:
        say(
            "No drift: the documents differ from the training corpus no more than its own threads "
            "do from each other."
        )
        return False
    say(
        "Warning: the documents differ from the training corpus more than its own threads do from "
        "each other."
    )
    for figure in drift.figures:
        if figure.drifted:
            say(f"  {_sentence(figure)}")
    if drift.more:
        say(f"  More often here than in training: {', '.join(drift.more)}.")
    shifts = sorted(drift.codes, key=lambda one: -abs(one.here - one.before))[:_SHOWN_SHIFTS]
    for shift in shifts:
        if abs(shift.here - shift.before) >= _LEAST_SHIFT:
            say(
                f"  {shift.dimension} {shift.code}: given to {shift.here:.0%} here, to "
                f"{shift.before:.0%} in training (no sign of drift by itself)."
            )
    say(
        "What was measured on the training documents need not hold for these: draw some, code them "
        "and evaluate ('textmine coding sample', 'textmine evaluate')."
    )
    return True


def stop_at_drift(drift: Drift) -> None:
    """Raise GateError where a batch differs more than is natural."""
    from textmine.errors import GateError

    if drift.drifted:
        names = ", ".join(figure.name for figure in drift.figures if figure.drifted)
        raise GateError(
            f"The documents differ from the training corpus ({names}).",
            hint="Code some of them and train again, or leave out --fail-on-drift.",
        )


def _sentence(figure: DriftFigure) -> str:
    name, _, dimension = figure.name.partition(": ")
    natural = f"{figure.value:.3f}, natural up to {figure.level:.3f}"
    if name == "unknown":
        return (
            f"unknown words: {figure.value:.1%} of the words are new to the model, natural up to "
            f"{figure.level:.1%}."
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
