"""An import over a corpus that has codings: refused, or kept and said; other texts, other codes."""

from __future__ import annotations

import sqlite3

import pytest

from tests.helpers import visible_files, write_csv
from tests.made import copied, filled, run_at, small_root
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.in_number import in_number

TEXTS = {
    "1": "More buses in the evening, please",
    "2": "The rents in the centre are too high",
    "3": "Keep the library open on Sundays",
    "4": "The new park is a success",
    "5": "Street lamps are missing by the school",
}
SHIFTED = {
    str(int(identity) + 1): text for identity, text in TEXTS.items()
}  # the ids of a new export
ONE_CHANGED = {**TEXTS, "2": "The rents in the centre are fine"}
ONE_GONE = {identity: text for identity, text in TEXTS.items() if identity != "4"}
BLANKS = {identity: f" {text.replace(' ', '  ', 1)} " for identity, text in TEXTS.items()}
GROWN = {**TEXTS, "6": "And one more message"}


@pytest.fixture
def town(workspace, tmp_path_factory):
    """Five messages, coded by one person."""
    return filled(workspace, tmp_path_factory.getbasetemp(), "of-town-imported", _make_town)


def _make_town(space):
    _write(space, "town.csv", TEXTS)
    rows = [(identity, "AB"[place % 2]) for place, identity in enumerate(TEXTS)]
    write_csv(space.root / "codes.csv", ["document", "tone"], rows)
    for command in (
        "corpus import town.csv --author - --thread-id -",
        "codebook new plain --dimension tone=A:good,B:bad",
        "coding import codes.csv --corpus town --codebook plain --coder ann",
    ):
        run_at(space.root, *command.split())


def _write(workspace, name, texts):
    return write_csv(workspace.root / name, ["id", "text"], list(texts.items()))


def _import(run, name, *more):
    return run(
        "corpus", "import", name, "--name", "town", "--author", "-", "--thread-id", "-", *more
    )


def _counted(run):
    return run("tabulate", "town", "--format", "json")


@pytest.mark.parametrize("texts", [SHIFTED, ONE_CHANGED, ONE_GONE, BLANKS, GROWN])
def test_other_documents_are_refused_with_what_is_there(town, run, texts):
    _write(town, "new.csv", texts)
    before = visible_files(town.root)
    ran = _import(run, "new.csv")
    assert ran.code == 1
    assert "There is a corpus 'town' already, 5 documents." in ran.err
    assert "What rests on it: 5 codings by ann." in ran.err
    assert "--replace" in ran.err
    assert "another --name" in ran.err
    assert visible_files(town.root) == before


@pytest.fixture
def short(tmp_path_factory, tmp_path):
    """A workspace with 48 short coded documents."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "short")


@pytest.mark.slow
def test_draws_and_models_are_named_too(short, run_in):
    run = run_in(short.root)
    assert run("coding", "sample", "small", "--n", "5", "--include-coded").code == 0
    ran = run("train", "small", "--name", "first")
    assert ran.code == 0, ran.err
    write_csv(short.root / "small.csv", ["id", "text"], [("1", "Something else")])
    ran = run("corpus", "import", "small.csv")
    assert ran.code == 1
    for said in ("48 codings by", "1 draw (draw-1)", "the model 'first'"):
        assert said in ran.err


@pytest.mark.parametrize(
    ("texts", "stand", "changed", "gone"),
    [
        (SHIFTED, 0, 4, 1),
        (ONE_CHANGED, 4, 1, 0),
        (ONE_GONE, 4, 0, 1),
        (BLANKS, 5, 0, 0),
        (GROWN, 5, 0, 0),
    ],
)
def test_codings_of_texts_that_changed_do_not_stand_until_they_are_back(
    town, run, texts, stand, changed, gone
):
    as_it_was = _counted(run).out
    _write(town, "new.csv", texts)
    ran = _import(run, "new.csv", "--replace")
    assert ran.code == 0, ran.err
    assert "'textmine undo' brings it back" in ran.err
    assert f"Of its 5 codings {stand} stand" in ran.err
    counted = _counted(run)
    assert counted.code == (0 if stand else 1)
    said = f"{changed} codings are set aside" if changed > 1 else "1 coding is set aside"
    assert (said in counted.err) is bool(changed)
    if stand:
        assert sum(row["n"] for row in counted.rows) >= stand
        left_out = in_number(f"{gone} codings are left out")
        assert (left_out in counted.err) is bool(gone)
    assert len(open_codings(town).history("town")) == 5
    back = run("undo")
    assert back.code == 0, back.err
    assert "Corpus 'town' is again what it was before this change." in back.err
    assert load_corpus(town, "town").texts == list(TEXTS.values())
    assert _counted(run).out == as_it_was


def test_every_command_says_what_is_set_aside(town, run):
    rows = [(identity, "A") for identity in TEXTS]
    write_csv(town.root / "bob.csv", ["document", "tone"], rows)
    command = "coding import bob.csv --corpus town --codebook plain --coder bob"
    assert run(*command.split()).code == 0
    _write(town, "new.csv", ONE_CHANGED)
    assert _import(run, "new.csv", "--replace").code == 0
    for told in (
        "tabulate town --coder ann",
        "agreement town --resamples 100",
        "coding adjudicate town",
        "coding sample town --n 1 --include-coded",
        "corpus check town",
    ):
        ran = run(*told.split())
        assert ran.code == 0, ran.err
        assert "2 codings are set aside: the texts of the documents" in ran.err
    history = run(*"coding history town 2 --format json".split())
    assert [row["why not"] for row in history.rows] == ["of another text"] * 2


def test_the_same_codes_of_the_new_text_stand_and_are_not_taken_for_the_old_ones(town, run):
    _write(town, "new.csv", ONE_CHANGED)
    assert _import(run, "new.csv", "--replace").code == 0
    again = run(*"coding import codes.csv --corpus town --codebook plain --coder ann".split())
    assert "1 coding is new, 4 stood there already" in again.err
    counted = _counted(run)
    assert "set aside" not in counted.err
    assert run("undo").code == 0
    assert "1 coding is set aside" in _counted(run).err
    assert run("undo").code == 0
    assert "set aside" not in _counted(run).err


def test_a_sheet_of_the_former_texts_is_not_taken_for_the_new_ones(town, run):
    command = "coding sample town --all --include-coded --coders bob --codebook plain"
    ran = run(*command.split(), "--out", "sheets", "--sheet-format", "csv")
    assert ran.code == 0, ran.err
    [sheet] = (town.root / "sheets").glob("*.csv")
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace(",,", ",A,", 1), "utf-8")
    _write(town, "new.csv", SHIFTED)
    assert _import(run, "new.csv", "--replace").code == 0
    ran = run("coding", "import", sheet)
    assert ran.code == 1
    assert len(open_codings(town).current("town")) == 1


def test_codings_of_spans_do_not_stand_when_only_blanks_moved(town, run):
    rows = [("1", "A", "5", "10"), ("2", "B", "4", "9")]
    write_csv(town.root / "spans.csv", ["document", "tone", "start", "end"], rows)
    command = "coding import spans.csv --corpus town --codebook plain --coder cem --spans start,end"
    assert run(*command.split()).code == 0
    _write(town, "new.csv", {**TEXTS, "1": TEXTS["1"].replace(" ", "  ", 1)})
    assert _import(run, "new.csv", "--replace").code == 0
    stand = {(one.coder, one.document) for one in open_codings(town).current("town")}
    assert ("ann", "1") in stand
    assert ("cem", "1") not in stand
    assert ("cem", "2") in stand


def test_codings_of_an_earlier_textmine_are_told_by_the_former_corpus(town, run):
    with sqlite3.connect(town.root / "codings.db") as database:
        database.execute("ALTER TABLE codings DROP COLUMN text_digest")
        database.execute("DROP TABLE taken_back")
    as_it_was = _counted(run).out
    _write(town, "new.csv", ONE_CHANGED)
    assert _import(run, "new.csv", "--replace").code == 0
    assert "1 coding is set aside" in _counted(run).err
    forget = run(*"undo --forget all".split())
    assert forget.code == 1
    assert "do not say which texts they are of" in forget.err
    assert run("undo").code == 0
    assert _counted(run).out == as_it_was


def test_the_same_file_again_changes_nothing_and_says_so(town, run):
    before = visible_files(town.root)
    ran = _import(run, "town.csv")
    assert ran.code == 0
    assert "Corpus 'town' has these documents already" in ran.err
    assert visible_files(town.root) == before
    assert run("undo", "--list").out.count("corpus import") == 1


def test_the_same_documents_said_anew_keep_what_was_added_to_them(town, run):
    assert run("corpus", "duplicates", "town").code == 0
    ran = _import(run, "town.csv", "--description", "What a town says")
    assert ran.code == 0, ran.err
    corpus = load_corpus(town, "town")
    assert corpus.info.description == "What a town says"
    assert "meta.duplicate_group" in corpus.documents
    assert run("undo").code == 0
    assert load_corpus(town, "town").info.description == ""


def test_a_second_file_of_the_same_name_does_not_take_its_place(town, run):
    (town.root / "later").mkdir()
    _write(town, "later/town.csv", SHIFTED)
    ran = run("corpus", "import", "later/town.csv")
    assert ran.code == 1
    assert "There is a corpus 'town' already" in ran.err
    dry = run("corpus", "import", "later/town.csv", "--dry-run")
    assert "needs --replace or another --name" in dry.err
    assert run("corpus", "import", "later/town.csv", "--name", "later").code == 0


def test_pseudonymise_and_passages_obey_the_same_rule(town, run):
    _write(town, "safe.csv", GROWN)
    assert run("corpus", "import", "safe.csv").code == 0
    command = "corpus pseudonymise town --name safe --rules-only".split()
    ran = run(*command)
    assert ran.code == 1
    assert "There is a corpus 'safe' already, 6 documents" in ran.err
    assert run(*command, "--replace").code == 0
    assert len(load_corpus(town, "safe")) == 5
    assert run("undo").code == 0
    assert len(load_corpus(town, "safe")) == 6
    passages = run(*"corpus duplicates town --passages safe".split())
    assert "another --passages, or say --replace" in passages.err


def test_a_corpus_that_cannot_be_read_is_replaced_and_no_dead_end(town, run):
    (town.root / "corpora" / "town" / "documents.parquet").write_bytes(b"not one")
    ran = _import(run, "town.csv")
    assert ran.code == 1
    assert "--replace" in ran.err
    assert _import(run, "town.csv", "--replace").code == 0
    assert _counted(run).code == 0


def test_rejected_rows_are_not_written_when_the_corpus_is_refused(town, run):
    _write(town, "new.csv", {**SHIFTED, "9": ""})
    ran = _import(run, "new.csv", "--skip-bad-rows", "bad.csv")
    assert ran.code == 1
    assert not (town.root / "bad.csv").exists()
