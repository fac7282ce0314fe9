"""Codes given with a machine's suggestion in view are known as such, and never gold for it."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace

import pytest

from tests.helpers import write_csv
from tests.made import copied, quick_workspace, run_at
from tests.once import made_once
from tests.review_queue import late_root, rows_of, save
from textmine.classify import gold_codes, load_model, train_model
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.coding.suggested import came_about
from textmine.corpus import load_corpus
from textmine.schema import Coding
from textmine.store import shipped_folder

COLUMNS = ["document", "dimension", "code"]


@pytest.fixture
def space(request, tmp_path_factory, tmp_path):
    base = tmp_path_factory.getbasetemp()
    with_queue = "queue" in request.fixturenames
    return copied(_queued_root(base) if with_queue else late_root(base, 30), tmp_path / "ws")


@pytest.fixture
def command(space, run_in):
    return run_in(space.root)


@pytest.fixture
def queue(space):
    """The queue as CSV, filled in with the machine's codes but for the last two rows."""
    return space.root / "queue.csv"


def _queued_root(base):
    def make(folder):
        root = copied(late_root(base, 30), folder / "ws").root
        run_at(root, *"apply m late --review 0.5 --queue queue.csv --out coded.csv".split())
        rows = rows_of(root / "queue.csv")
        for row in rows[:-2]:
            row["subject"] = row["machine (subject)"].partition(" ")[0]
        for row in rows[-2:]:
            row["subject"] = "ab"[row["machine (subject)"].startswith("a")]
        save(root / "queue.csv", rows)

    return made_once(base, "of-queue", make) / "ws"


def codings_of(space, coder="ann"):
    return [one for one in open_codings(space).current("late") if one.coder == coder]


def test_a_filled_in_queue_is_known_and_is_no_gold(space, command, queue):
    assert {row["suggestions_by"] for row in rows_of(queue)} == {"model:m"}
    ran = command("coding", "import", "queue.csv", "--coder", "ann")
    assert ran.code == 0
    told = "15 codes were given with a suggestion of model 'm' in view, and 13 of them follow it"
    assert told in ran.err
    found = codings_of(space)
    assert {one.origin for one in found} == {"human"}
    assert [came_about(one) for one in found].count("confirmed a suggestion (model 'm')") == 13
    assert [came_about(one) for one in found].count(
        "after a suggestion, another code (model 'm')"
    ) == 2
    for asked in (
        "evaluate m late --coder ann",
        "benchmark late --system m",
        "prevalence m late --assume random",
    ):
        ran = command(*asked.split())
        assert ran.code == 1, ran.out
        assert "suggestion" in ran.err
        assert "1.000" not in ran.out
    shown = command("coding", "history", "late", found[0].document, "--format", "json")
    assert "a suggestion (model 'm')" in shown.out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_the_sheet_showed_comes_back_with_it(space, command, form):
    import openpyxl

    command(*f"apply m late --review 0.2 --queue q.{form}".split())
    path = space.root / f"q.{form}"
    if form == "csv":
        rows = rows_of(path)
        save(path, [row | {"subject": "a"} for row in rows])
    else:
        book = openpyxl.load_workbook(path)
        sheet = book["coding"]
        header = [cell.value for cell in sheet[1]]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, header.index("subject") + 1).value = "a"
        book.save(path)
    assert command("coding", "import", path.name, "--coder", "ann").code == 0
    assert {one.suggested_by for one in codings_of(space)} == {"model:m"}


def test_blind_codes_count_beside_them(space, command, queue):
    command("coding", "import", "queue.csv", "--coder", "ann")
    shown = {one.document for one in codings_of(space)}
    blind = [i for i in load_corpus(space, "late").ids if i not in shown]
    kind = {identity: "ab"[int(identity[1:]) % 2] for identity in blind}
    open_codings(space).append(
        [Coding("late", i, "subject", kind[i], "ann", codebook="small-book") for i in blind]
    )
    ran = command(*"evaluate m late --coder ann --format json".split())
    assert ran.code == 0, ran.err
    assert '"n": 15' in ran.out
    assert "15 were coded with its suggestion in view" in ran.err
    ran = command(*"benchmark late --system m --format json".split())
    assert ran.code == 0, ran.err
    assert "15 documents are left out for 'm' on 'subject'" in ran.err
    ran = command(*"prevalence m late --assume random".split())
    assert "15 documents were coded with the suggestion of 'm' in view" in ran.err or ran.code == 0


def test_a_settled_code_is_no_gold_either_when_one_coder_saw_the_suggestion(space, command, queue):
    command("coding", "import", "queue.csv", "--coder", "ann")
    both = [replace(one, coder="bob", suggested_by="") for one in codings_of(space)]
    settled = [replace(one, coder="agreed", origin="adjudicated") for one in both]
    open_codings(space).append([*both, *settled])
    ran = command(*"evaluate m late --coder agreed".split())
    assert ran.code == 1
    assert "15 were coded with its suggestion in view" in ran.err
    assert command(*"evaluate m late --coder bob --format json".split()).code == 0


@pytest.mark.parametrize(
    "change",
    ["as a table", "without the machine's columns", "of an earlier textmine", "coded anew later"],
)
def test_there_is_no_way_around_it(space, command, queue, change):
    rows = rows_of(queue)
    asked = ["coding", "import", "queue.csv", "--coder", "ann"]
    table = ["--corpus", "late", "--codebook", "small-book"]
    if change == "as a table":
        asked += [*table, "--document", "document"]
    if change == "without the machine's columns":
        drop = ("machine (subject)", "possible (subject)", "to decide")
        save(queue, [{k: v for k, v in row.items() if k not in drop} for row in rows])
    if change == "of an earlier textmine":
        save(queue, [{k: v for k, v in row.items() if k != "suggestions_by"} for row in rows])
    ran = command(*asked)
    assert ran.code == 0, ran.err
    if change == "coded anew later":
        other = [[row["document"], "subject", "ba"["ab".index(row["subject"])]] for row in rows]
        write_csv(space.root / "t.csv", COLUMNS, other)
        ran = command("coding", "import", "t.csv", "--coder", "ann", *table)
        assert "15 documents and dimensions" in ran.err
    assert {one.suggested_by for one in codings_of(space)} == {"model:m"}
    assert len(codings_of(space)) == 15


def test_blind_sheets_of_the_same_documents_stay_blind(space, command, queue):
    command(
        *"coding sheets late --codebook small-book --draw review-1 --coders bob -f csv".split(),
        "--out",
        "sheets",
    )
    path = space.root / "sheets" / "late-review-1-bob.csv"
    save(path, [row | {"subject": "a"} for row in rows_of(path)])
    assert command("coding", "import", path).code == 0
    assert {one.suggested_by for one in codings_of(space, "bob")} == {""}


def test_a_code_that_was_given_blind_before_stays_so(space, command, queue):
    rows = rows_of(queue)
    open_codings(space).append(
        [
            Coding("late", row["document"], "subject", row["subject"], "ann", codebook="small-book")
            for row in rows[:5]
        ]
    )
    command("coding", "import", "queue.csv", "--coder", "ann")
    blind = {one.document for one in codings_of(space) if not one.suggested_by}
    assert blind == {row["document"] for row in rows[:5]}


def machine_tables(space):
    """Tables that a machine wrote, by what they are."""
    coded = rows_of(space.root / "coded.csv")
    rows = [
        [row["id"], "subject", row["subject"], "m", row["subject_probability"]] for row in coded
    ]
    named = [{k: v for k, v in row.items() if k != "coded_by"} for row in coded]
    save(space.root / "unnamed.csv", named)
    write_csv(space.root / "long.csv", [*COLUMNS, "model", "probability"], rows)
    shutil.copy(space.root / "models/m/out_of_fold/subject.csv", space.root / "held.csv")
    return ("coded.csv", "unnamed.csv", "long.csv", "held.csv", "suggested.csv")


@pytest.mark.parametrize("place", range(5))
def test_a_table_that_a_machine_wrote_is_no_persons(space, command, place):
    command(*"apply m late --out coded.csv".split())
    command(*"suggest late --codebook ling-martins-2015 --out suggested.csv".split())
    name = machine_tables(space)[place]
    for more in ((), ("--map", f"{'code' if place in (2, 3) else 'subject'}=subject")):
        ran = command(
            *("coding", "import", name, "--corpus", "late", "--codebook", "small-book"),
            *("--coder", "ann", *more),
        )
        assert ran.code == 1
        assert "and no person's codes" in ran.err
        assert "apply" in ran.err or "suggest" in ran.err
    assert open_codings(space).rounds("late") == []


def test_a_coder_who_is_a_machine_is_kept_as_one(space, command):
    ids = load_corpus(space, "late").ids
    path = write_csv(space.root / "t.csv", COLUMNS, [[i, "subject", "a"] for i in ids])
    table = ("coding", "import", path, "--corpus", "late", "--codebook", "small-book", "--coder")
    ran = command(*table, "m")
    assert ran.code == 1
    assert "'m' is the name of a model, and a coder is a person" in ran.err
    ran = command(*table, "model:m")
    assert ran.code == 0
    assert "30 codings by 'model:m' are a machine's" in ran.err
    assert {one.origin for one in codings_of(space, "model:m")} == {"machine"}
    assert command("evaluate", "m", "late").code == 1


@pytest.mark.parametrize("column", ["prediction", "predicted_label", "y_pred", "Predicted code"])
def test_a_column_of_predictions_is_no_persons(space, command, column):
    ids = load_corpus(space, "late").ids
    path = write_csv(space.root / "t.csv", ["document", column], [[i, "a"] for i in ids])
    table = ("coding", "import", path, *"--corpus late --codebook small-book".split())
    table += ("--map", f"{column}=subject", "--coder")
    ran = command(*table, "ann")
    assert ran.code == 1
    assert f"Column '{column}' holds what a machine predicts" in ran.err
    assert "--coder model:NAME" in ran.err
    ran = command(*table, "model:gpt")
    assert ran.code == 0
    assert {one.origin for one in codings_of(space, "model:gpt")} == {"machine"}


def test_codes_that_are_all_those_of_a_recorded_machine_are_named(space, command):
    command(*"apply m late --record --out coded.csv".split())
    rows = [[row["id"], "subject", row["subject"]] for row in rows_of(space.root / "coded.csv")]
    path = write_csv(space.root / "t.csv", COLUMNS, rows)
    ran = command(
        "coding", "import", path, *"--corpus late --codebook small-book --coder ann".split()
    )
    assert "All 30 codes of ann that 'model:m' gave too are the same" in ran.err


def test_a_sheet_is_filled_in_by_a_person(command, queue):
    ran = command("coding", "import", "queue.csv", "--coder", "model:m")
    assert ran.code == 1
    assert "'model:m' is the name of a machine" in ran.err


def test_what_a_model_wrote_is_benchmarked_as_the_model(space, command):
    command(*"apply m small --out coded.csv".split())
    ran = command(*"benchmark small --system again=coded.csv".split())
    assert ran.code == 1
    assert (
        "coded.csv holds what model 'm' says, perhaps of documents that it learned from" in ran.err
    )
    assert "--system m" in ran.err


def test_suggestions_by_a_codebook_are_told(space, command):
    command(*"coding sample late --n 10 --coders ann".split())
    ran = command(
        *"suggest late --codebook ling-martins-2015 --sheets out --sheet-format csv".split()
    )
    assert ran.code == 0, ran.err
    (path,) = (space.root / "out").glob("*.csv")
    rows = rows_of(path)
    assert {row["suggestions_by"] for row in rows} == {"codebook:ling-martins-2015@1"}
    save(path, [row | {"goal_orientation": "A"} for row in rows])
    ran = command("coding", "import", path)
    assert ran.code == 0, ran.err
    assert "with a suggestion of codebook 'ling-martins-2015@1' in view" in ran.err
    assert "with a suggestion of codebook" in command("tabulate", "late").err


@pytest.mark.slow
def test_training_learns_from_them_and_does_not_score_them(space):
    standing = open_codings(space).current("small")
    shown = {f"d{place:03d}" for place in range(24)}
    codings = [
        replace(one, suggested_by="model:m", confirmed=True) if one.document in shown else one
        for one in standing
    ]
    book = find_codebook("small-book", space)
    whole = load_corpus(space, "small")
    settings = space.settings.override("train", repeats=1)
    gold = gold_codes(codings, book)
    report = train_model(space, whole, whole, gold, book, "n", settings, codings=codings)
    (part,) = report.dimensions
    assert (part.n, part.shown, part.flattered) == (48, 24, False)
    assert sum(each.n_gold for each in part.grouped.classes) == 24
    card = (space.folder("models", "n") / "README.md").read_text(encoding="utf-8")
    assert "24 documents were coded on 'subject' with a model's suggestion in view" in card
    assert load_model(space, "n").name == "n"
    few = [replace(one, suggested_by="model:m") for one in standing]
    report = train_model(space, whole, whole, gold, book, "o", settings, codings=few)
    assert report.dimensions[0].flattered


def test_a_database_of_an_earlier_textmine_opens(space):
    codings = open_codings(space).current("small")
    file = space.root / "codings.db"
    with sqlite3.connect(file) as connection:
        for column in ("suggested_by", "confirmed"):
            connection.execute(f"ALTER TABLE codings DROP COLUMN {column}")
    assert open_codings(space).current("small") == codings


def test_the_shipped_database_opens(tmp_path):
    shipped = shipped_folder() / "codings.db"
    if not shipped.exists():
        pytest.skip("the demo's workspace is not here")
    space = quick_workspace(tmp_path / "ws")
    shutil.copy(shipped, space.root / "codings.db")
    found = open_codings(space).of_codebook("ling-martins-2015")
    assert found
    assert {one.suggested_by for one in found} == {""}
