"""Key words are tested by whole threads, since words come in threads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from tests.conftest import Run
from tests.helpers import write_csv
from textmine.stats.words.words_apart import words_apart


def apart(columns, sides, clusters, **options):
    """Test words, a column of counts by unit each, on two sides."""
    counts = sp.csr_matrix(np.transpose(columns).astype(float))
    first = np.asarray(sides, dtype=float)
    return words_apart(
        counts, np.full(len(first), 200.0), first, 1 - first, [np.asarray(clusters)], **options
    )


@pytest.mark.parametrize(
    ("columns", "sides", "clusters"),
    [
        pytest.param([[12, 0, 0, 0, 0, 0]], [1, 1, 1, 0, 0, 0], range(6), id="one document"),
        pytest.param([[6, 6, 0, 0, 0, 0]], [1, 1, 1, 0, 0, 0], [0, 0, 1, 2, 3, 4], id="one thread"),
        pytest.param([[0, 0, 0, 0, 0, 40]], [1, 0, 0, 0, 0, 0], range(6), id="of the rest"),
    ],
)
def test_a_word_of_one_thread_has_no_evidence(columns, sides, clusters):
    found = apart(columns, sides, clusters)
    assert found.p.tolist() == found.adjusted.tolist() == [1.0]
    assert found.n_tested == 0


def test_p_is_that_of_all_splits():
    # Ten threads, the word in all five of one side: 2 of 252 splits, both ways.
    found = apart([[4] * 5 + [0] * 5], [1] * 5 + [0] * 5, range(10), n_permutations=4999)
    assert found.p[0] == pytest.approx(2 / 252, abs=0.004)
    assert found.least_p == pytest.approx(1 / 252, abs=0.004)


def bursty(seed, n_threads, sides):
    """Words of threads of unequal size, each with words of its own: counts, sizes, the side."""
    rng = np.random.default_rng(seed)
    common = 1 / np.arange(5, 305)
    sizes = np.maximum(20, rng.lognormal(5, 1, n_threads)).astype(int)
    own = [rng.dirichlet(300 * common / common.sum()) for _ in sizes]
    counts = np.array([rng.multinomial(n, one) for n, one in zip(sizes, own, strict=True)])
    kept = counts.sum(axis=0) >= 3
    side = rng.permutation(np.arange(n_threads) < round(sides * n_threads)).astype(float)
    return sp.csr_matrix(counts[:, kept].astype(float)), sizes.astype(float), side


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_random_splits_of_threads_seldom_have_key_words(share):
    any_word = 0
    for seed in range(60):
        counts, sizes, side = bursty(seed, 20, share)
        threads = [np.arange(20)]
        found = words_apart(counts, sizes, side, 1 - side, threads, n_permutations=99, seed=seed)
        any_word += bool((found.adjusted <= 0.05).any())
    assert any_word <= 8


def test_a_word_that_one_side_uses_throughout_is_found():
    counts, sizes, side = bursty(1, 60, 0.5)
    planted = sp.csr_matrix(np.round(sizes * np.where(side > 0, 0.03, 0.01))[:, None])
    both = sp.csr_matrix(sp.hstack([planted, counts]))
    found = words_apart(both, sizes, side, 1 - side, [np.arange(60)], n_permutations=299)
    assert found.adjusted[0] <= 0.05


FILLER = "the council should look at roads and parks and schools again"


def forum(run: Run, tmp_path: Path, rows: list[list[str]]) -> None:
    header = ["id", "thread_id", "author", "side", "text"]
    path = write_csv(tmp_path / "talk.csv", header, rows)
    ran = run("corpus", "import", path, "--name", "talk")
    assert ran.code == 0, ran.err


def words(run: Run, *options: str):
    ran = run("words", "talk", *options, "--limit", "500", "-f", "json")
    assert ran.code == 0, ran.err
    return {row["word"]: row for row in ran.rows}, ran.err


def test_the_row_says_how_many_threads(run, tmp_path):
    rows = []
    for n in range(24):
        thread, side = f"t{n // 2}", "north" if n // 2 < 6 else "south"
        extra = "tramway " * 6 if n == 0 else ""
        extra += "harbour " * 2 if side == "north" else ""
        rows.append([f"d{n}", thread, f"a{n}", side, f"{FILLER} {extra}"])
    forum(run, tmp_path, rows)
    found, said = words(run, "--where", "side=north")
    assert (found["tramway"]["p"], found["tramway"]["remark"]) == (1.0, "one thread")
    assert found["tramway"]["threads"] == 1
    assert found["tramway"]["G2"] > 4
    assert found["harbour"]["p"] < 0.05
    assert found["harbour"]["threads"] == 6
    assert "permutations of whole threads between the sides;" in said


def test_sides_inside_threads_move_there_and_with_their_authors(run, tmp_path):
    rows = []
    for n in range(32):
        role = "officer" if n % 2 else "citizen"
        extra = "regulation " * 3 if role == "officer" else ""
        extra += "bespoke " * 4 if n in {1, 9, 17} else ""
        author = "one officer" if n in {1, 9, 17} else f"a{n}"
        rows.append([f"d{n}", f"t{n // 4}", author, role, f"{FILLER} {extra}"])
    forum(run, tmp_path, rows)
    found, said = words(run, "--where", "side=officer")
    assert found["bespoke"]["p"] == 1.0
    assert found["bespoke"]["remark"] == "one author"
    assert found["regulation"]["p"] < 0.05
    assert "documents inside each thread" in said
    assert "whole authors" in said


def test_too_few_threads_are_said(run, tmp_path):
    rows = [
        [
            f"d{n}",
            f"t{n}",
            f"a{n}",
            "north" if n < 2 else "south",
            f"{FILLER} {'bay ' * (n < 2)}" * 2,
        ]
        for n in range(4)
    ]
    forum(run, tmp_path, rows)
    found, said = words(run, "--where", "side=north")
    assert found["bay"]["p"] > 0.05
    assert "to tell the sides apart; no p can be below" in said


def test_words_of_a_theme_are_not_tested(in_merged):
    ran = in_merged("topics", "show", "m", "-f", "json")
    topic = ran.rows[0]["topic"]
    corpus = "small"
    ran = in_merged("words", corpus, "--topic", f"m:{topic}", "-f", "json")
    assert ran.code == 0, ran.err
    assert {row["p"] for row in ran.rows} == {None}
    assert "a theme is made from these very words" in ran.err
