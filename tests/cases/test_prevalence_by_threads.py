"""ACC and PACC where documents come in threads, codes are rare and machines weak."""

from __future__ import annotations

import numpy as np
import pytest

from tests.classify.prevalence.town import keep_held_out, make_town
from textmine.classify.prevalence import PrevalenceRequest, estimate_prevalence
from textmine.report.prevalence import prevalence_rows, prevalence_sentences
from textmine.stats.shares.quantification import quantify, rogan_gladen

N, ELSEWHERE = 131, 400


def _drawn(rng, n, shares, mean, apart=2.0):
    """Threads, codes and probabilities of a machine that errs alike in a thread."""
    thread = np.repeat(np.arange(n), rng.geometric(1 / mean, n))[:n]
    k = len(shares)
    each = rng.dirichlet(3 * np.array(shares), n)[thread]
    codes = (rng.random(n)[:, None] > each.cumsum(axis=1)[:, :-1]).sum(axis=1)
    alike = rng.normal(0, 0.7 if mean > 1 else 0, (n, k))[thread]
    logit = 1.2 * (apart * np.eye(k)[codes] + alike + rng.normal(0, 1, (n, k)))
    odds = np.exp(logit)
    return thread, codes, odds / odds.sum(axis=1, keepdims=True)


def _coverage(mean, *, hard, by_thread=True, n=N, samples=100):
    held = []
    for sample in range(samples):
        rng = np.random.default_rng([sample, n, round(mean)])
        thread, codes, said = _drawn(rng, n, (0.4, 0.35, 0.25), mean)
        other, new, target = _drawn(rng, ELSEWHERE, (0.6, 0.3, 0.1), mean)
        if hard:
            said, target = np.eye(3)[said.argmax(axis=1)], np.eye(3)[target.argmax(axis=1)]
        groups = {"clusters": thread, "target_clusters": other} if by_thread else {}
        found = quantify(np.eye(3)[codes], said, target, **groups)
        truth = np.bincount(new, minlength=3) / ELSEWHERE
        held += [i.low <= p <= i.high for i, p in zip(found.intervals, truth, strict=True)]
    return np.mean(held)


@pytest.mark.parametrize("hard", [True, False], ids=["acc", "pacc"])
@pytest.mark.parametrize(("mean", "n"), [(1, 60), (6, 60), (6, 131), (15, 131)])
def test_intervals_hold_with_and_without_threads(mean, n, hard):
    assert 0.9 <= _coverage(mean, hard=hard, n=n) <= 0.995


def test_without_the_threads_they_would_not():
    assert _coverage(15, hard=False, by_thread=False) < 0.85


def _two_codes(n_right, n_wrong, n_false, n_other, counted=0.3):
    """A machine that finds n_right of the units with the code, and n_false of the others."""
    has = np.repeat([1, 1, 0, 0], [n_right, n_wrong, n_false, n_other])
    said = np.repeat([1.0, 0.0, 1.0, 0.0], [n_right, n_wrong, n_false, n_other])
    target = np.repeat([1.0, 0.0], [round(1000 * counted), round(1000 * (1 - counted))])
    return (
        np.column_stack([has, 1 - has]).astype(float),
        np.column_stack([said, 1 - said]),
        np.column_stack([target, 1 - target]),
    )


def test_two_codes_are_one_share_and_its_rest():
    found = quantify(*_two_codes(80, 20, 10, 90))
    assert found.value[0] == pytest.approx(rogan_gladen(0.3, 0.8, 0.9), abs=1e-6)
    first, second = found.intervals
    assert first.low == pytest.approx(1 - second.high, abs=2e-3)
    assert found.remarks == ("", "")
    # Fieller's interval by hand: variances of sensitivity, false positives and the count, each with
    # half an error more, and the quantile of about 300 degrees of freedom.
    p = np.linspace(0, 1, 100_001)
    own, others = (100 * 0.16 + 0.5) / 99 / 100, (100 * 0.09 + 0.5) / 99 / 100
    count = (p * 0.165 + (1 - p) * 0.095) / 1000
    kept = (0.3 - 0.1 - 0.7 * p) ** 2 <= 1.968**2 * (p**2 * own + (1 - p) ** 2 * others + count)
    assert first.low == pytest.approx(p[kept].min(), abs=0.006)
    assert first.high == pytest.approx(p[kept].max(), abs=0.006)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ((3, 1, 4, 92), "fewer than 8 hand-coded documents"),
        ((11, 9, 40, 50), "hardly tells it from other codes"),
        ((10, 10, 50, 50), "fits any share"),
    ],
    ids=["few", "weak", "blind"],
)
def test_what_makes_an_interval_wide_is_said(table, words):
    found = quantify(*_two_codes(*table, counted=0.5))
    assert words in found.remarks[0]
    assert found.intervals[0].high - found.intervals[0].low > 0.25


def test_a_code_in_one_thread_is_known_from_one_thread():
    labels, said, target = _two_codes(9, 3, 10, 90, counted=0.4)
    thread = np.where(labels[:, 0] > 0, 0, 1 + np.arange(len(labels)) % 25)
    alone = quantify(labels, said, target).intervals[0]
    together = quantify(labels, said, target, clusters=thread).intervals[0]
    assert together.high - together.low > alone.high - alone.low
    assert together.high == 1


@pytest.mark.parametrize(("n_threads", "said"), [(9, True), (29, True), (40, False), (200, False)])
def test_few_threads_are_said_to_make_it_rough(n_threads, said):
    labels, machine, target = _two_codes(80, 20, 10, 90)
    thread = np.arange(len(labels)) % n_threads
    found = quantify(labels, machine, target, clusters=thread)
    assert ("fewer than 30 threads" in found.remarks[0]) == said


def test_the_command_resamples_no_document_and_says_when_threads_are_gone(workspace):
    town = make_town()
    keep_held_out(workspace, town, town.ids[:40])
    request = PrevalenceRequest(dimension="subject", assume="label-shift")
    (result,) = estimate_prevalence(workspace, town.model, town.corpus, [], request)
    assert result.methods == ("pacc", "acc")
    assert any("with it the threads of its documents" in one for one in result.sentences)
    rows = prevalence_rows([result])
    assert all(row["low"] <= row["percent"] <= row["high"] for row in rows)
    few = [row for row in rows if "fewer than 8" in row["remark"]]
    told = [one for one in prevalence_sentences(result) if one.startswith("ACC and PACC:")]
    assert bool(few) == any("fewer than 8" in one for one in told)
