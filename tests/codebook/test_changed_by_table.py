"""A codebook goes out to a spreadsheet and comes back: what was changed there, and nothing else."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from textmine.codebook import Code, Codebook, Dimension, find_codebook, list_codebooks, new_codebook
from textmine.codebook.changed_by_table import changed_by_table
from textmine.codebook.scaffold import dimensions_from_rows
from textmine.codebook.table_of_codes import rows_of_codes, table_of_codes
from textmine.coding import open_codings
from textmine.errors import BadRowsError, InputError
from textmine.schema import Coding

WHY = {"reason": "after the meeting", "by": "ann", "date": "2024-05-01"}
BOOK = Codebook(
    name="book",
    dimensions=(
        Dimension(
            id="theme",
            name="Themes",
            question="What is it about?",
            labels="multi",
            roles=("sender", "recipient"),
            codes=(
                Code(id="space", name="places", codable=False),
                Code(id="rent", name="what it costs", parent="space", examples=("dear", "cheap")),
                Code(id="rooms", name="rooms", parent="space", definition="=Where, +why"),
                Code(id="bus", name="buses", stage="open"),
                Code(id="tram", name="trams", retired=True),
            ),
        ),
        Dimension(
            id="kind",
            name="Kind",
            labels="multi",
            derived_from="theme",
            derive={"rent": "home", "rooms": "home", "bus": "street"},
            codes=(Code(id="home", name="home"), Code(id="street", name="street")),
        ),
    ),
)


def _rows(book=BOOK, **changed):
    """The rows of a book; `changed` has cells by code, None for a row that is deleted."""
    rows = table_of_codes(book)
    for row in rows:
        row.update(changed.get(row["code"]) or {})
    return [row for row in rows if changed.get(row["code"], {}) is not None]


def _read(rows):
    return rows_of_codes("t.csv", rows, range(2, 2 + len(rows)))


def _changed(rows, book=BOOK):
    return changed_by_table(book, "t.csv", _read(rows), WHY)


@pytest.mark.parametrize(
    "book", [BOOK, *(one.codebook for one in list_codebooks())], ids=lambda book: book.name
)
def test_what_nobody_changed_is_no_change_and_makes_the_same_dimensions(book):
    rows = table_of_codes(book)
    assert _changed(rows, book) == [book]
    anew = new_codebook("anew", dimensions_from_rows("t.csv", rows, range(2, 2 + len(rows))))
    assert anew.dimensions == book.dimensions


def test_a_column_that_is_not_there_changes_nothing():
    rows = [{"dimension": row["dimension"], "code": row["code"]} for row in table_of_codes(BOOK)]
    assert _changed(rows) == [BOOK]


def test_each_change_is_a_step_with_the_reason():
    rows = _rows(
        rent={"code": "costs", "definition": "Rent and bills."},
        rooms={"name": "studios", "parent": "", "example": "a desk\n\na loft"},
        bus={"given": "retired"},
    )
    rows.insert(4, {**rows[3], "code": "path", "name": "paths", "given": "yes", "order": ""})
    rows[4] |= {"follows": "kind=street", "definition": "Ways."}
    versions = _changed(rows)
    new = versions[-1]
    assert [(one.action, one.codes, one.into) for one in new.changes] == [
        ("rename", ("rent",), ("costs",)),
        ("add", (), ("path",)),
        ("rename", ("rooms",), ("rooms",)),
        ("redefine", ("rooms",), ("rooms",)),
        ("move", ("rooms",), ("rooms",)),
        ("redefine", ("costs",), ("costs",)),
        ("retire", ("bus",), ()),
    ]
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))
    assert {(one.reason, one.by) for one in new.changes} == {("after the meeting", "ann")}
    theme = new.dimension("theme")
    assert theme.code("costs").definition == "Rent and bills."
    assert theme.code("costs").examples == ("dear", "cheap")
    assert (theme.code("rooms").name, theme.code("rooms").parent) == ("studios", "")
    assert theme.code("rooms").examples == ("a desk", "a loft")
    assert theme.code("path").definition == "Ways."
    assert theme.code("bus").retired
    assert new.dimension("kind").derive["path"] == "street"
    assert _changed(table_of_codes(new), new) == [new]


@pytest.mark.parametrize("order", ["rows", "numbers"])
def test_codes_are_moved_as_they_stand_or_as_they_are_numbered(order):
    rows = _rows()
    if order == "rows":
        for row in rows:
            row["order"] = ""
        rows[1:3] = [rows[2], rows[1]]
    else:
        rows[2]["order"] = "1,5"
    versions = _changed(rows)
    assert [code.id for code in versions[-1].dimension("theme").codes][:3] == [
        "space",
        "rooms",
        "rent",
    ]
    assert len(versions) == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"bus": None}, "'bus' is not in the table any more: keep its row, and write 'retired'"),
        ({"bus": {"code": "coach", "name": "coaches"}}, "'bus' is not in the table any more, and "
         "'coach' is new: was it renamed, merged or split"),
        ({"tram": {"given": "yes"}}, "'tram' is retired and cannot be given again"),
        ({"tram": {"name": "rails"}}, "'tram' is retired, and stays as it was"),
        ({"bus": {"given": "heading"}}, "'bus' is a code, which a change cannot make a heading"),
        ({"space": {"given": "yes"}}, "'space' is a heading, which a change cannot make a code"),
        ({"bus": {"labels": "single"}}, "'single' here, and 'multi' in row 2"),
        ({"bus": {"follows": "kind=home"}}, "what follows from 'bus' is changed in the file"),
        ({"bus": {"dimension": "them"}}, "has no dimension 'them'. Did you mean 'theme'"),
        ({"bus": {"order": "last"}}, "'last' is not a number"),
        ({"bus": {"code": "rent"}}, "'rent' stands in row 3 already"),
        ({"bus": {"stage": "shut"}}, "'shut' is not one of open, axial, selective"),
    ],
)  # fmt: skip
def test_what_could_mean_several_things_is_asked_for(changed, sentence):
    with pytest.raises(BadRowsError) as caught:
        _changed(_rows(**changed))
    assert sentence in str(caught.value)


def test_what_a_dimension_is_is_no_change_of_codes():
    rows = [row | ({"labels": "single"} if row["dimension"] == "theme" else {}) for row in _rows()]
    with pytest.raises(BadRowsError, match=r"written into codebooks/book\.toml"):
        _changed(rows)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(InputError, match="two columns 'code'"):
        _read([{"dimension": "a", "code": "b", "id": "c"}])


def test_out_to_a_workbook_and_back(run, workspace):
    assert run("codebook", "new", "mine", "--from", "ling-martins-2015").code == 0
    assert run("codebook", "export", "mine", "--out", "book.xlsx").code == 0
    same = ("codebook", "import", "book.xlsx", "--name", "mine", "--reason", "talk")
    assert "Nothing is changed" in run(*same).err
    path = workspace.root / "book.xlsx"
    book = load_workbook(path)
    cells = {cell.value: cell.column for cell in book["codes"][1]}
    book["codes"].cell(2, cells["definition"]).value = "Another meaning."
    book.save(path)
    coding = Coding("c", "1", "knowledge_domain", "1", "ann", codebook="mine")
    open_codings(workspace).append([coding])
    dry = run(*same, "--dry-run")
    assert "would be version 2" in dry.err
    assert find_codebook("mine", workspace).version == 1
    ran = run(*same)
    assert ran.code == 0, ran.err
    assert "1 change in book.xlsx" in ran.err
    assert find_codebook("mine@1", workspace).version == 1
    assert run("undo").code == 0
    assert find_codebook("mine", workspace).version == 1


def test_many_changes_of_a_table_are_as_many_versions(run, workspace):
    assert run("codebook", "export", "ling-martins-2015", "--out", "book.xlsx").code == 0
    path = workspace.root / "book.xlsx"
    book = load_workbook(path)
    cells = {cell.value: cell.column for cell in book["codes"][1]}
    for row in (2, 3, 4):
        book["codes"].cell(row, cells["definition"]).value = f"Meaning of row {row}."
    book.save(path)
    [shipped] = [one for one in list_codebooks(workspace) if one.codebook.name.startswith("ling")]
    coding = Coding("c", "1", "knowledge_domain", "1", "ann", codebook="ling-martins-2015")
    open_codings(workspace).append([coding])
    ran = run("codebook", "import", path, "--name", "ling-martins-2015", "--reason", "talk")
    assert ran.code == 0, ran.err
    assert ran.err.startswith("3 changes in ")
    version = shipped.codebook.version
    now = find_codebook("ling-martins-2015", workspace)
    assert now.version == version + 3
    assert [code.definition for code in now.dimensions[0].codes] == [
        f"Meaning of row {row}." for row in (2, 3, 4)
    ]
    for number in range(version, version + 3):
        assert find_codebook(f"ling-martins-2015@{number}", workspace).version == number
    assert run("undo").code == 0
    assert find_codebook("ling-martins-2015", workspace) == shipped.codebook


def test_import_needs_a_codebook_of_the_workspace_and_a_reason(run, workspace):
    run("codebook", "export", "ling-martins-2015", "--out", "b.csv")
    assert run("codebook", "export", "ling-martins-2015", "--out", "b.pdf").code == 1
    ran = run("codebook", "import", "b.csv", "--name", "gone", "--reason", "x")
    assert (ran.code, "There is no codebook 'gone'" in ran.err) == (1, True)
    ran = run("codebook", "import", "b.csv", "--name", "ling-martins-2015", "--reason", " ")
    assert "needs a reason" in ran.err
