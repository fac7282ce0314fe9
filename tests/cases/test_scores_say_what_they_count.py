"""Scores of a model: which weights kappa has, and which codes macro-F1 is a mean of."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from tests.made import add_corpus, copied, quick_workspace, small_documents
from tests.once import made_once
from textmine.classify.scoring.score_table import macro_sentences
from textmine.cli.main import run as run_command
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.schema import Coding
from textmine.stats import classification_scores

pytestmark = pytest.mark.slow  # the fixtures take long

CODES = tuple(Code(id=code, name=f"about {code}") for code in "abc")
BOOK = Codebook(
    name="k",
    dimensions=(
        Dimension(id="level", name="L", scale="ordinal", codes=CODES),
        Dimension(id="theme", name="T", labels="multi", codes=CODES),
    ),
)


@pytest.mark.parametrize(
    ("gold", "said", "sentences"),
    [
        ([0, 1, 2], [0, 1, 2], []),
        ([0, 1, 1], [0, 1, 0], ["is the mean over 2 of 3 codes: no scored document has c"]),
        ([0, 1, 1], [0, 1, 2], ["counts c as 0: predicted, and no scored document has it"]),
        ([1, 1, 1], [1, 1, 2], ["2 of 3 codes: no scored document has a", "counts c as 0"]),
    ],
)
def test_macro_f1_says_which_codes_it_leaves_out(gold, said, sentences):
    scores = classification_scores(gold, said, 3)
    found = macro_sentences("level", "abc", scores)
    assert len(found) == len(sentences)
    assert all(part in whole for part, whole in zip(sentences, found, strict=True))


@pytest.fixture
def run_here(tmp_path_factory, tmp_path, run_in):
    """A model of 48 documents, and 18 others of which nobody coded one as c."""
    made = made_once(tmp_path_factory.getbasetemp(), "of-scores", _make)
    return run_in(copied(made / "ws", tmp_path / "ws").root)


def _make(folder):
    space = quick_workspace(folder / "ws")
    save_codebook(space, BOOK)
    for name, n, kinds, seed in (("c", 48, "abc", 0), ("other", 18, "ab", 1)):
        rows, codes = small_documents(n, kinds, seed)
        add_corpus(space, name, rows, folder / f"{name}.csv")
        open_codings(space).append(
            [
                Coding(name, document, dimension, code, "ann", codebook="k")
                for document, code in codes.items()
                for dimension in ("level", "theme")
            ]
        )
    assert run_command(["train", "c", "--name", "m", "-w", str(space.root)]) == 0


def test_evaluate_names_weights_and_codes(run_here):
    ran = run_here("evaluate", "m", "other", "--format", "json")
    assert ran.code == 0
    scores = {row["score"] for row in ran.rows if row["dimension"] == "level"}
    assert "weighted kappa (quadratic)" in scores
    assert "weighted kappa" not in scores
    assert "Macro-F1 on 'level'" in ran.err
    assert " c" in ran.err


def test_evaluate_prints_dimensions_with_several_codes(run_here):
    ran = run_here("evaluate", "m", "other")
    assert ran.code == 0
    assert "mean kappa" in ran.out
    assert "all codes right" in ran.out


def test_weights_are_those_of_the_agreement_of_coders():
    draw = np.random.default_rng(3)
    gold, said = draw.integers(4, size=80), draw.integers(4, size=80)
    found = classification_scores(gold, said, 4, ordinal=True).weighted_kappa
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(gold, said, weights="quadratic"))
