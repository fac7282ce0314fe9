"""What the tests of cases share: a folder to write small inputs into, and rows of a result."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cases.merged import merged_root
from tests.conftest import Ran, Run
from tests.helpers import write_csv
from tests.made import copied, small_root
from textmine.store import Workspace

Agree = Callable[..., Ran]


@pytest.fixture
def agree(run: Run, tmp_path: Path) -> Agree:
    """Return a function that writes a table and runs `textmine agreement` on it."""

    def on(header: Sequence[str], rows: Sequence[Sequence[str]], *options: str) -> Ran:
        path = write_csv(tmp_path / "codes.csv", header, rows)
        return run("agreement", path, "-f", "csv", "--resamples", "100", *options)

    return on


def figures(ran: Ran) -> dict[tuple[str, str], float]:
    """Return (figure, code) -> value of a result as CSV."""
    assert ran.code == 0, ran.err
    rows = csv.DictReader(io.StringIO(ran.out))
    return {(r["figure"], r["code"]): float(r["value"]) for r in rows if r["value"]}


def alpha(ran: Ran) -> float:
    """Return alpha over all codes."""
    return figures(ran)["Krippendorff's alpha", ""]


def codes(ran: Ran) -> set[str]:
    """Return the codes that a result knows."""
    return {code for _, code in figures(ran) if code}


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "small")


@pytest.fixture
def in_small(small: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace of short documents."""
    return run_in(small.root)


@pytest.fixture
def merged(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Workspace:
    """A workspace with a model `m` of four topics, two of which are one theme."""
    return copied(merged_root(tmp_path_factory.getbasetemp()), tmp_path / "merged")


@pytest.fixture
def in_merged(merged: Workspace, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace with the merged theme."""
    return run_in(merged.root)
