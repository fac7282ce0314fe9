"""Starting a codebook from codes, rows or another codebook."""

from __future__ import annotations

import pytest

from textmine.codebook import (
    Code,
    add_code,
    copied_codebook,
    find_codebook,
    new_codebook,
    write_new_codebook,
)
from textmine.codebook.scaffold import dimension_from_text, dimensions_from_rows
from textmine.codebook.table_of_codes import TABLE_COLUMNS
from textmine.errors import BadRowsError, InputError

TWO = dimension_from_text("goal=A:knowledge sharing,B:achieving ends")


def test_from_a_text():
    book = new_codebook("mine", [TWO], multi=["goal"], ordinal=["goal"], unit="message")
    goal = book.dimension("goal")
    assert [(code.id, code.name) for code in goal.codes] == [
        ("A", "knowledge sharing"),
        ("B", "achieving ends"),
    ]
    assert (goal.name, goal.labels, goal.scale) == ("Goal", "multi", "ordinal")


@pytest.mark.parametrize("text", ["goal", "goal=", "goal= , ", ""])
def test_a_text_that_cannot_be_read(text):
    with pytest.raises(InputError, match=r"cannot be read\. Write DIMENSION=CODE:name"):
        dimension_from_text(text)


@pytest.mark.parametrize(
    ("text", "more", "sentence"),
    [
        ("goal=A", {}, "dimension 'goal' has one code, and needs two or more"),
        ("goal=A,a", {}, "two codes of dimension 'goal' are called"),
        ("?=A,B", {}, "'[?]' cannot be a name of a dimension"),
        ("goal=:x,B", {}, "dimension 'goal' has a code without an id"),
        ("goal=A,B", {"multi": ["gaol"]}, "--multi names a dimension 'gaol'.*Did you mean 'goal'"),
        ("goal=A,B", {"ordinal": ["x"]}, "--ordinal names a dimension 'x'"),
    ],
)
def test_no_valid_codebook(text, more, sentence):
    with pytest.raises(InputError, match=sentence):
        new_codebook("mine", [dimension_from_text(text)], **more)


def _row(*cells):
    return dict(zip(TABLE_COLUMNS, (*cells, *[""] * len(TABLE_COLUMNS)), strict=False))


def test_from_rows():
    rows = [
        _row("tone", "p", "positive", "Glad.", "joy", "thanks", "Hooray!\nWell done."),
        _row("tone", "n", "", "", "", "", "", "p", "open"),
        _row("goal", "A"),
        _row("goal", "B", "", "", "", "", "", "", "", "heading"),
        _row("goal", "C"),
    ]
    book = new_codebook("mine", dimensions_from_rows("t.csv", rows, [2, 3, 4, 5, 6]))
    positive, negative = book.dimension("tone").codes
    assert positive.examples == ("Hooray!", "Well done.")
    assert (positive.definition, positive.exclude) == ("Glad.", "thanks")
    assert (negative.name, negative.parent, negative.stage) == ("n", "p", "open")
    assert book.dimension("goal").code_ids == ["A", "C"]


@pytest.mark.parametrize(
    ("rows", "error", "sentence"),
    [
        ([], InputError, "t.csv has no column 'dimension'"),
        ([{"dimension": "a"}], InputError, "t.csv has no column 'code'"),
        ([_row("a", "b") | {"colour": ""}], InputError, "a column 'colour' that a table of codes"),
        ([_row("", "b")], BadRowsError, "row 2, column 'dimension': is empty"),
        ([_row("a", " ")], BadRowsError, "row 2, column 'code': is empty"),
        ([_row("a", "b") | {"given": "no"}], BadRowsError, "'no' is not one of yes, heading"),
    ],
)
def test_bad_tables(rows, error, sentence):
    with pytest.raises(error, match=sentence):
        dimensions_from_rows("t.csv", rows, range(2, 2 + len(rows)))


@pytest.mark.parametrize(
    "headings",
    [
        ("Dimension", "Code", "Label", "Description", "Examples"),
        ("DIMENSION ", "Kürzel", "Bezeichnung", "Definition", "Ankerbeispiel"),
        ("Dimensión", "Código", "Nombre", "Definición", "Ejemplo"),
    ],
)
def test_headings_as_offices_write_them(headings):
    cells = ("Knowledge domain", "1", "Subject matter", "The topic.", "Rent is high.")
    rows = [dict(zip(headings, (*cells[:1], code, *cells[2:]), strict=True)) for code in "12"]
    [dimension] = dimensions_from_rows("t.csv", rows, [2, 3])
    assert (dimension["id"], dimension["name"]) == ("knowledge_domain", "Knowledge domain")
    assert dimension["codes"][0] == {
        **{"id": "1", "name": "Subject matter", "definition": "The topic."},
        "examples": ["Rent is high."],
    }
    assert new_codebook("mine", [dimension], multi=["Knowledge domain"]).dimensions[0].labels == (
        "multi"
    )


def test_names_of_dimensions_become_ids_and_faults_are_told_in_words():
    book = new_codebook("mine", [dimension_from_text("Ziel & Maß=A:x,B:y")])
    assert (book.dimensions[0].id, book.dimensions[0].name) == ("ziel_mass", "Ziel & Maß")
    with pytest.raises(InputError, match="'my book' cannot be a name, which is of letters"):
        new_codebook("my book", [dimension_from_text("a=A,B")])


def test_two_headings_for_one_column_are_named():
    rows = [{"Dimension": "a", "Code": "x", "Label": "y", "Name": "z"}]
    with pytest.raises(InputError, match="two columns 'name': Label, Name"):
        dimensions_from_rows("t.csv", rows, [2])


def test_a_copy_starts_a_history_of_its_own():
    book = add_code(
        find_codebook("martins-ling-2017"),
        "theme",
        Code(id="x", name="x"),
        follows={"capacity": "absorptive", "proximity": "social"},
        reason="seen",
    )
    copied = copied_codebook(book, "mine")
    assert (copied.name, copied.version, copied.changes) == ("mine", 1, ())
    assert copied.dimensions == book.dimensions


def test_writing_refuses_to_overwrite(workspace):
    book = new_codebook("mine", [TWO])
    path = write_new_codebook(workspace, book)
    assert find_codebook("mine", workspace) == book
    assert path.read_text().startswith("# A codebook of textmine.")
    for name in ("mine", "ling-martins-2015"):
        with pytest.raises(InputError, match=f"There is a codebook '{name}' already"):
            write_new_codebook(workspace, book.model_copy(update={"name": name}))
    assert not (workspace.root / "codebooks" / "ling-martins-2015.toml").exists()
