"""A codebook made of the codes that cells hold reads the same cells as the same codes."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from textmine.cells import read_code_column
from textmine.coding.tables.code_cells import CellReader
from textmine.coding.tables.code_table import CodeCell
from textmine.coding.tables.codebook_from_codes import codebook_from_cells
from textmine.errors import InputError

WORDS = [
    *(
        "rent",
        "Rent ",
        "late",
        "fares",
        "parks, open",
        "rent (old)",
        "a/b",
        "rent:late",
        "[unclear]",
    ),
    *(
        "1",
        "1.0",
        "01",
        "2",
        "99",
        "-99",
        "+",
        "-",
        "--",
        "–",
        "none",
        "None",
        "(none)",
        "NA",
        "n/a",
    ),
    *(".", "?", "missing", "", " ", "\u200b", "[]", "yes", "no", "x", "Ｒent", "don’t", "don't"),
]
MARKS = [";", "; ", "|", ", ", "/", " and ", "\n", " • ", "#", "+", " & ", " "]
INSIDE = [word for word in WORDS if not word.startswith("[")]
several = st.builds(str.join, st.sampled_from(MARKS), st.lists(st.sampled_from(INSIDE), max_size=3))
listed = st.lists(st.sampled_from(INSIDE), max_size=3).map(repr)
bare = st.lists(st.sampled_from(INSIDE), max_size=3).map(lambda words: f"[{', '.join(words)}]")
cells = st.lists(st.one_of(st.sampled_from(WORDS), several, listed, bare), min_size=2, max_size=9)


@given(cells)
def test_a_codebook_of_the_codes_found_reads_them_back(typed: list[str]) -> None:
    counts = Counter(typed)
    rows = [CodeCell(n, "c", f"d{n}", "q", "ann", cell, {}) for n, cell in enumerate(typed)]
    try:
        column = read_code_column(counts)
        made = codebook_from_cells(rows, "t", "book").codebook
    except InputError:
        assume(False)
    reader = CellReader(made.dimensions[0], made, cells=counts)
    for cell in counts:
        wanted = None if cell in column.odd else column.codes[cell]
        read = None
        if not reader.is_missing(cell):
            found = reader.read(cell)
            assert bool(found.problem) == (cell in column.odd), (cell, found)
            codes = tuple(one.code for one in found.given if one.code is not None)
            read = None if found.problem else codes
        assert read == wanted, cell
