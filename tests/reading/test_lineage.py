"""Lineage: every coding is reached through any changes, and is where carrying puts it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from textmine.codebook import (
    Code,
    Codebook,
    Dimension,
    add_code,
    merge_codes,
    move_code,
    redefine_code,
    rename_code,
    retire_code,
    split_code,
)
from textmine.coding.migrate import migrate_codings
from textmine.errors import InputError
from textmine.reading.displays.lineage import changes_of, lineage_of
from textmine.report.lineage import lineage_section
from textmine.schema import Coding

WHY = {"reason": "because", "by": "ann", "date": "2026-01-05"}


def start() -> Codebook:
    codes = tuple(Code(id=f"c{n}", name=f"code {n}", stage="open") for n in range(8))
    return Codebook(name="book", dimensions=(Dimension(id="what", name="What", codes=codes),))


def changed(book: Codebook, kind: int, codes: list[str], number: int) -> Codebook:
    """Make one of eight changes with three codes that can be given."""
    first, second, third = codes
    fresh = Code(id=f"n{number}", name=f"new {number}")
    parts = [Code(id=f"n{number}{side}", name=f"part {number}{side}") for side in "ab"]
    match kind:
        case 0:
            return add_code(book, "what", fresh, **WHY)
        case 1:
            return rename_code(book, "what", first, to=f"r{number}", **WHY)
        case 2:
            return redefine_code(book, "what", first, definition=f"meaning {number}", **WHY)
        case 3:
            return merge_codes(book, "what", [first, second], fresh, **WHY)
        case 4:
            return merge_codes(book, "what", [first, second], third, **WHY)
        case 5:
            return split_code(book, "what", first, parts, **WHY)
        case 6:
            return move_code(book, "what", first, parent=second, stage="axial", **WHY)
        case _:
            return retire_code(book, "what", first, **WHY)


def one_change(book: Codebook, draw: np.random.Generator, number: int) -> Codebook:
    """Make a change at random; some cannot be made, and then another is tried."""
    for _ in range(50):
        given = book.dimension("what").code_ids
        codes = [str(one) for one in draw.choice(given, 3, replace=len(given) < 3)]
        try:
            return changed(book, int(draw.integers(8)), codes, number)
        except InputError:
            continue
    raise AssertionError("no change could be made")


def history(seed: int) -> tuple[Codebook, list[Coding]]:
    """Return a codebook after 20 changes, and codings that were made before, between and after."""
    draw = np.random.default_rng(seed)
    book, codings = start(), []
    for number in range(21):
        for place in range(10):
            code = str(draw.choice(book.dimension("what").code_ids))
            codings.append(
                Coding(
                    "talks",
                    f"d{number}-{place}",
                    "what",
                    code,
                    str(draw.choice(["ann", "bob"])),
                    codebook="book",
                    codebook_version=book.version,
                )
            )
        if number < 20:
            book = one_change(book, draw, number)
    return book, codings


@pytest.mark.parametrize("seed", range(12))
def test_every_coding_is_reached_once_through_twenty_random_changes(seed: int) -> None:
    book, codings = history(seed)
    found = lineage_of(book, codings)
    assert found.n_codings == len(codings) == 210
    assert Counter(found.codings) == Counter(codings)


@pytest.mark.parametrize("seed", range(12))
def test_a_coding_is_under_the_code_that_carrying_gives_it(seed: int) -> None:
    book, codings = history(seed)
    now = {one.document: one.code for one in migrate_codings(codings, book).codings}
    for descent in lineage_of(book, codings).every():
        for origin in descent.origins:
            for coding in origin.codings:
                assert now.get(coding.document) == (descent.code.id if origin.decided else None)


@pytest.mark.parametrize("seed", range(6))
def test_the_changes_of_a_code_hold_those_of_all_that_came_to_it(seed: int) -> None:
    book, codings = history(seed)
    for descent in lineage_of(book, codings).every():
        for origin in descent.origins:
            assert {*origin.changes} <= {*descent.changes}


def test_one_code_is_traced_with_what_is_below_it_and_why() -> None:
    book = merge_codes(start(), "what", ["c0", "c1"], Code(id="both", name="Both"), **WHY)
    book = add_code(book, "what", Code(id="theme", name="A theme", stage="selective"), **WHY)
    book = move_code(book, "what", "both", parent="theme", **WHY)
    codings = [
        Coding("talks", "d1", "what", "c0", "ann", codebook="book", codebook_version=1),
        Coding("talks", "d2", "what", "c1", "bob", codebook="book", codebook_version=1),
        Coding("talks", "d3", "what", "c2", "bob", codebook="book", codebook_version=1),
    ]
    found = lineage_of(book, codings, "what=theme")
    assert sorted(one.document for one in found.codings) == ["d1", "d2"]
    section = lineage_section(found)
    rows = list(section.records.rows) if section.records else []
    assert [row["given_as"] for row in rows] == [None, "c0", "c1"]
    assert rows[1]["changes"] == (
        "v2 merge c0, c1 -> both: because (ann, 2026-01-05) | "
        "v4 move both: because (ann, 2026-01-05)"
    )
    assert section.figures and "Both" in section.figures[0].svg


def test_a_split_code_keeps_its_codings_until_they_are_decided_again() -> None:
    parts = [Code(id="left", name="Left"), Code(id="right", name="Right")]
    book = split_code(start(), "what", "c0", parts, **WHY)
    codings = [Coding("talks", "d1", "what", "c0", "ann", codebook="book", codebook_version=1)]
    found = lineage_of(book, codings)
    open_ones = [one for each in found.every() for one in each.origins if not one.decided]
    assert [one.code for one in open_ones] == ["c0"]
    assert "1 of them have to be decided again" in " ".join(lineage_section(found).sentences)
    assert [one.action for one in changes_of(book, "what", "left")] == ["split"]


def test_a_code_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no code 'c99'"):
        lineage_of(start(), [], "what=c99")
    with pytest.raises(InputError, match="names no code"):
        lineage_of(start(), [], "c1")
