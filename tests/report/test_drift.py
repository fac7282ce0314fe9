"""What is said of drift, and the gate."""

from __future__ import annotations

import pytest

from textmine.classify.drift.drift import CodeShift, Drift, DriftFigure, stop_at_drift
from textmine.errors import GateError
from textmine.report.coding_run import drift_figures, drift_sentences

FIGURES = (
    DriftFigure("words", 0.157, 0.03, 0.041, True),
    DriftFigure("unknown", 0.234, 0.06, 0.091, True),
    DriftFigure("length", 0.8, 0.1, 0.21, True, 105.2, 18.4),
    DriftFigure("confidence: type", 0.31, 0.1, 0.12, True, 0.54, 0.67),
    DriftFigure("embeddings", 0.3, 0.1, 0.12, True),
)
SHIFTS = (CodeShift("type", "fact", 0.2, 0.5), CodeShift("type", "policy", 0.2, 0.21))


def test_a_warning_names_every_figure_with_its_level():
    drift = Drift(50, 400, FIGURES, SHIFTS, ("shall", "will"))
    said = "\n".join(drift_sentences(drift))
    for line in (
        "Warning: the documents differ from the training corpus",
        "words: divergence of the commonest words 0.157, natural up to 0.041.",
        "unknown words: 23.4 % of the words are new to the model, natural up to 9.1 %.",
        "length: 105 words a document, 18 in training; distance 0.800, natural up to 0.210.",
        "confidence on type: 0.54 on average, 0.67 in training; distance 0.310, natural up to",
        "meaning: distance of the mean sentence embeddings 0.300",
        "More often here than in training: shall, will.",
        "type fact: given to 50 % here, to 20 % in training (no sign of drift by itself).",
    ):
        assert line in said
    assert "policy" not in said
    with pytest.raises(GateError, match=r"\(words, unknown, length") as raised:
        stop_at_drift(drift)
    assert raised.value.exit_code == 3


def test_no_drift_and_no_judgement_pass_the_gate():
    calm = Drift(50, 400, (DriftFigure("words", 0.02, 0.03, 0.04, False),), SHIFTS, ("shall",))
    few = Drift(5, 400, (), (), (), "5 documents are too few.")
    for drift, told in ((calm, "No drift"), (few, "Drift is not judged: 5 documents")):
        (sentence,) = drift_sentences(drift)
        assert sentence.startswith(told)
        stop_at_drift(drift)


def test_a_figure_has_each_distance_over_what_is_natural():
    (figure,) = drift_figures(Drift(50, 400, FIGURES, SHIFTS, ()))
    for words in ("commonest words", "0.157 (up to 0.041)", "natural up to here"):
        assert words in figure.svg
    assert "50 documents" in figure.caption
    assert drift_figures(Drift(5, 400, (), (), (), "too few")) == []
    assert drift_figures(Drift(50, 400, FIGURES[:1], SHIFTS, ())) == []
