"""Several codes a document: import, store, matrices with sets, agreement, tabulation."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import (
    CodingRequest,
    Codings,
    Resampling,
    current_codings,
    import_codings,
    list_disagreements,
    matrices_of,
    measure_agreement,
    open_codings,
)
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError
from textmine.reading.counting.tabulation import tabulate_codes

FEW = Resampling(n_resamples=100)
THEME = Dimension(
    id="theme",
    name="Theme",
    labels="multi",
    codes=tuple(Code(id=code, name=f"about {code}") for code in "abc"),
)
CAPACITY = Dimension(
    id="capacity",
    name="Capacity",
    labels="multi",
    derived_from="theme",
    derive={"a": "absorptive", "b": "connective", "c": "connective"},
    codes=(Code(id="absorptive", name="A"), Code(id="connective", name="C")),
)
BOOK = Codebook(name="themes", dimensions=(THEME, CAPACITY))
# Facts 1.4: alpha with MASI .247312, with Jaccard .252427.
GOLDEN = {"ann": ["a", "b; c", "a", "a; c"], "bob": ["a; b", "b; c", "c", "a; b; c"]}


@pytest.fixture
def space(forum):
    save_codebook(forum, BOOK)
    return forum


def _import(space, tmp_path, rows, **request):
    path = write_csv(tmp_path / "t.csv", rows[0], rows[1:])
    request = {"corpus": "forum", "codebook": "themes"} | request
    return import_codings(space, CodingRequest(path, **request))


def _matrix(space, dimension="theme"):
    current = current_codings(space, load_corpus(space, "forum"))
    every = matrices_of(current, BOOK, ["ann", "bob"])
    return next(matrix for matrix in every if matrix.dimension == dimension)


def test_alpha_of_sets_is_the_published_one(space, tmp_path):
    ids = load_corpus(space, "forum").ids[:4]
    rows = [[unit, *codes] for unit, *codes in zip(ids, GOLDEN["ann"], GOLDEN["bob"], strict=True)]
    done = _import(space, tmp_path, [["id", "theme:ann", "theme:bob"], *rows])
    assert done.new == 14
    matrix = _matrix(space)
    result = measure_agreement(matrix, FEW)
    values = {e.name: round(e.coefficient.value, 6) for e in result.estimates}
    assert values == {
        "share of equal sets": 0.25,
        "Krippendorff's alpha (MASI)": 0.247312,
        "Krippendorff's alpha (Jaccard)": 0.252427,
    }
    assert [(e.code, e.n_codes) for e in result.codes] == [("a", 5), ("b", 4), ("c", 5)]
    assert next(item.codes for item in list_disagreements([matrix])) == {"ann": "a", "bob": "a; b"}


def test_codes_of_a_derived_dimension_follow(space, tmp_path):
    first, second = load_corpus(space, "forum").ids[:2]
    _import(
        space,
        tmp_path,
        [["id", "theme:ann", "theme:bob"], [first, "a; b", "b; c"], [second, "-", "-"]],
    )
    matrix = _matrix(space, "capacity")
    place = matrix.units.index(first)
    assert [matrix.typed(code) for code in matrix.codes[place]] == [
        "absorptive; connective",
        "connective",
    ]
    assert [matrix.typed(code) for code in matrix.codes[1 - place]] == ["-", "-"]


def test_nobody_codes_a_derived_dimension(space, tmp_path):
    unit = load_corpus(space, "forum").ids[0]
    with pytest.raises(BadRowsError, match="'capacity' is not coded: it follows from 'theme'"):
        _import(space, tmp_path, [["id", "capacity"], [unit, "absorptive"]], coder="ann")


def test_columns_that_say_yes_or_no(space, tmp_path):
    ids = load_corpus(space, "forum").ids[:3]
    rows = [[ids[0], "x", "", "1"], [ids[1], "0", "0", "no"], [ids[2], "", "", ""]]
    done = _import(
        space,
        tmp_path,
        [["id", "a", "b", "c"], *rows],
        coder="ann",
        flags=("theme=a,b,c",),
    )
    assert (done.new, done.empty) == (3, 1)
    said = {(c.document, c.code) for c in open_codings(space).current("forum")}
    assert said == {(ids[0], "a"), (ids[0], "c"), (ids[1], None)}


@pytest.mark.parametrize(
    ("flags", "cell", "error", "sentence"),
    [
        ("theme", "1", InputError, "'theme' does not name columns of a dimension"),
        ("theme=a,d", "1", InputError, "no column 'd'"),
        ("theme=a,b", "maybe", BadRowsError, "'maybe' is neither yes nor no"),
    ],
)
def test_flags_that_cannot_be_read(space, tmp_path, flags, cell, error, sentence):
    unit = load_corpus(space, "forum").ids[0]
    with pytest.raises(error, match=sentence):
        _import(space, tmp_path, [["id", "a", "b"], [unit, cell, "0"]], coder="ann", flags=(flags,))


def test_a_multi_label_codebook_is_made_of_flags(forum, tmp_path):
    ids = load_corpus(forum, "forum").ids[:2]
    done = _import(
        forum,
        tmp_path,
        [["id", "cycling", "public transport (local)"], [ids[0], "1", "1"], [ids[1], "0", "0"]],
        coder="ann",
        codebook="topics",
        create_codebook=True,
        flags=("topic=cycling,public transport (local)",),
    )
    assert (done.new, done.created) == (3, 2)


def test_a_table_counts_documents_with_each_code(space, tmp_path):
    ids = load_corpus(space, "forum").ids[:3]
    _import(
        space,
        tmp_path,
        [["id", "theme"], [ids[0], "a;b"], [ids[1], "-"], [ids[2], "a"]],
        coder="ann",
    )
    codings = Codings(
        tuple(open_codings(space).current("forum")), BOOK, load_corpus(space, "forum")
    )
    table = tabulate_codes(codings, dimension="theme")
    assert {code: share.count for code, share in table.row_totals.items()} == {
        "a": 2,
        "b": 1,
        "c": 0,
    }
    assert (table.n, table.several) == (3, 1)


def test_spans_are_checked_against_the_text(space, tmp_path):
    corpus = load_corpus(space, "forum")
    unit, length = corpus.ids[0], len(corpus.texts[0])
    header = ["id", "coder", "code", "start", "end"]
    rows = [[unit, "ann", "a", "0", "5"], [unit, "ann", "b", "3", str(length)]]
    how = {"dimension": "theme", "spans": "start,end"}
    assert _import(space, tmp_path, [header, *rows], **how).new == 2
    for start, end in (("5", "5"), ("0", str(length + 1)), ("-1", "4"), ("x", "4"), ("", "4")):
        with pytest.raises(BadRowsError, match="is not within the"):
            _import(space, tmp_path, [header, [unit, "ann", "a", start, end]], **how)


def test_a_statement_is_taken_whole_or_put_aside_whole(space, tmp_path):
    unit, other = load_corpus(space, "forum").ids[:2]
    header = ["id", "coder", "dimension", "code"]
    rows = [[unit, "ann", "theme", code] for code in ("a", "zz")] + [[other, "ann", "theme", "b"]]
    path = write_csv(tmp_path / "t.csv", header, rows)
    request = CodingRequest(path, "forum", "themes")
    done = import_codings(space, request, tmp_path / "aside.csv")
    assert (done.new, done.rejected) == (1, 2)
    assert "row 3, which says more of the same document" in str(done.problems[-1])
