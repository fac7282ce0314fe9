"""Sortings of codes: read from tables and codebooks, compared, and held against the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import write_csv
from tests.made import add_corpus
from textmine.codebook import find_codebook
from textmine.codebook.changes import move_code
from textmine.coding import chosen_codings, open_codings
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError, UsageError
from textmine.reading.displays.sortings import (
    Sorting,
    alike_within,
    compare_all,
    read_sortings,
    sorting_of,
)
from textmine.report.two_codings import sortings_section
from textmine.schema import Coding
from textmine.store import Workspace

ANN = {"a": "x", "b": "x", "c": "y", "d": "y"}
BOB = {"a": "1", "b": "1", "c": "1", "d": "2"}


def test_wide_and_long_tables_are_the_same_sortings(tmp_path: Path) -> None:
    wide = write_csv(tmp_path / "w.csv", ["code", "ann", "bob"], [[c, ANN[c], BOB[c]] for c in ANN])
    rows = [[c, "ann", ANN[c]] for c in ANN] + [[c, "bob", BOB[c]] for c in BOB]
    long = write_csv(tmp_path / "l.csv", ["Code", "Person", "Theme"], rows)
    assert read_sortings(wide) == read_sortings(long) == [Sorting("ann", ANN), Sorting("bob", BOB)]


def test_disputed_pairs_and_codes_are_those_of_a_count_by_hand() -> None:
    (pair,) = compare_all([Sorting("ann", ANN), Sorting("bob", BOB)], n_permutations=199)
    found = pair.compared
    assert (found.together, found.apart, found.first_only, found.second_only) == (1, 2, 1, 2)
    assert found.adjusted_rand == pytest.approx(0.0, abs=1e-12)
    section = sortings_section([pair])
    told = {
        (row["first_code"], row["second_code"]): (row["together_for"], row["theme"], row["themes"])
        for row in section.records.rows  # type: ignore[union-attr]
    }
    assert told == {
        ("a", "c"): ("bob", "1", "x and y"),
        ("b", "c"): ("bob", "1", "x and y"),
        ("c", "d"): ("ann", "y", "1 and 2"),
    }
    assert section.tables[1].rows[0]["code"] == "c"


def test_every_two_of_three_people_are_compared_on_the_codes_that_both_sorted() -> None:
    three = [Sorting("ann", ANN), Sorting("bob", BOB), Sorting("cem", {"a": "1", "b": "2"})]
    pairs = compare_all(three, n_permutations=99)
    assert [(one.first.who, one.second.who, one.n_one) for one in pairs] == [
        ("ann", "bob", 0),
        ("ann", "cem", 2),
        ("bob", "cem", 2),
    ]


def test_a_codebook_sorts_its_codes_by_what_they_are_grouped_under() -> None:
    book = find_codebook("osarenkhoe-fjellstrom-2024")
    themes = sorting_of(book, "cluster_gap").themes
    assert themes["firm-to-firm"] == "endogenous" and themes["firm-to-global"] == "exogenous"
    moved = move_code(
        book, "cluster_gap", "firm-to-other-clusters", parent="exogenous", reason="outside"
    )
    (pair,) = compare_all([sorting_of(book, "cluster_gap"), sorting_of(moved, "cluster_gap")])
    assert len(pair.compared.disputed) == 6


def test_documents_are_more_alike_within_themes_that_were_planted(
    workspace: Workspace, tmp_path: Path
) -> None:
    words = {"x": "tram rails depot driver", "y": "school teacher pupil lesson"}
    codes = {code: "xxxxyyyy"[place] for place, code in enumerate("abcdefgh")}
    book = "sorted"
    (workspace.root / "codebooks").mkdir(exist_ok=True)
    lines = [f'name = "{book}"', "[[dimensions]]", 'id = "what"', 'name = "What"']
    for code in codes:
        lines += ["[[dimensions.codes]]", f'id = "{code}"', f'name = "{code}"']
    (workspace.root / "codebooks" / f"{book}.toml").write_text("\n".join(lines))
    rows = [
        {"id": f"{code}{n}", "text": f"{words[theme]} {code} {n} again"}
        for code, theme in codes.items()
        for n in range(3)
    ]
    add_corpus(workspace, "talks", rows, tmp_path / "talks.csv")
    codings = [
        Coding("talks", row["id"], "what", row["id"][0], "ann", "human", codebook=book)
        for row in rows
    ]
    open_codings(workspace).append(codings)
    chosen = chosen_codings(workspace, load_corpus(workspace, "talks"), None, book)
    good = alike_within(Sorting("ann", codes), chosen, "what", n_permutations=199)
    mixed = dict(zip(codes, "xyxyxyxy", strict=True))
    bad = alike_within(Sorting("bob", mixed), chosen, "what", n_permutations=199)
    assert good.found.p < 0.05 < bad.found.p
    assert good.found.within > good.found.between
    assert good.themes == ("x", "y") and good.n_passages == 24


def test_what_cannot_be_compared_is_said(tmp_path: Path) -> None:
    twice = write_csv(tmp_path / "t.csv", ["code", "ann"], [["a", "x"], ["a", "y"]])
    with pytest.raises(BadRowsError, match="'ann' put 'a' into 'x' and into 'y'"):
        read_sortings(twice)
    with pytest.raises(InputError, match="no column 'code'"):
        read_sortings(write_csv(tmp_path / "n.csv", ["kode", "ann"], [["a", "x"]]))
    with pytest.raises(UsageError, match="one sorting only"):
        compare_all([Sorting("ann", ANN)])
    with pytest.raises(InputError, match="0 codes in common"):
        compare_all([Sorting("ann", ANN), Sorting("bob", {"z": "1"})])
    with pytest.raises(InputError, match="grouped under another"):
        sorting_of(find_codebook("ling-martins-2015"), "goal_orientation")
