"""A table of people is joined to a corpus: found, checked, kept; no document is ever lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.helpers import visible_files, write_csv
from tests.made import quick_workspace
from textmine.corpus import import_corpus, load_corpus, read_documents, units_at
from textmine.corpus.joined import JoinedTable, Participants, meant
from textmine.corpus.participants import (
    ParticipantsRequest,
    cross,
    import_participants,
    listed_people,
)
from textmine.errors import BadRowsError, InputError, TextmineError
from textmine.store import Workspace

TURNS = [
    ("a1-1", "A1", "We learn from visits to firms."),
    ("a1-2", "A1", "Trust takes years to build."),
    ("a2-1", "A2", "The task group met every month."),
    ("b1-1", "B1", "We only receive the newsletter."),
    ("c1-1", "C1", "Nobody asked us what we need."),
]
PEOPLE = [
    ("A1", "firm", "A", "2017"),
    ("A2", "university", "A", "2021"),
    ("B1", "firm", "B", "2017"),
    ("D1", "firm", "D", "2021"),
]
HEADER = ("respondent", "kind", "case", "round")


@pytest.fixture
def talks(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Five turns of four people, of whom three are in the table."""
    path = write_csv(tmp_path / "talks.csv", ["id", "author", "text"], TURNS)
    import_corpus(workspace, "talks", read_documents(path))
    return workspace


def _table(
    folder: Path,
    rows: Sequence[Sequence[str]] = PEOPLE,
    header: Sequence[str] = HEADER,
    name: str = "people.csv",
) -> Path:
    return write_csv(folder / name, header, rows)


def _join(space: Workspace, path: Path, **how: object):
    return import_participants(space, ParticipantsRequest(path, "talks", **how))  # type: ignore[arg-type]


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_attributes_become_columns_for_every_where_and_by(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    ran = run("participants", "import", "talks", _table(tmp_path))
    assert ran.code == 0, ran.err
    assert "'respondent' is joined to author" in ran.err
    assert "3 of the 4 participants of people.csv have documents in 'talks'" in ran.err
    assert "4 of its 5 documents have a participant" in ran.err
    assert "Documents without a participant: c1-1 (author: C1)" in ran.err
    assert "Participants without documents, who stay in the table: D1" in ran.err
    corpus = load_corpus(talks, "talks")
    assert corpus.column("meta.case") == ["A", "A", "A", "B", ""]
    assert units_at(corpus, "cases") == ["A", "A", "A", "B", ""]
    assert run("kwic", "talks", "trust", "--where", "case=A").code == 0
    assert run("words", "talks", "--by", "kind").code == 0


def test_the_cross_table_counts_people_that_have_no_document_too(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    rows = _rows(
        run("participants", "list", "talks", "--by", "kind", "--by", "case", "-f", "csv").out
    )
    found = {(row["kind"], row["case"]): (row["participants"], row["documents"]) for row in rows}
    assert found["firm", "A"] == ("1", "2")
    assert found["firm", "D"] == ("1", "0")
    assert found["firm", "all"] == ("3", "3")
    assert found["all", "all"] == ("4", "4")
    assert found["university", "B"] == ("0", "0")
    shown = run("participants", "list", "talks", "--by", "kind", "--by", "case").out
    assert "1 (2)" in shown


def test_coded_documents_are_those_that_people_gave_a_code(coded, run: Run, tmp_path: Path) -> None:
    authors = sorted(set(load_corpus(coded, "forum").column("author")))
    table = write_csv(tmp_path / "p.csv", ["who", "sort"], [(one, "x") for one in authors])
    run("participants", "import", "forum", table)
    rows = _rows(run("participants", "list", "forum", "--by", "sort", "-f", "csv").out)
    assert rows[0] == {
        "sort": "x",
        "participants": "52",
        "documents": "131",
        "words": "11921",
        "coded_documents": "131",
    }


def test_the_same_table_again_changes_nothing_whatever_its_order_and_name(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    before = visible_files(talks.root)
    ran = run("participants", "import", "talks", _table(tmp_path, PEOPLE[::-1], name="again.csv"))
    assert "has this table already: nothing was changed" in ran.err
    assert visible_files(talks.root) == before


def test_another_table_needs_replace_and_undo_brings_the_former_back(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    start = visible_files(talks.root)
    run("participants", "import", "talks", _table(tmp_path))
    first = visible_files(talks.root)
    other = _table(tmp_path, [("A1", "firm", "Z", ""), ("B1", "firm", "B", "")], name="o.csv")
    ran = run("participants", "import", "talks", other)
    assert ran.code == 1
    assert "Say --replace" in ran.err
    assert visible_files(talks.root) == first
    assert run("participants", "import", "talks", other, "--replace").code == 0
    assert load_corpus(talks, "talks").column("meta.case") == ["Z", "Z", "", "B", ""]
    assert "meta.round" not in load_corpus(talks, "talks").documents
    assert run("undo").code == 0
    assert visible_files(talks.root) == first
    assert run("undo").code == 0
    assert visible_files(talks.root) == start


def test_a_dry_run_changes_nothing(talks: Workspace, run: Run, tmp_path: Path) -> None:
    before = visible_files(talks.root)
    ran = run("participants", "import", "talks", _table(tmp_path), "--dry-run")
    assert "Dry run: nothing was changed" in ran.err
    assert visible_files(talks.root) == before


def test_a_column_that_the_documents_have_with_other_values_is_refused(
    workspace: Workspace, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    write_csv(path, ["id", "author", "text", "kind"], [(*row, "firm") for row in TURNS])
    run("corpus", "import", path)
    for more in ((), ("--replace",)):
        ran = run("participants", "import", "talks", _table(tmp_path), *more)
        assert ran.code == 1
        assert "column 'meta.kind' of their own with other values" in ran.err
    same = _table(tmp_path, [("A1", "firm", "A"), ("B1", "firm", "B")], HEADER[:3])
    ran = run("participants", "import", "talks", same)
    assert ran.code == 0, ran.err
    assert "meta.kind stands in the documents already, with the same values" in ran.err
    assert load_corpus(workspace, "talks").column("meta.kind") == ["firm"] * 5


def test_a_corpus_that_is_imported_again_is_joined_again(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    more = [*TURNS[2:], ("d1-1", "D1", "At last somebody asks.")]
    path = write_csv(tmp_path / "talks.csv", ["id", "author", "text"], more)
    ran = run("corpus", "import", path, "--replace")
    assert "is joined again by author: 3 of them have documents, 1 of 4 documents" in ran.err
    assert load_corpus(talks, "talks").column("meta.case") == ["A", "B", "", "D"]
    path = write_csv(path, ["id", "text"], [(row[0], row[2]) for row in TURNS])
    ran = run("corpus", "import", path, "--replace")
    assert "names none of the documents by author any more" in ran.err
    assert "textmine participants import talks FILE --replace" in ran.err
    turns = _table(tmp_path, [("a1-1", "A"), ("b1-1", "B"), ("c1-1", "C")], ["id", "case"])
    ran = run("participants", "import", "talks", turns, "--replace")
    assert ran.code == 0, ran.err
    assert load_corpus(talks, "talks").column("meta.case") == ["A", "", "", "B", "C"]


def test_a_table_of_cases_is_joined_to_what_the_people_brought(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    cases = _table(tmp_path, [("A", "metal"), ("B", "ICT")], ["case", "branch"], "cases.csv")
    ran = run("participants", "import", "talks", cases)
    assert "'case' is joined to meta.case" in ran.err
    assert load_corpus(talks, "talks").column("meta.branch") == ["metal"] * 3 + ["ICT", ""]
    ran = run("participants", "remove", "talks", "--on", "author")
    assert "cases.csv is joined by meta.case, which would be gone" in ran.err
    assert run("participants", "remove", "talks", "--on", "case").code == 0
    assert run("participants", "remove", "talks").code == 0
    assert list(load_corpus(talks, "talks").documents.columns) == [
        "id",
        "text",
        "author",
        "position",
    ]
    ran = run("participants", "list", "talks")
    assert "No participants are joined to 'talks'" in ran.err


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("A1", "x"), ("A1", "y"), ("A2", "z")], "row 3: id 'A1' is that of row 2 already"),
        ([("A1", "x"), ("", "y"), ("A2", "z")], "row 3: there is no id"),
        ([("A1", "x"), ("A2", "#N/A")], "an error of the spreadsheet: #N/A"),
        ([("A1", "3"), ("A2", "4"), ("Total", "7")], "looks like a sum below the table"),
    ],
)
def test_rows_that_cannot_be_used_are_all_named(
    talks: Workspace, tmp_path: Path, rows: list[tuple[str, str]], sentence: str
) -> None:
    before = visible_files(talks.root)
    with pytest.raises(BadRowsError) as refused:
        _join(talks, _table(tmp_path, rows, ["who", "sort"]))
    assert sentence in str(refused.value)
    assert visible_files(talks.root) == before


def test_missing_words_spellings_and_repeated_rows_are_read_and_said(
    talks: Workspace, tmp_path: Path
) -> None:
    rows = [("A1", "Firm"), ("A2", "n/a"), ("B1", "firm "), ("B1", "firm "), ("D1", "firm")]
    done = _join(talks, _table(tmp_path, rows, ["who", "KIND"]))
    assert done.corpus.column("meta.kind") == ["firm", "firm", "", "firm", ""]
    said = "; ".join(done.remarks)
    assert "1 rows say again" in said
    assert "'n/a' (1 cell), read as no value" in said
    assert "Read as one value: 'Firm' = 'firm'" in said


def test_personal_data_are_left_out_unless_they_are_wanted(
    talks: Workspace, tmp_path: Path
) -> None:
    rows = [("A1", "a@firm.example", "x"), ("B1", "b@firm.example", "y")]
    path = _table(tmp_path, rows, ["who", "e-mail", "sort"])
    assert _join(talks, path).table.attributes == ("sort",)
    kept = _join(talks, path, keep_personal=("e-mail",), replacing=True)
    assert kept.table.attributes == ("e-mail", "sort")


@pytest.mark.slow
def test_a_workbook_and_another_encoding_are_read(talks: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Überblick", None], ["who", "Größe"], ["A1", "groß"], ["B1", "klein"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    assert _join(talks, tmp_path / "people.xlsx").table.attributes == ("Größe",)
    path = tmp_path / "cp1252.csv"
    path.write_bytes("who;Größe\nA1;groß\nB1;klein\n".encode("cp1252"))
    assert _join(talks, path).unchanged


def test_spellings_are_found_and_said_and_marks_are_not_folded(
    talks: Workspace, tmp_path: Path
) -> None:
    rows = [("a1", "x"), ("A-2", "y"), ("b1\u200b", "z")]
    done = _join(talks, _table(tmp_path, rows, ["who", "sort"]))
    assert done.corpus.column("meta.sort") == ["x", "x", "", "z", ""]
    assert "'A1' is a1" in "; ".join(done.remarks)
    with pytest.raises(InputError, match="names documents"):
        _join(talks, _table(tmp_path, rows, ["who", "sort"]), cells=_exact(), replacing=True)


def _exact():
    from textmine.cells import CellRule

    return CellRule(None, exact=True)


def test_two_people_who_differ_in_case_alone_are_not_taken_for_each_other() -> None:
    assert meant(["ann", "ANN", "Ann"], ["ann", "ANN"], ("spelling",)) == ["ann", "ANN", ""]
    assert meant(["x/ann.txt", "y\\Bo.docx"], ["ann", "bo"], ("file name",)) == ["ann", "bo"]
    assert meant(["J.Smith"], ["j"], ("spelling",)) == [""]


def test_transcripts_are_found_by_the_names_of_their_files(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name in ("metal/A1", "metal/A2", "ict/B1"):
        path = tmp_path / "talks" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"We are {name}.\n\nThat is all.\n", encoding="utf-8")
    import_corpus(workspace, "talks", read_documents(tmp_path / "talks"))
    done = _join(workspace, _table(tmp_path))
    assert done.table.on == "thread_id"
    assert done.corpus.column("meta.case") == ["B", "A", "A"]
    assert "(file name): 'ict/B1' is B1" in "; ".join(done.remarks)


def test_what_is_not_clear_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    rows = [(f"d{n}", f"p{n}", f"q{n}", f"Some text of {n}, that is long.") for n in range(6)]
    path = write_csv(tmp_path / "talks.csv", ["id", "author", "coder", "text"], rows)
    import_corpus(workspace, "talks", read_documents(path))
    table = _table(tmp_path, [(f"p{n}", f"q{5 - n}", f"{n}") for n in range(6)], ["a", "b", "c"])
    with pytest.raises(InputError, match=r"It is not clear .* Say --key COLUMN"):
        _join(workspace, table)
    assert _join(workspace, table, key="b").table.on == "meta.coder"
    few = _table(tmp_path, [("d1", "x"), ("d2", "y")], ["a", "sort"])
    with pytest.raises(InputError, match="most documents have nobody"):
        _join(workspace, few)
    assert _join(workspace, few, on="id").table.on == "id"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"key": "nobody"}, "has no column 'nobody'"),
        ({"on": "nobody"}, "has no column 'nobody'"),
        ({"case": "nobody"}, "has no column 'nobody'"),
    ],
)
def test_columns_that_are_not_there(
    talks: Workspace, tmp_path: Path, how: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        _join(talks, _table(tmp_path), **how)


def test_tables_without_people_or_attributes_are_refused(talks: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a header and no rows"):
        _join(talks, _table(tmp_path, []))
    with pytest.raises(InputError, match="no column beside 'who'"):
        _join(talks, _table(tmp_path, [("A1",), ("B1",)], ["who"]))
    with pytest.raises(InputError, match="are both called 'kind'"):
        _join(talks, _table(tmp_path, [("A1", "x", "y")], ["who", "Kind", "KIND"]))
    (tmp_path / "notes.txt").write_text("A long note about A1 and B1.", encoding="utf-8")
    with pytest.raises(InputError, match="Name a table"):
        _join(talks, tmp_path / "notes.txt")


def test_the_column_of_the_case_may_be_called_otherwise(talks: Workspace, tmp_path: Path) -> None:
    rows = [("A1", "Hub North"), ("B1", "Hub South")]
    _join(talks, _table(tmp_path, rows, ["who", "hub"]), case="hub")
    assert units_at(load_corpus(talks, "talks"), "cases")[0] == "Hub North"


def test_an_edited_table_is_refused(talks: Workspace, run: Run, tmp_path: Path) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    path = talks.root / "corpora" / "talks" / "participants.json"
    path.write_text(path.read_text(encoding="utf-8").replace("firm", "form"), encoding="utf-8")
    ran = run("corpus", "info", "talks")
    assert ran.code == 1
    assert "participants.json is damaged or was edited since" in ran.err


def test_a_pseudonymised_corpus_keeps_the_attributes_and_not_the_ids(
    talks: Workspace, run: Run, tmp_path: Path
) -> None:
    run("participants", "import", "talks", _table(tmp_path))
    ran = run("corpus", "pseudonymise", "talks", "--name", "alias", "--key", tmp_path / "key.json")
    assert ran.code == 0, ran.err
    made = load_corpus(talks, "alias")
    assert made.column("meta.case") == ["A", "A", "A", "B", ""]
    assert not made.beside.participants.tables
    assert not set(made.column("author")) & {"A1", "A2", "B1", "C1"}


_CELL = st.text(max_size=6) | st.sampled_from(
    [
        "A1",
        "a1",
        "A1 ",
        "B1",
        "NA",
        "",
        "=1+1",
        "\u202eA1",
        "total",
        "A-1",
        "1",
        "01",
        "x\ny",
        "\x00",
    ]
)
_TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), max_size=6)
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(table=_TABLE, replacing=st.booleans())
def test_no_table_ever_loses_or_changes_a_document(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], replacing: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    space = quick_workspace(folder / "ws")
    path = write_csv(folder / "talks.csv", ["id", "author", "text"], TURNS)
    import_corpus(space, "talks", read_documents(path))
    before = load_corpus(space, "talks").documents
    digest = load_corpus(space, "talks").info.files["documents.parquet"]
    header = [f"column {n}" for n in range(len(table[0]) if table else 1)]
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows([header, *table])
    try:
        done = import_participants(
            space,
            ParticipantsRequest(file, "talks", key=header[0], on="author", replacing=replacing),
        )
    except TextmineError:
        assert load_corpus(space, "talks").documents.equals(before)
        return
    after = load_corpus(space, "talks")
    assert after.documents[before.columns].equals(before)
    assert after.info.files["documents.parquet"] == digest
    people = listed_people(after, done.table)
    assert len(people) == len(done.table.rows)
    assert sum(p.counts.documents for p in people) <= len(after)
    for name in done.table.attributes:
        assert cross(people, [name]).at(None, None).people == len(people)


_ID = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=4)


@given(st.lists(_ID, unique=True, max_size=6), st.lists(_ID, max_size=8))
def test_a_value_means_itself_whenever_it_is_an_id(ids: list[str], values: list[str]) -> None:
    found = meant(values, ids, ("spelling", "file name"))
    for value, person in zip(values, found, strict=True):
        assert person == value if value in ids else person in ("", *ids)


def test_what_is_kept_is_read_back_as_it_was() -> None:
    table = JoinedTable(
        on="author",
        key="who",
        source="p.csv",
        sha256="",
        attributes=("kind\u2028", "=x"),
        rows=(("\ud800A", "\x00", "é"), ("B", "", "")),
    )
    kept = Participants(tables=(table,))
    assert Participants.model_validate(json.loads(json.dumps(kept.model_dump(mode="json")))) == kept


def test_numbers_that_are_ids_by_accident_do_not_make_it_unclear(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [
        (f"d{n}", f"{n:03d}", f"{9 - n}", f"Some text of {n}, that is long.") for n in range(10)
    ]
    path = write_csv(tmp_path / "talks.csv", ["id", "thread_id", "start", "text"], rows)
    reading = read_documents(path, columns={"thread_id": "thread_id"})
    import_corpus(workspace, "talks", reading)
    table = _table(tmp_path, [(str(n), "x") for n in range(10)], ["no", "sort"])
    done = _join(workspace, table)
    assert done.table.on == "thread_id"
    assert done.corpus.column("meta.sort") == ["x"] * 10
