"""Near-full agreement and rare codes have an honest width; messages of a thread go together."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.cases.conftest import Agree
from tests.conftest import Ran, Run
from tests.made import add_codings, add_corpus, quick_workspace
from textmine.stats import agreement_interval, krippendorff_alpha


def pairs(*counted: tuple[int, str]) -> list[list[str]]:
    """Rows of a table: (how often, "xy" for the codes of two coders), ..."""
    said = [codes for times, codes in counted for _ in range(times)]
    return [[f"u{place}", *codes] for place, codes in enumerate(said)]


def intervals(ran: Ran) -> dict[tuple[str, str], tuple[float, float, str]]:
    rows = csv.DictReader(io.StringIO(ran.out))
    return {
        (row["figure"], row["code"]): (float(row["low"]), float(row["high"]), row["remark"])
        for row in rows
        if row["low"]
    }


ALPHA = "Krippendorff's alpha"


@pytest.mark.parametrize(
    "rows",
    [
        pairs((2, "xx"), (1, "yy")),
        pairs((1, "xx"), (1, "yy"), (1, "zz")),
        pairs((9, "xx"), (1, "yy")),
        pairs((18, "xx"), (2, "yy")),
    ],
)
def test_few_units_that_all_agree_do_not_pass_a_gate_on_the_lower_limit(
    agree: Agree, rows: list[list[str]]
) -> None:
    ran = agree(["id", "ann", "ben"], rows, "--fail-under", "0.8", "--on", "lower")
    assert ran.code == 3, ran.err
    assert "the lower limit of alpha" in ran.err
    low, high, _ = intervals(ran)[ALPHA, ""]
    assert low < 0.7
    assert high == 1


def test_many_units_that_all_agree_pass_it(agree: Agree) -> None:
    rows = pairs((150, "xx"), (150, "yy"))
    ran = agree(["id", "ann", "ben"], rows, "--fail-under", "0.8", "--on", "lower")
    assert ran.code == 0, ran.err
    low, high, remark = intervals(ran)["per cent agreement", ""]
    # Wilson has [.987, 1].
    assert 0.98 < low < 0.99
    assert (high, remark) == (1, "Wide: coders differ in no unit.")


def test_a_rare_code_has_a_wide_interval_and_a_remark(agree: Agree) -> None:
    rows = pairs((97, "xx"), (1, "yx"), (1, "xy"), (1, "zz"))
    found = intervals(agree(["id", "ann", "ben"], rows))
    low, high, remark = found[ALPHA, "y"]
    assert low < -0.005 < 0.6 < high
    assert remark == "Wide: coders differ in 2 units only."
    low, high, remark = found[ALPHA, "z"]
    assert low < 0.2
    assert (high, remark) == (1, "Wide: coders differ in no unit.")


def test_three_coders_and_missing_codes_do_not_hide_that_a_code_is_rare(agree: Agree) -> None:
    rows = [[*row, "" if place % 3 else row[1]] for place, row in enumerate(pairs((99, "xx")))]
    rows += [["a", "y", "y", ""], ["b", "", "y", "y"]]
    low, high, remark = intervals(agree(["id", "ann", "ben", "cat"], rows))[ALPHA, "y"]
    assert low < 0.4
    assert (high, remark) == (1, "Wide: coders differ in no unit.")


def test_a_code_that_nobody_gave_is_said_in_words(agree: Agree) -> None:
    ran = agree(["id", "ann", "ben"], pairs((60, "xx")), "--categories", "x,y")
    remarks = {
        row["code"]: row["remark"]
        for row in csv.DictReader(io.StringIO(ran.out))
        if row["code"] and not row["value"]
    }
    assert remarks == {"x": "All units have this code.", "y": "Nobody gave this code."}
    assert "category 0" not in ran.out + ran.err


def test_a_table_with_one_code_names_the_option(agree: Agree) -> None:
    ran = agree(["id", "ann", "ben"], pairs((60, "xx")))
    assert ran.code == 1
    assert "--categories" in ran.err
    assert "n_categories" not in ran.err


@pytest.mark.slow
@pytest.mark.parametrize(("n", "share", "alpha"), [(60, 0.1, 0.9), (60, 0.05, 0.5), (20, 0.1, 0.2)])
def test_the_interval_holds_the_truth_where_a_resample_of_units_did_not(
    n: int, share: float, alpha: float
) -> None:
    draw = np.random.default_rng(n)

    def codes(units: int) -> np.ndarray:
        truth = draw.random((units, 1)) < share
        knows = draw.random((units, 2)) < np.sqrt(alpha)
        return np.where(knows, truth, draw.random((units, 2)) < share).astype(int)

    true = krippendorff_alpha(codes(200_000), 2).value
    found = [agreement_interval(krippendorff_alpha, codes(n), 2) for _ in range(400)]
    held = [one.low <= true <= one.high for one in found if one.defined]
    assert np.mean(held) > 0.93


def threaded(folder: Path, run_in: Callable[[Path], Run], threads: list[str]) -> Run:
    space = quick_workspace(folder / "ws")
    rows = [
        {"id": f"m{place:02d}", "thread_id": thread, "text": f"Message {place} on buses and rent."}
        for place, thread in enumerate(threads)
    ]
    add_corpus(space, "forum", rows, folder / "rows.csv")
    for coder, period in (("ann", 2), ("ben", 3)):
        codes = {row["id"]: "ab"[place % period == 0] for place, row in enumerate(rows)}
        add_codings(space, "forum", codes, ("a", "b"), coder)
    return run_in(space.root)


@pytest.mark.parametrize(
    ("threads", "options", "by"),
    [
        ([f"t{n // 3}" for n in range(36)], (), "12 threads"),
        ([f"t{n // 3}" for n in range(36)], ("--by", "unit"), "36 units"),
        ([f"t{n}" for n in range(36)], (), "36 units"),
        (["t"] * 36, (), "36 units"),
    ],
)
def test_messages_of_a_thread_are_taken_together(
    tmp_path: Path,
    run_in: Callable[[Path], Run],
    threads: list[str],
    options: tuple[str, ...],
    by: str,
) -> None:
    run = threaded(tmp_path, run_in, threads)
    ran = run("agreement", "forum", *options)
    assert ran.code == 0, ran.err
    assert f"jackknife over {by}" in ran.out
    assert ("Intervals take the units of one thread together" in ran.err) == (by == "12 threads")


@pytest.mark.parametrize(
    ("width", "alpha", "shares"),
    [("0.3", "0.95", "0.9,0.1"), ("0.3", "0.95", "0.95,0.05"), ("0.4", "0.9", "0.9,0.1")],
)
def test_a_plan_does_not_take_samples_without_a_disagreement_for_known(
    run: Run, width: str, alpha: str, shares: str
) -> None:
    ran = run(
        *("coding", "plan", "--width", width, "--alpha", alpha, "--shares", shares), "-f", "csv"
    )
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    enough = [int(row["messages"]) for row in rows if row["enough"]]
    assert min(enough) > 50
    widths = [float(row["width of the interval"]) for row in rows]
    assert widths == sorted(widths, reverse=True)
