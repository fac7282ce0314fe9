"""Cells of a table of themes by codes: what one or two documents cannot make stand out."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.stats.groups.soft_association import soft_association


def crossed(sizes, inside, seed=0):
    """Themes of these sizes, and a code that stands `inside` each of them; other codes at random.

    Return indicator tables of themes and of codes, whose first column is the rare code.
    """
    themes = np.repeat(np.arange(len(sizes)), sizes)
    rare = np.concatenate([np.arange(size) < n for size, n in zip(sizes, inside, strict=True)])
    codes = np.where(rare, 0, np.random.default_rng(seed).integers(1, 3, len(rare)))
    return np.eye(len(sizes))[themes], np.eye(3)[codes]


# Exact: the hypergeometric chance of a cell as far from what is expected, either way.
@pytest.mark.parametrize(
    ("sizes", "inside", "exact"),
    [
        pytest.param((6, 28, 26), (2, 0, 0), 15 / 1770, id="two documents of a code"),
        pytest.param((5, 45, 50), (1, 0, 0), 5 / 100, id="one document"),
        pytest.param((10, 70, 20), (2, 0, 1), 0.02580, id="two of three"),
    ],
)
def test_few_documents_do_not_stand_out(sizes, inside, exact):
    found = soft_association(*crossed(sizes, inside), n_permutations=4999)
    assert found.cell_p[0][0] == pytest.approx(exact, abs=0.008)
    assert found.adjusted.adjusted[0] > 0.05
    assert not found.adjusted.rejected[0]


@pytest.mark.parametrize(
    ("sizes", "inside"), [((6, 28, 26), (4, 0, 0)), ((20, 140, 140), (7, 1, 1))]
)
def test_a_rare_code_with_enough_documents_does(sizes, inside):
    found = soft_association(*crossed(sizes, inside), n_permutations=1999)
    assert found.adjusted.rejected[0]


@pytest.mark.slow
@pytest.mark.parametrize("soft", [False, True])
def test_seldom_any_cell_of_unrelated_codings(soft):
    any_cell = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        codes = np.eye(4)[rng.choice(4, 100, p=[0.02, 0.03, 0.35, 0.6])]
        themes = rng.dirichlet(np.full(4, 0.3), 100)
        if not soft:
            themes = np.eye(4)[themes.argmax(axis=1)]
        found = soft_association(themes, codes, n_permutations=199, n_resamples=1)
        any_cell += found.adjusted.n_rejected > 0
    assert any_cell <= 11


def test_a_cell_of_one_thread_does_not_stand_out():
    clusters = np.repeat(np.arange(12), [14, *[3] * 11])
    codes = np.where(clusters == 0, 0, 1)
    themes = np.where(clusters == 0, 0, np.arange(len(clusters)) % 2)
    found = soft_association(np.eye(2)[themes], np.eye(2)[codes], clusters, n_permutations=999)
    assert found.adjusted.n_rejected == 0
    alone = soft_association(np.eye(2)[themes], np.eye(2)[codes], n_permutations=999)
    assert alone.adjusted.n_rejected > 0


def test_threads_of_any_size_can_show_what_is_there():
    rng = np.random.default_rng(2)
    clusters = np.repeat(np.arange(16), np.arange(1, 17))
    themes = np.where(rng.random(len(clusters)) < 0.9, clusters % 2, 1 - clusters % 2)
    found = soft_association(np.eye(2)[themes], np.eye(2)[clusters % 2], clusters)
    assert found.adjusted.n_rejected == 4
    assert found.least_p < 0.01


def test_the_command_says_how_cells_were_tested(in_merged):
    ran = in_merged(*"topics crosswalk m --permutations 199 --clusters document -f json".split())
    assert ran.code == 0, ran.err
    rows = ran.rows
    tested = [row for row in rows if row["p"] is not None]
    assert tested, ran.err
    assert all(row["p"] <= row["p (adjusted)"] + 1e-9 for row in tested)
    assert "by permutation, adjusted for all" in ran.err
