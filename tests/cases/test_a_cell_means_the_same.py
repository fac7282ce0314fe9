"""A cell means the same whichever way it comes in: one reader of code cells and of layouts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.cases import doors
from tests.cases.doors import UNITS, Door, Place, Said
from textmine.benchmark.systems import system_of_table
from textmine.coding import (
    CodingRequest,
    TableRequest,
    import_codings,
    open_codings,
    read_code_tables,
)
from textmine.corpus import load_corpus
from textmine.corpus.reading.readers import read_raw
from textmine.errors import BadRowsError

# fmt: off
SINGLE = [
    "rent", "RENT ", "rent\u200b", "ｒｅｎｔ", "Rents and housing", "rent  Rents and housing",
    "1", "01", "1.0", "Parks, greens", "NA", "n/a", "-", "--", "99", "-99", ".", "none", "None",
    "missing", "?", "rent; bus", "rent, bus", "rent and bus", '["rent"]', '["rent", "bus"]',
    "[]", "[rent]", '{"choices": ["rent"]}', "'rent'", "2-Jan", "rnet", "old", "Trams", "x",
    "yes", "0", "\u200b", "rent:sender", "NULL", "rent;", "rent bus", '{"who": {"name": "x"}}',
    "",
]
SEVERAL = [
    "place", "PLACE", "The place", "place; street", "place, street", "place|street",
    "place\tstreet", "street and place", "place/street", '["place", "street"]',
    "['place' 'street']", "[place, street]", '{"place": 1, "street": 0}', "place;;street",
    "place; place", "a; b", '["a; b"]', "a; b; place", "-", "--", "–", "none", "None", "(none)",
    "[]", "NA", "99", ".", "?", "x", "0", "yes", "place; -", "place; none", "place; NA",
    "strete", "the place; Streets", "",
]
ROLES = [
    "give", "give:sender", "give:Sender", "give (sender)", "give : sender", "giving：sender",
    "give:", "give:sender; take:recipient", "give:sender; give:recipient", '["give:sender"]',
    "sender", "give:sent", "-", "taking:recipient", "x",
]
# fmt: on
COLUMNS = {"topic": SINGLE, "theme": SEVERAL, "part": ROLES}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return doors.place_of(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="module")
def imported(place: Place) -> dict[str, Said]:
    return {dimension: doors.long(place, dimension, cells) for dimension, cells in COLUMNS.items()}


@pytest.mark.parametrize("dimension", COLUMNS)
@pytest.mark.parametrize(
    "door", [doors.wide, doors.adjudication_sheet, doors.predictions, doors.api]
)
def test_a_cell_gives_the_same_codes_or_the_same_sentence(
    place: Place, imported: dict[str, Said], door: Door, dimension: str
) -> None:
    said, wanted = door(place, dimension, COLUMNS[dimension]), imported[dimension]
    if door is doors.predictions:  # a system is scored by codes whatever their roles
        said, wanted = _without_roles(said), _without_roles(wanted)
    first = UNITS[: len(COLUMNS[dimension])]
    assert {unit: said.get(unit) for unit in first} == {unit: wanted.get(unit) for unit in first}


def test_so_does_a_column_of_a_coding_sheet(place: Place, imported: dict[str, Said]) -> None:
    assert doors.sheet_column(place, "topic", SINGLE) == imported["topic"]


# fmt: off
TICKS = [
    ("x", ""), ("1", "0"), ("yes", "no"), ("TRUE", "false"), ("✓", "☐"), ("ja", "nein"), ("", ""),
    ("NA", "x"), ("NA", ""), ("-", "x"), ("99", "1"), ("x\u200b", ""), ("maybe", "x"), ("x x", ""),
    ("give", "0"), ("giving", ""), ("take", ""), ("sender", ""), ("Sender", "x"), ("sender", "0"),
    ("sender; recipient", ""), ("sender|recipient", "1"), ("sender and recipient", ""),
    ("sender\trecipient", ""), ("sent", ""), ("give:sender", ""), ("", '["sender"]'), ("0", "0"),
    ("none", ""), ("[1]", ""),
]
# fmt: on


def test_a_tick_means_the_same_on_a_sheet_and_in_a_table_of_flags(place: Place) -> None:
    columns = {
        f"part = {code}": [row[at] for row in TICKS] for at, code in enumerate(("give", "take"))
    }
    columns["part = none"] = ["0" if row == ("0", "0") else "" for row in TICKS]
    sheet = doors.sheet(place, columns, "part")
    rows = ([unit, *row] for unit, row in zip(UNITS, TICKS, strict=False))
    path = place.table(["document", "give", "take"], rows)
    flags = doors.imported(place, path, "fay", "part", coder="fay", flags=("part=give,take",))
    assert sheet.pop(UNITS[TICKS.index(("0", "0"))]) == ("None",)
    assert flags.pop(UNITS[TICKS.index(("0", "0"))]) == ("None",)
    assert sheet == flags


def test_some_no_and_nothing_else_is_no_answer(place: Place) -> None:
    rows = [[UNITS[0], "0", ""], [UNITS[1], "0", "NA"], [UNITS[2], "0", "1"]]
    path = place.table(["document", "give", "take"], rows)
    said = doors.imported(place, path, "gus", "part", coder="gus", flags=("part=give,take",))
    assert said[UNITS[2]] == ("take",)
    assert {said[UNITS[0]], said[UNITS[1]]} == {
        "no code is ticked, and some cells say no and others nothing: say no in all of them"
    }


@pytest.mark.parametrize("given", ["d07\u200b", " d07 ", "D07", "d99", ""])
def test_a_document_is_found_alike(place: Place, given: str) -> None:
    header = ["document", "coder", "dimension", "code"]
    coder = "hal-" + "abcdef"[len(given)]
    path = place.table(header, [[given, coder, "topic", "rent"]])
    long = doors.imported(place, path, coder, "topic")
    resolved = _settled(place, [given, "topic", "rent", ""])
    assert [*long.values()] == resolved


@pytest.mark.parametrize("given", ["Topic", " topic", "TOPIC\u200b", "nope", ""])
def test_a_dimension_is_found_alike(place: Place, given: str) -> None:
    header = ["document", "coder", "dimension", "code"]
    long = doors.imported(
        place, place.table(header, [["d08", "ida", given, "rent"]]), "ida", "topic"
    )
    resolved = _settled(place, ["d08", given, "rent", ""])
    assert [*long.values()] == resolved


@pytest.mark.parametrize("coder", ["NA", "n/a", "-", ".", "NULL", "none", "Ann", "ann\u200b", "7"])
def test_a_coder_is_named_alike(place: Place, coder: str) -> None:
    rows = [
        [unit, who, "rent" if who == "bob" else "bus"]
        for unit in UNITS[:4]
        for who in ("ann", "bob")
    ]
    path = place.table(["document", "coder", "code"], [*rows, [UNITS[5], coder, "rent"]])
    request = CodingRequest(path, "town", "book", dimension="topic")
    aside = place.folder / f"{path.stem}-aside.csv"
    done = import_codings(place.space, request, aside, dry_run=True)
    try:
        read = read_code_tables([read_raw(path)], TableRequest())
        agreement, remarks = read.matrices[0].coders, read.remarks
    except BadRowsError as error:
        assert [one.problem for one in done.problems] == [one.problem for one in error.problems]
        return
    assert (done.coders, done.problems) == (agreement, ())
    assert [said for said in done.remarks if "one coder" in said] == remarks


@pytest.mark.parametrize("role", ["sender", "Sender", "NA", "-", "", "sent"])
def test_a_role_in_a_column_is_one_in_a_cell(place: Place, role: str) -> None:
    header = ["document", "coder", "dimension", "code", "role"]
    beside = doors.imported(
        place,
        place.table(header, [["d09", f"kim{role}", "part", "give", role]]),
        f"kim{role}",
        "part",
    )
    if role == "sent":
        assert "'sent' is not a role on 'part'" in beside["d09"]
    else:
        assert beside["d09"] == ("give:sender" if role.casefold() == "sender" else "give",)


@pytest.mark.parametrize("cells", [("-", "place"), ("place", "none"), ("place", "street")])
def test_none_beside_a_code_is_no_statement(place: Place, cells: tuple[str, str]) -> None:
    rows = [["d10", "lea", "theme", cell] for cell in cells]
    path = place.table(["document", "coder", "dimension", "code"], rows)
    said = doors.imported(place, path, f"lea{cells}", "theme", coder=f"lea{cells}")
    table = place.table(
        ["unit", "coder", "code"],
        [
            *(["d10", "lea", cell] for cell in cells),
            ["d10", "bob", "place"],
            ["d11", "bob", "street"],
        ],
    )
    if "place" in cells and "street" in cells:
        assert said["d10"] == cells
        assert read_code_tables([read_raw(table)], TableRequest(multi=True)).matrices
        return
    assert "none of the codes beside place" in said["d10"]
    with pytest.raises(BadRowsError, match="none of the codes beside place"):
        read_code_tables([read_raw(table)], TableRequest(multi=True))


FOUND = [
    ["rent", "late", "fares", "NA"],
    ["rent; late", "late", "rent", "-"],
    ["rent; late", "late", "rent", "none"],
    ["rent|late", "late", "rent", "None", "--"],
    ['["rent","late"]', "[]", '["late"]', "-"],
    ["[rent, late]", "rent", "late"],
    ["[rent, late]", "[rent]", "[late]", "none"],
    ["rent/late", "rent", "late", "rent and late"],
    ["1", "1.0", "01", "2", "1,2"],
    ["Rent", "rent", "RENT;late", "late"],
    ["rent", "late", "?", "missing", "none"],
    ["parks, open", "rent (old)", "rent:a", "late"],
    ["[unclear]", "rent", "late", "\u200b"],
]


@pytest.mark.parametrize("cells", FOUND, ids=lambda cells: cells[0])
def test_without_a_codebook_agreement_reads_what_import_does(
    place: Place, cells: Sequence[str]
) -> None:
    pairs = [(one, cells[(at * 7 + 1) % len(cells)]) for at, one in enumerate([*cells, *cells])]
    path = place.table(
        ["document", "ann", "bob"], ([u, *p] for u, p in zip(UNITS, pairs, strict=False))
    )
    [matrix] = read_code_tables([read_raw(path)], TableRequest(coders=("ann", "bob"))).matrices
    book = f"found-{path.stem}"
    mapped = tuple(f"{coder}=q:{coder}" for coder in ("ann", "bob"))
    import_codings(
        place.space, CodingRequest(path, "town", book, create_codebook=True, mapped=mapped)
    )
    imported: dict[tuple[str, str], set[str]] = {}
    for one in open_codings(place.space).current("town"):
        if one.codebook == book:
            codes = imported.setdefault((one.document, one.coder), set())
            codes |= {one.code} if one.code else set()
    read = {
        (unit, coder): _members(matrix, value)
        for unit, row in zip(matrix.units, matrix.codes, strict=True)
        for coder, value in zip(matrix.coders, row, strict=True)
        if value >= 0
    }
    assert read == imported


def _members(matrix, value) -> set[str]:
    places = matrix.sets[value] if matrix.sets else {value}
    return {matrix.categories[place] for place in places}


def _without_roles(said: Said) -> Said:
    return {
        unit: codes
        if isinstance(codes, str)
        else tuple(dict.fromkeys(c.split(":")[0] for c in codes))
        for unit, codes in said.items()
    }


def _settled(place: Place, row: Sequence[str]) -> list[object]:
    try:
        return [*doors.settled(place, [row], "topic").values()]
    except BadRowsError as error:
        return [problem.problem for problem in error.problems]


def test_columns_beside_predictions_are_not_the_systems(place: Place) -> None:
    header = ["id", "comment", "topic", "topic_probability", "topic_runner_up"]
    rows = [[str(n), unit, "rent", "0.8", "bus"] for n, unit in enumerate(UNITS[:5])]
    raw, corpus = read_raw(place.table(header, rows)), load_corpus(place.space, "town")
    system = system_of_table("m", raw, corpus, place.book, ())
    assert system.codes == {"topic": dict.fromkeys(UNITS[:5], frozenset({"rent"}))}
    told = " ".join(system.remarks)
    assert "'topic_probability'" in told
    assert "Documents are read from 'comment'" in told
