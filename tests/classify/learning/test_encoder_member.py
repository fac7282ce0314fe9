"""The cross-fitted encoder: no row is scored by a model that saw its group."""

from __future__ import annotations

import numpy as np
import pytest

from tests.classify.learning.test_nested import made_problem
from textmine.classify.learning import encoder, encoder_member
from textmine.classify.learning.encoder_member import (
    cross_fit_encoder,
    fit_whole_encoder,
    forget_fits,
)
from textmine.nlp import encoders


@pytest.fixture
def _no_torch(monkeypatch):
    """A model is the rows it was fitted to; a score says whether the row's thread is among them."""

    def scores(ground, model, units):
        seen = {int(unit) // 3 for unit in model}
        return np.array([[float(int(unit) // 3 in seen), 1, 0] for unit in units])

    monkeypatch.setattr(encoders, "choose_transformer", lambda name: name)
    monkeypatch.setattr(encoder, "make_ground", lambda *texts, **_: ("ground", len(texts[0])))
    monkeypatch.setattr(encoder, "fit_on_ground", lambda ground, units, gold, **_: units)
    monkeypatch.setattr(encoder, "score_on_ground", scores)


@pytest.mark.usefixtures("_no_torch")
@pytest.mark.parametrize("n_folds", [2, 3, 5])
def test_no_row_is_scored_by_a_model_that_saw_its_group(n_folds):
    problem = made_problem(uncoded=True)
    found = cross_fit_encoder(problem, n_folds, "", 7)
    assert len(found.models) == min(n_folds, 3)
    assert (found.held_out[:, 0] == 0).all()
    assert (found.held_out[:, 1] == 1).all()  # and every row has a score, coded or not
    assert len(fit_whole_encoder(problem, found, 7)) == len(problem.rows)


@pytest.mark.usefixtures("_no_torch")
def test_two_groups_give_two_fits():
    assert len(cross_fit_encoder(made_problem(n_threads=2), 5, "", 7).models) == 2


def test_what_was_kept_is_forgotten(workspace):
    kept = workspace.scratch / encoder_member._ROOM
    kept.mkdir(parents=True)
    (kept / "fit.safetensors").write_bytes(b"")
    forget_fits(workspace)
    assert not kept.exists()
    forget_fits(workspace)
    forget_fits(None)
