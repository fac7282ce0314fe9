"""Coding sheets: exported, filled in, damaged in every way, and read back."""

from __future__ import annotations

import csv
import shutil
from html import escape

import pytest
from openpyxl import load_workbook

from tests.corpus.reading.tables import test_read_ods as ods
from tests.helpers import visible_files, write_csv
from textmine.cells.spreadsheet import CUT_NOTE, neutralise
from textmine.codebook import Codebook, find_codebook, save_codebook
from textmine.codebook.versions import replace_version
from textmine.coding import current_codings, open_codings, open_draws
from textmine.coding.sampling.drawing import SampleRequest, draw_sample
from textmine.coding.sheets.columns import code_columns
from textmine.coding.sheets.exporting import SheetRequest, export_sheets
from textmine.coding.sheets.importing import import_sheet
from textmine.coding.sheets.origin import SheetOrigin, about_rows, sheet_origin
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.errors import BadRowsError, InputError, NotFoundError
from textmine.store import find_workspace, init_workspace

BOOK = "ling-martins-2015"
GOAL, DOMAIN = "goal_orientation", "knowledge_domain"

MIXED = Codebook.model_validate(
    {
        "name": "mixed",
        "dimensions": [
            {
                "id": "level",
                "name": "Level",
                "scale": "ordinal",
                "codes": [{"id": str(n), "name": f"level {n}"} for n in (-1, 0, 1)],
            },
            {
                "id": "symptom",
                "name": "Symptom",
                "labels": "multi",
                "roles": ["sender", "recipient"],
                "codes": [
                    {"id": "transfer", "name": "transferring", "definition": "Gives or takes."},
                    {"id": "inspire", "name": "inspiring"},
                    {"id": "old", "name": "old", "retired": True},
                ],
            },
            {
                "id": "theme",
                "name": "Theme",
                "labels": "multi",
                "codes": [
                    {"id": "place", "name": "place", "codable": False},
                    {"id": "rent; rates", "name": "rent", "parent": "place"},
                    {"id": "streets", "name": "streets", "parent": "place"},
                    {"id": "=skills", "name": "skills"},
                ],
            },
            {
                "id": "big",
                "name": "Big",
                "derived_from": "level",
                "derive": {"-1": "no", "0": "no", "1": "yes"},
                "codes": [{"id": "no", "name": "no"}, {"id": "yes", "name": "yes"}],
            },
        ],
        "rules": [
            {"reason": "low is dull", "when": {"level": ["-1"]}, "never": {"symptom": ["inspire"]}}
        ],
    }
)

HOSTILE = {
    "001": '=HYPERLINK("http://x")',
    "002": "+1 emoji 😀 and הודעה מימין לשמאל",
    "003": "a\x07b" + "x" * 40_000,
    "010": "-5 percent\nsecond line",
    "=1+1": "@SUM(A1)",
    "1e5": "'quoted' text",
}


def _drawn(space, corpus="forum", **asked):
    asked = {"everything": "n" not in asked, "coders": ("ann",)} | asked
    return draw_sample(space, SampleRequest(corpus, **asked))


def _export(space, corpus="forum", book=BOOK, **asked):
    return export_sheets(space, SheetRequest(corpus, book, space.root / "sheets", **asked))


def _fill(path, cells, sheet="coding"):
    """Put values into cells named by their address, or by (document, header)."""
    workbook = load_workbook(path)
    page = workbook[sheet]
    column = {cell.value: cell.column for cell in page[1]}
    row = {str(cell.value): cell.row for cell in page["A"]}
    for where, value in cells.items():
        if isinstance(where, str):
            page[where] = value
        else:
            page.cell(row[where[0]], column[where[1]]).value = value
    workbook.save(path)


def _said(space, corpus="forum"):
    return {
        (one.document, one.dimension, one.code, one.role)
        for one in open_codings(space).current(corpus)
    }


@pytest.fixture
def small(forum):
    """A workspace with a sheet of six documents of the forum for ann, and its path."""
    _drawn(forum, n=6, where=("thread_id=T06",), coders=("ann",), name="pilot")
    return forum, _export(forum)[0].path


@pytest.fixture
def other(tmp_path):
    return init_workspace(tmp_path / "other")


@pytest.fixture
def hostile(tmp_path):
    space = init_workspace(tmp_path / "ws")
    rows = [[identity, text] for identity, text in HOSTILE.items()]
    write_csv(space.root / "h.csv", ["id", "text"], rows)
    import_corpus(space, "h", read_documents(space.root / "h.csv"), About("h", "MIT"))
    save_codebook(space, MIXED)
    return space


def test_a_filled_sheet_comes_back(small):
    space, path = small
    ids = [row[0].value for row in load_workbook(path)["coding"].iter_rows(min_row=2)]
    cells = {
        (ids[0], GOAL): "A  knowledge sharing and co-creation",
        (ids[0], DOMAIN): "1  subject matter",
        (ids[0], f"memo:{GOAL}"): "- a dash",
        (ids[1], GOAL): "b",
        (ids[1], DOMAIN): 3,
        (ids[2], GOAL): "self-promotion and representation",
        (ids[3], f"memo:{DOMAIN}"): "no idea",
    }
    _fill(path, cells)
    dry = import_sheet(space, path, dry_run=True)
    assert open_codings(space).current("forum") == []
    done = import_sheet(space, path)
    assert (dry.new, done.new, done.unchanged) == (5, 5, 0)
    assert (done.documents, done.uncoded, done.partly, done.empty) == (6, 3, 1, 7)
    assert (done.coders, done.mended, done.rejected, done.problems) == (("ann",), 0, 0, ())
    assert _said(space) == {
        (ids[0], GOAL, "A", ""),
        (ids[0], DOMAIN, "1", ""),
        (ids[1], GOAL, "B", ""),
        (ids[1], DOMAIN, "3", ""),
        (ids[2], GOAL, "C", ""),
    }
    codings = current_codings(space, load_corpus(space, "forum"))
    assert {one.sampling_probability for one in codings} == {codings[0].sampling_probability}
    assert codings[0].sampling_probability == pytest.approx(
        6 / len(open_draws(space).find("forum").frame)
    )
    assert {(one.coder, one.origin, one.round) for one in codings} == {("ann", "human", 1)}
    assert {one.memo for one in codings} == {"", "- a dash"}
    assert [problem.cell for problem in done.loose_memos]
    assert import_sheet(space, path).unchanged == 5
    assert import_sheet(space, path, coder="bob").coders == ("bob",)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_several_codes_roles_and_hostile_texts(hostile, form):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed", format=form)[0].path
    cells = {
        ("001", "level"): "-1",
        ("001", "symptom = inspire"): "x",
        ("002", "level"): "1  level 1" if form == "xlsx" else "1",
        ("002", "symptom = transfer"): "sender; recipient",
        ("002", "symptom = inspire"): "Recipient",
        ("002", "theme = rent; rates"): "X",
        ("002", "theme = =skills"): "x",
        ("010", "symptom = none"): "x",
        ("=1+1" if form == "xlsx" else "'=1+1", "theme = streets"): "x",
        ("1e5", "level"): "level 0",
    }
    if form == "xlsx":
        _fill(path, cells)
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for (identity, header), value in cells.items():
            next(row for row in rows if row["document"] == identity)[header] = value
        write_csv(path, list(rows[0]), [list(row.values()) for row in rows])
    done = import_sheet(hostile, path)
    assert _said(hostile, "h") == {
        ("001", "level", "-1", ""),
        ("001", "symptom", "inspire", ""),
        ("002", "level", "1", ""),
        ("002", "symptom", "transfer", "sender"),
        ("002", "symptom", "transfer", "recipient"),
        ("002", "symptom", "inspire", "recipient"),
        ("002", "theme", "rent; rates", ""),
        ("002", "theme", "=skills", ""),
        ("010", "symptom", None, ""),
        ("=1+1", "theme", "streets", ""),
        ("1e5", "level", "0", ""),
    }
    assert (done.documents, done.uncoded, done.partly) == (6, 1, 4)
    assert len(done.broken) == 1
    assert "low is dull" in str(done.broken[0])


def test_a_workbook_of_the_first_format_has_apostrophes(hostile):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed")[0].path
    book = load_workbook(path)
    book["about"]["B1"].value = "1"
    for row in (row for name in ("coding", "about") for row in book[name].iter_rows()):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value, cell.data_type = neutralise(cell.value), "s"
    book.save(path)
    _fill(path, {("'=1+1", "theme = streets"): "x"})
    assert import_sheet(hostile, path).new == 1
    assert _said(hostile, "h") == {("=1+1", "theme", "streets", "")}


def test_what_a_sheet_shows(hostile):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed")[0].path
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["coding", "codebook", "about", "lists"]
    assert [workbook[name].sheet_state for name in workbook.sheetnames[1:]] == [
        "visible",
        "hidden",
        "hidden",
    ]
    page = workbook["coding"]
    header = [cell.value for cell in page[1]]
    assert header[:12] == [
        "document",
        "text",
        "level",
        "memo:level",
        "symptom = transfer",
        "symptom = inspire",
        "symptom = none",
        "memo:symptom",
        "theme = rent; rates",
        "theme = streets",
        "theme = =skills",
        "theme = none",
    ]
    assert page.freeze_panes == "B2"
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    texts = {row[0].value: row[1].value for row in page.iter_rows(min_row=2)}
    assert texts["001"] == '=HYPERLINK("http://x")'
    assert texts["002"].startswith("+1 emoji 😀")
    quoted = {row[0].value: row[1].quotePrefix for row in page.iter_rows(min_row=2)}
    assert [quoted[identity] for identity in ("001", "002", "003")] == [True, True, False]
    assert texts["003"].startswith("a␇bxx")
    assert texts["003"].endswith(CUT_NOTE)
    assert "=1+1" in texts
    offered = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    level = offered["C2:C7"].partition("!")[2].replace("$", "")
    lists = [row[0].value for row in workbook["lists"][level]]
    assert lists == ["-1  level -1", "0  level 0", "1  level 1"]
    book = [[cell.value for cell in row] for row in workbook["codebook"].iter_rows()]
    said = {row[1]: row for row in book if row[1]}
    assert "old" not in said
    assert "Big" not in said
    assert said["transfer  transferring"][2] == "Gives or takes."
    nested = next(row for row in workbook["codebook"].iter_rows() if row[1].value == "streets")
    assert nested[1].alignment.indent == 1
    assert "low is dull" in book[-1]


def test_known_columns_of_the_forum(small):
    space, path = small
    header = [cell.value for cell in load_workbook(path)["coding"][1]]
    known = ["document", "thread", "date", "title", "answers", "before", "text", "after"]
    assert header[:8] == known
    authors = space.root / "with"
    request = SheetRequest("forum", BOOK, authors, with_author=True)
    shown = load_workbook(export_sheets(space, request)[0].path)["coding"]
    assert "author" in [cell.value for cell in shown[1]]
    answers = [row[5].value for row in shown.iter_rows(min_row=2) if row[5].value]
    assert all(": " in answer for answer in answers)


def test_the_same_bytes_every_time_and_no_sheet_is_overwritten(small):
    space, path = small
    before = path.read_bytes()
    _export(space)
    assert path.read_bytes() == before
    _fill(path, {"I2": "1"})
    with pytest.raises(InputError, match="is there already, and codes may stand in it"):
        _export(space)
    files = visible_files(space.root)
    with pytest.raises(InputError):
        _export(space, coders=("ann",))
    assert visible_files(space.root) == files


def test_who_gets_a_sheet(forum):
    _drawn(forum, n=10, coders=("ann", "b/ob"), shared=0.2, name="two")
    sheets = _export(forum)
    assert [(one.path.name, one.coder, one.documents) for one in sheets] == [
        ("forum-two-ann.xlsx", "ann", 6),
        ("forum-two-b_ob.xlsx", "b/ob", 6),
    ]
    with pytest.raises(InputError, match=r"'anne' has no documents.*Did you mean 'ann'"):
        _export(forum, coders=("anne",))
    _drawn(forum, n=10, coders=(), name="undealt")
    with pytest.raises(InputError, match="have no coders yet"):
        _export(forum)
    assert [one.documents for one in _export(forum, coders=("cat", "dan"))] == [10, 10]
    with pytest.raises(NotFoundError, match="no draw 'tow'"):
        _export(forum, draw="tow")


def test_a_sheet_says_what_it_is(small, tmp_path):
    space, path = small
    origin = sheet_origin(path)
    assert origin is not None
    assert (origin.corpus, origin.codebook, origin.codebook_version) == ("forum", BOOK, 1)
    assert (origin.draw, origin.coder, origin.round, len(origin.documents or ())) == (
        "pilot",
        "ann",
        1,
        6,
    )
    table = _export(space, format="csv")[0].path
    assert sheet_origin(table) == SheetOrigin("forum", BOOK, 1, "pilot", "ann", 1, None, "")
    write_csv(tmp_path / "t.csv", ["id", "code"], [["1", "A"]])
    (tmp_path / "t.xlsx").write_bytes(b"no workbook")
    for name in ("t.csv", "t.xlsx", "none.csv"):
        assert sheet_origin(tmp_path / name) is None
    with pytest.raises(InputError, match="is not a coding sheet"):
        import_sheet(space, tmp_path / "t.csv")
    _fill(path, {"B1": "3"}, "about")
    with pytest.raises(InputError, match="coding sheet of format 3"):
        sheet_origin(path)
    assert about_rows(origin)[0][:2] == ["textmine coding sheet", "2"]


DAMAGE = [
    ({"K2": "maybe"}, "K2: 'maybe' is not a code of 'goal_orientation'"),
    (
        {"K2": "knowledge sharing and cocreation"},
        "Did you mean 'knowledge sharing and co-creation'",
    ),
    ({"K2": "A; B"}, "K2: 2 codes (A, B) where 'goal_orientation' takes one"),
    ({"A3": "999x"}, "A3: '999x' is none of the 6 documents of this sheet; missing is '"),
    ({"A3": None}, "A3: the document's id was taken away"),
    ({"K1": "goal orientation"}, "K1: column 'goal_orientation' was renamed to 'goal orientation'"),
    ({"K1": "gone"}, "row 1: column 'goal_orientation' was deleted or renamed"),
    ({"L1": "memo:goals_orientation"}, "L1: column 'memo:goal_orientation' was renamed"),
    ({"K4": '=IF(A1="","A","B")'}, "K4: the formula =IF(A1="),
    ({"M5": "bob"}, "M5: this row is from another sheet: coder is 'bob', not 'ann'"),
]


@pytest.mark.parametrize(("cells", "told"), DAMAGE)
def test_damage_is_named_by_sheet_and_cell(small, cells, told):
    space, path = small
    _fill(path, {"I2": "1", "K3": "A"} | cells)
    with pytest.raises(BadRowsError) as caught:
        import_sheet(space, path)
    assert told in str(caught.value)
    assert "sheet 'coding'" in str(caught.value)
    assert open_codings(space).current("forum") == []


def test_all_damage_is_named_in_one_go(small):
    space, path = small
    _fill(path, {"I2": "7", "K1": "gaol_orientation", "A4": "999x", "I5": "1; 2"})
    with pytest.raises(BadRowsError) as caught:
        import_sheet(space, path)
    assert [problem.row for problem in caught.value.problems] == [1, 2, 4, 5, 8]


def test_a_lost_row_and_a_row_twice(small):
    space, path = small
    workbook = load_workbook(path)
    page = workbook["coding"]
    page["I2"] = "1"
    lost = page["A4"].value
    for column in range(1, page.max_column + 1):
        page.cell(4, column).value = page.cell(2, column).value
    workbook.save(path)
    with pytest.raises(BadRowsError) as caught:
        import_sheet(space, path)
    told = str(caught.value)
    assert "sheet 'coding', cell A4: document '" in told
    assert "stands in row 2 already" in told
    assert f"sheet 'coding', column 'document': the row of document '{lost}' is missing" in told
    aside = space.root / "aside.csv"
    done = import_sheet(space, path, rejected_to=aside)
    assert (done.new, done.rejected) == (1, 2)
    assert len(aside.read_text(encoding="utf-8-sig").splitlines()) >= 3


def test_ticks_that_do_not_fit(hostile):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed")[0].path
    first = next(row for row in load_workbook(path)["coding"]["A"] if row.value == "001").row
    cells = {
        ("001", "symptom = none"): "x",
        ("001", "symptom = inspire"): "sender",
        ("002", "symptom = transfer"): "reciever",
        ("010", "theme = streets"): "0",
        ("1e5", "theme = none"): "maybe",
        ("003", "symptom = transfer"): "no",
        ("003", "symptom = inspire"): "no",
    }
    _fill(path, cells)
    with pytest.raises(BadRowsError) as caught:
        import_sheet(hostile, path)
    told = str(caught.value)
    assert f"sheet 'coding', cell G{first}: none is ticked beside inspire:sender" in told
    assert (
        "'reciever' is neither yes nor no (x or 1, 0 or nothing), nor a role (sender, recipient)"
        in told
    )
    assert "no code is ticked, and some cells say no and others nothing" in told
    assert "'maybe' is neither yes nor no (x or 1, 0 or nothing)" in told
    assert len(caught.value.problems) == 4


def test_ids_that_became_numbers_are_mended(hostile):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed")[0].path
    _fill(path, {("001", "level"): "1", ("010", "level"): "0"})
    _fill(path, {("001", "document"): 1, ("010", "document"): 10})
    done = import_sheet(hostile, path)
    assert (done.new, done.mended) == (2, 2)
    assert _said(hostile, "h") == {("001", "level", "1", ""), ("010", "level", "0", "")}


def test_columns_that_coders_add_and_rows_that_they_sort_do_no_harm(small):
    space, path = small
    workbook = load_workbook(path)
    page = workbook["coding"]
    page["I2"], page["Z1"], page["Z3"] = "1", "my notes", "hm"
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for place, value in enumerate(row, start=1):
            page.cell(number, place).value = value
    page.delete_cols(10)  # memo:goal_orientation
    workbook.save(path)
    assert import_sheet(space, path).new == 1


def test_a_sheet_saved_as_csv_is_still_known(small):
    space, path = small
    _fill(path, {"I2": "1  subject matter", "K2": "A  knowledge sharing and co-creation"})
    table = path.with_suffix(".csv")
    rows = [[cell or "" for cell in row] for row in load_workbook(path)["coding"].values]
    write_csv(table, rows[0], rows[1:])
    assert import_sheet(space, table).new == 2


def test_an_empty_sheet_is_told(small):
    space, path = small
    with pytest.raises(InputError, match=r"No document of .* is coded yet"):
        import_sheet(space, path)


def test_a_sheet_of_another_workspace_is_refused(small, tmp_path, other):
    _, path = small
    _fill(path, {"I2": "1"})
    with pytest.raises(InputError, match=r"corpus 'forum', draw 'pilot'.*does not have"):
        import_sheet(other, path)


def test_a_draw_of_other_documents_under_the_same_name_is_refused(small, tmp_path, _forum_folder):
    _, path = small
    _fill(path, {"I2": "1"})
    shutil.copytree(_forum_folder, tmp_path / "twin")
    twin = find_workspace(tmp_path / "twin")
    _drawn(twin, n=6, where=("thread_id=T02",), name="pilot")
    with pytest.raises(InputError, match="it is from another workspace"):
        import_sheet(twin, path)


def test_a_sheet_is_read_with_the_version_it_was_exported_with(hostile):
    _drawn(hostile, "h")
    path = _export(hostile, "h", "mixed")[0].path
    _fill(path, {("001", "level"): "1", ("001", "symptom = inspire"): "x"})
    old = find_codebook("mixed", hostile)
    symptom = old.dimensions[1]
    codes = tuple(
        code.model_copy(update={"id": "moved"}) if code.id == "inspire" else code
        for code in symptom.codes
    )
    changed = (old.dimensions[0], symptom.model_copy(update={"codes": codes}), *old.dimensions[2:])
    new = old.model_copy(update={"version": 2, "dimensions": changed, "rules": ()})
    replace_version(hostile, old, new)
    assert import_sheet(hostile, path).new == 2
    assert {one.codebook_version for one in open_codings(hostile).current("h")} == {1}


def test_the_second_round_stands_beside_the_first(small):
    space, path = small
    _fill(
        path,
        {
            f"{letter}{row}": code
            for letter, code in (("I", "1"), ("K", "A"))
            for row in range(2, 8)
        },
    )
    assert import_sheet(space, path).new == 12
    _drawn(space, n=2, coders=(), again="ann", name="again")
    second = _export(space, draw="again")[0].path
    _fill(second, {"I2": "2", "K2": "B", "I3": "1", "K3": "A"})
    assert import_sheet(space, second).new == 4
    rounds = open_codings(space).rounds("forum")
    assert sorted({one.round for one in rounds}) == [1, 2]


def test_names_that_a_sheet_needs_are_refused():
    def book(identity, codes, labels="single"):
        dimension = {"id": identity, "name": "d", "labels": labels}
        dimension["codes"] = [{"id": code, "name": code} for code in codes]
        return Codebook.model_validate({"name": "b", "dimensions": [dimension]})

    with pytest.raises(InputError, match="'Coder' of codebook 'b' has the name of a column"):
        code_columns(book("Coder", ["a", "b"]))
    with pytest.raises(InputError, match="has a code 'none'"):
        code_columns(book("d", ["None", "b"], "multi"))


def test_a_dimension_called_like_a_known_column(forum):
    dimension = {"id": "title", "name": "t", "codes": [{"id": c, "name": c} for c in "ab"]}
    save_codebook(forum, Codebook.model_validate({"name": "t", "dimensions": [dimension]}))
    _drawn(forum, n=3)
    path = _export(forum, book="t")[0].path
    header = [cell.value for cell in load_workbook(path)["coding"][1]]
    assert {"title", "title of the document"} <= set(header)
    column = header.index("title") + 1
    workbook = load_workbook(path)
    workbook["coding"].cell(2, column).value = "b"
    workbook.save(path)
    assert import_sheet(forum, path).new == 1


def test_a_column_that_was_sorted_alone_is_refused(small):
    space, path = small
    workbook = load_workbook(path)
    page = workbook["coding"]
    column = {cell.value: cell.column for cell in page[1]}
    ids = [page.cell(row, 1).value for row in range(2, page.max_row + 1)]
    for row, identity in enumerate(reversed(ids), start=2):
        page.cell(row, 1).value = identity
        page.cell(row, column[GOAL]).value = "A"
    workbook.save(path)
    with pytest.raises(BadRowsError, match=r"is not the text of document .* sorted without"):
        import_sheet(space, path)
    assert _said(space) == set()


def _ods_cell(value):
    return ods.cell(escape("" if value is None else str(value)))


def test_a_sheet_that_was_saved_as_an_open_document_comes_back(small):
    space, path = small
    document = load_workbook(path)["coding"]["A2"].value
    _fill(path, {(document, GOAL): "A", (document, DOMAIN): "1"})
    sheets = [
        ods.sheet(page.title, *(ods.row(*map(_ods_cell, values)) for values in page.values))
        for page in load_workbook(path).worksheets
    ]
    saved = ods.book(path.with_suffix(".ods"), *sheets)
    path.unlink()
    assert import_sheet(space, saved).new == 2
    assert {(one, code) for one, _, code, _ in _said(space)} == {(document, "A"), (document, "1")}
