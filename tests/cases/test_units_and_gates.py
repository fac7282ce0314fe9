"""A unit coded twice, one category only, gates without a figure, weights of values."""

from __future__ import annotations

import pytest

from tests.cases.conftest import Agree, figures

HEADER = ["unit", "ann", "bob"]
TWICE = [["1", "x", "x"], ["1", "y", "x"], ["2", "y", "y"], ["3", "x", "y"]]


@pytest.mark.parametrize("name", ["unit", "id", "item", "message_id"])
def test_a_unit_that_stands_twice_is_named(agree: Agree, name: str) -> None:
    ran = agree([name, "ann", "bob"], TWICE)
    assert ran.code == 1
    assert "row 3" in ran.err
    assert "unit '1' stands in row 2 already" in ran.err
    assert "--repeats first" in ran.err


@pytest.mark.parametrize(
    ("options", "n"),
    [(["--repeats", "first"], 3), (["--repeats", "last"], 3), (["--unit", "-"], 4)],
)
def test_what_counts_can_be_said(agree: Agree, options: list[str], n: int) -> None:
    ran = agree(HEADER, TWICE, *options)
    assert f",{n}," in ran.out.splitlines()[1]


@pytest.mark.parametrize("given", [["x", "x"], ["x", "X "], ["x", ""]])
def test_one_category_only_is_a_sentence(agree: Agree, given: list[str]) -> None:
    rows = [["1", *given], ["2", "x", "x"], ["3", "x", "x"]]
    ran = agree(HEADER, rows, "--coders", "ann,bob")
    assert ran.code == 1
    assert "n_categories" not in ran.err
    assert "--categories" in ran.err
    assert figures(agree(HEADER, rows, "--coders", "ann,bob", "--categories", "x,y"))


@pytest.mark.parametrize("on", ["value", "lower"])
def test_a_gate_without_a_figure_is_not_passed(agree: Agree, on: str) -> None:
    rows = [[str(n), "a;b", "a;b"] for n in range(3)]
    ran = agree(HEADER, rows, "--multi", "--fail-under", "0.667", "--on", on)
    assert ran.code == 3
    assert "undefined" in ran.err


@pytest.mark.parametrize(("scale", "weights"), [("interval", "quadratic"), ("ratio", "quadratic")])
def test_weights_follow_the_values(agree: Agree, scale: str, weights: str) -> None:
    """Quadratic weights w = 1 - ((x - y) / (10 - 1))^2, computed by hand for Cohen's kappa."""
    pairs = [("1", "1"), ("2", "2"), ("10", "10"), ("1", "2"), ("10", "2"), ("2", "1")]
    ran = agree(HEADER, [[str(n), *pair] for n, pair in enumerate(pairs)], "--scale", scale)
    x = [[int(value) for value in pair] for pair in pairs]
    observed = sum(((a - b) / 9) ** 2 for a, b in x) / 6
    expected = sum(((a - b) / 9) ** 2 for a, _ in x for _, b in x) / 36
    kappa = figures(ran)[f"Cohen's kappa, {weights} weights", ""]
    assert kappa == pytest.approx(1 - observed / expected, abs=1e-6)
