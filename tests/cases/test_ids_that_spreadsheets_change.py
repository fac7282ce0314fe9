"""Ids of documents in a table of codes: zeros that were dropped, 12.0 for 12, large numbers."""

from __future__ import annotations

import pytest

from tests.conftest import Run
from tests.helpers import write_csv

IDS = ["007", "008", "100000", "12", "A-1"]


def imported(run: Run, tmp_path, given: str):
    corpus = [[identity, f"A message on rents and buses, number {identity}"] for identity in IDS]
    write_csv(tmp_path / "base.csv", ["id", "text"], corpus)
    assert run("corpus", "import", tmp_path / "base.csv", "--name", "base").code == 0
    rows = [[given, "ann", "x"], ["A-1", "ann", "y"]]
    path = write_csv(tmp_path / "codes.csv", ["document", "coder", "code"], rows)
    return run("coding", "import", path, "--corpus", "base", "--codebook", "found",
               "--create-codebook", "--dimension", "topic")  # fmt: skip


@pytest.mark.parametrize(
    ("given", "meant"), [("7", "007"), ("1.00E+05", "100000"), ("100000.5", ""), ("a-1", "A-1")]
)
def test_a_changed_id_is_refused_with_the_reason(run, workspace, tmp_path, given, meant) -> None:
    ran = imported(run, tmp_path, given)
    assert ran.code == 1
    assert f"no document '{given}'" in ran.err
    assert (f"'{meant}'" in ran.err) == bool(meant)


@pytest.mark.parametrize("given", ["12.0", "12 ", "\u200b12"])
def test_what_can_mean_one_id_only_is_read_so(run, workspace, tmp_path, given) -> None:
    ran = imported(run, tmp_path, given)
    assert ran.code == 0, ran.err
