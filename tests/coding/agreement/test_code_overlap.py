"""What two coders give a code to: messages, sentences, characters, and as NVivo computes it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import write_csv
from textmine.coding import CodingRequest, import_codings
from textmine.coding.agreement.agreement_input import AgreementRequest, read_agreement_input
from textmine.coding.agreement.code_overlap import measure_overlap, sentence_spans
from textmine.corpus import import_corpus
from textmine.corpus.reading.importing import read_documents
from textmine.stats import cohen_kappa, krippendorff_alpha
from textmine.stats.agreement.two_by_two import TwoByTwo, alphas, as_nvivo, kappas

ONE = "Buses are late. The park is loud at night. Trees!"
TWO = "Nothing else. Nothing at all."


@pytest.fixture
def overlap(workspace, tmp_path):
    write_csv(tmp_path / "c.csv", ["id", "text"], [["1", ONE], ["2", TWO]])
    import_corpus(workspace, "c", read_documents(tmp_path / "c.csv"))
    park, late = ONE.index("The park"), ONE.index("late")
    rows = [
        ["1", "ana", "noise", str(park), str(park + 26)],
        ["1", "ben", "noise", str(park + 12), str(park + 26)],
        ["1", "ana", "time", str(late), str(late + 4)],
        ["2", "ana", "time", "0", "7"],
        ["2", "ben", "noise", "0", "7"],
    ]
    table = write_csv(tmp_path / "k.csv", ["document", "coder", "code", "start", "end"], rows)
    request = CodingRequest(table, "c", "book", create_codebook=True, spans="start,end")
    import_codings(workspace, request)
    data = read_agreement_input(AgreementRequest("c", names=("c",), n_resamples=200), workspace)
    return {(one.code, one.unit): one for one in measure_overlap(data)}


def counts(one):
    return tuple(map(round, (one.counts.both, one.counts.first, one.counts.second)))


def test_counts_at_each_level(overlap):
    assert counts(overlap["noise", "message"]) == (1, 0, 1)
    assert counts(overlap["noise", "sentence"]) == (1, 0, 1)
    assert counts(overlap["noise", "character"]) == (14, 12, 7)
    assert counts(overlap["time", "message"]) == (0, 2, 0)
    assert overlap["noise", "sentence"].counts.n == 5
    assert overlap["noise", "character"].counts.n == len(ONE) + len(TWO)
    assert overlap["noise", "message"].nvivo_kappa is None


def test_as_nvivo_is_the_mean_over_documents(overlap):
    first = TwoByTwo(14, 12, 0, len(ONE) - 26)
    second = TwoByTwo(0, 0, 7, len(TWO) - 7)
    found = overlap["noise", "character"]
    assert found.nvivo_kappa == pytest.approx((first.kappa + second.kappa) / 2)
    assert found.nvivo_agreement == pytest.approx((first.agreement + second.agreement) / 2)
    assert as_nvivo(np.array([[5.0, 0, 0, 5], [0, 0, 0, 9]])) == (1.0, 1.0)


@given(st.tuples(*[st.integers(0, 9)] * 4).filter(lambda one: sum(one) > 1))
def test_coefficients_are_those_of_the_units_one_by_one(table):
    both, first, second, neither = table
    pairs = [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * neither
    rows = np.array([table], dtype=float)
    for ours, theirs in (
        (kappas(rows)[0], cohen_kappa(np.array(pairs), 2).value),
        (alphas(rows)[0], krippendorff_alpha(np.array(pairs), 2).value),
    ):
        assert ours == pytest.approx(theirs, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two?\nThree", ["One.", "Two?", "Three"]),
        ("He said “no.” Then left", ["He said “no.”", "Then left"]),
        ("3.5 per cent", ["3.5 per cent"]),
        ("", [""]),
    ],
)
def test_sentences_end_with_a_mark_or_a_line(text, parts):
    assert [text[start:end] for start, end in sentence_spans(text)] == parts
