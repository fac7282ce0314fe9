"""What has a name can be removed: refused while something rests on it, and never lost."""

from __future__ import annotations

import pytest

from tests.helpers import visible_files, write_csv
from tests.made import copied, filled, run_at, small_root
from textmine.coding import open_codings, open_draws
from textmine.corpus import load_corpus

ROWS = [("1", "Buses run late"), ("2", "Rents are high"), ("3", "A fine park"), ("4", "No lamps")]


@pytest.fixture
def short(tmp_path_factory, tmp_path):
    """A workspace with 48 short documents, coded by one coder."""
    return copied(small_root(tmp_path_factory.getbasetemp()), tmp_path / "short")


@pytest.fixture
def in_short(short, run_in):
    return run_in(short.root)


@pytest.fixture
def town(workspace, tmp_path_factory):
    """Four messages and a codebook; ann and bob coded them, ann a second time, and agreed codes."""
    return filled(workspace, tmp_path_factory.getbasetemp(), "of-town-removed", _make_town)


def _make_town(space):
    write_csv(space.root / "town.csv", ["id", "text"], ROWS)
    for name, codes in (("ann", "ABAB"), ("bob", "ABAA"), ("anew", "BBAB")):
        rows = [(identity, code) for (identity, _), code in zip(ROWS, codes, strict=True)]
        write_csv(space.root / f"{name}.csv", ["document", "tone"], rows)
    for command in (
        "corpus import town.csv",
        "codebook new plain --dimension tone=A:good,B:bad,C:other",
        "codebook new unused --dimension tone=A:good,B:bad",
        "coding import ann.csv --corpus town --codebook plain --coder ann",
        "coding import bob.csv --corpus town --codebook plain --coder bob",
        "coding import anew.csv --corpus town --codebook plain --coder ann",
    ):
        run_at(space.root, *command.split())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("corpus remove town", "8 codings by ann, bob"),
        ("codebook remove plain", "8 codings by ann, bob on 'town'"),
        ("codebook remove ling-martins-2015", "comes with textmine"),
        ("corpus remove twon", "Did you mean 'town'?"),
        ("codebook remove palin", "Did you mean 'plain'?"),
        ("model remove none", "There is no model 'none'"),
        ("coding remove town --batch 9", "There is no batch 9 of 'town'"),
        ("coding remove town --coder an", "Did you mean 'ann'?"),
        ("coding remove town --draw first", "'town' has no draw yet"),
        ("coding remove nowhere --all", "has no codings and no draws"),
        ("coding remove town", "say one of them"),
        ("coding remove town --all --coder ann", "say one of them"),
    ],
)
def test_what_something_rests_on_or_is_not_there_is_refused_in_a_sentence(town, run, command, said):
    before = visible_files(town.root)
    ran = run(*command.split())
    assert ran.code != 0
    assert said in ran.err
    assert visible_files(town.root) == before


def test_the_hint_names_commands_that_lead_there(town, run):
    assert run("coding", "sample", "town", "--n", "2", "--include-coded").code == 0
    ran = run("corpus", "remove", "town")
    assert "1 draw (draw-1)" in ran.err
    assert "Remove these first: 'textmine coding remove town --all'." in ran.err
    assert run(*"coding remove town --all".split()).code == 0
    removed = run("corpus", "remove", "town")
    assert removed.code == 0, removed.err
    assert "Corpus 'town', 4 documents, is removed." in removed.err
    assert "'textmine undo' brings it back" in removed.err
    assert run("corpus", "list", "--format", "json").rows == []
    assert run("codebook", "remove", "plain").code == 0
    for _ in range(3):
        assert run("undo").code == 0
    assert len(open_codings(town).current("town")) == 8
    assert [draw.name for draw in open_draws(town).all("town")] == ["draw-1"]


def test_agreed_codes_rest_on_those_of_the_coders(town, run):
    assert run("coding", "adjudicate", "town", "--majority").code == 0
    for command in ("--coder ann", "--batch 1", "--batch 2"):
        ran = run("coding", "remove", "town", *command.split())
        assert ran.code == 1
        assert "agreed code" in ran.err
        assert "textmine coding remove town --coder agreed" in ran.err
    assert run(*"coding remove town --coder agreed".split()).code == 0
    assert run(*"coding remove town --coder ann".split()).code == 0
    assert {one.coder for one in open_codings(town).current("town")} == {"bob"}


def test_a_batch_gives_way_to_what_it_had_replaced(town, run):
    codes = {one.document: one.code for one in open_codings(town).current("town")}
    assert codes["1"] in ("A", "B")
    ran = run(*"coding remove town --batch 3".split())
    assert ran.code == 0, ran.err
    stand = {one.document: one.code for one in open_codings(town).current("town")}
    assert {one.code for one in open_codings(town).current("town") if one.document == "1"} == {"A"}
    assert len(stand) == 4
    assert "is withdrawn already" in run(*"coding remove town --batch 3".split()).err


def test_batches_are_listed_with_what_stands(town, run):
    assert run(*"coding remove town --batch 2".split()).code == 0
    rows = run("coding", "batches", "town", "--format", "json").rows
    assert [row["batch"] for row in rows] == [1, 2, 3]
    assert [row["coders"] for row in rows] == ["ann", "bob", "ann"]
    assert [row["codings"] for row in rows] == [4, 4, 1]
    assert [row["stand"] for row in rows] == [3, 0, 1]
    assert [row["state"] for row in rows] == ["", "taken back", ""]
    assert "never coded" in run("coding", "batches", "other").err


def test_all_that_a_coder_said_is_withdrawn_and_kept_in_the_history(town, run):
    ran = run(*"coding remove town --coder ann".split())
    assert "All that 'ann' said of 'town' (4 codings stood)" in ran.err
    store = open_codings(town)
    assert {one.coder for one in store.current("town")} == {"bob"}
    assert sum(entry.coding.coder == "ann" for entry in store.history("town")) == 9
    again = run(*"coding import ann.csv --corpus town --codebook plain --coder ann".split())
    assert "4 codings are new" in again.err


def test_a_coder_withdrawn_does_not_come_back_with_the_former_texts(town, run):
    write_csv(town.root / "town.csv", ["id", "text"], [*ROWS[:3], ("4", "Lamps everywhere")])
    assert run("corpus", "import", "town.csv", "--replace").code == 0
    assert run(*"coding remove town --coder ann".split()).code == 0
    assert run("undo", "7").code == 1  # the removal rests on the corpus
    write_csv(town.root / "town.csv", ["id", "text"], ROWS)
    assert run("corpus", "import", "town.csv", "--replace").code == 0
    assert {one.coder for one in open_codings(town).current("town")} == {"bob"}


def test_a_draw_whose_documents_were_coded_since_stays(town, run):
    sample = "coding sample town --n 2 --include-coded --coders cem --name first"
    assert run(*sample.split()).code == 0
    drawn = [one.document for one in open_draws(town).find("town", "first").drawn]
    write_csv(town.root / "cem.csv", ["document", "tone"], [(one, "A") for one in drawn])
    command = "coding import cem.csv --corpus town --codebook plain --coder cem"
    assert run(*command.split()).code == 0
    ran = run(*"coding remove town --draw first".split())
    assert ran.code == 1
    assert "2 codings of its documents by cem" in ran.err
    assert run(*"coding remove town --coder cem".split()).code == 0
    assert run(*"coding remove town --draw first".split()).code == 0
    assert open_draws(town).all("town") == []


@pytest.mark.slow
def test_models_are_listed_and_removed_once_nothing_rests_on_them(short, in_short):
    assert in_short("train", "small", "--name", "m").code == 0
    assert in_short("topics", "fit", "small", "--topics", "3", "--name", "t").code == 0
    assert in_short("topics", "name", "t", "T01", "Rooms").code == 0
    listed = in_short("model", "list", "--format", "json").rows
    assert [(row["model"], row["made by"]) for row in listed] == [
        ("m", "train"),
        ("t", "topics fit"),
    ]
    assert in_short("apply", "m", "small", "--record").code == 0
    ran = in_short("model", "remove", "m")
    assert ran.code == 1
    assert "48 codings by model:m on 'small'" in ran.err
    removal = ran.err.partition("'textmine ")[2].partition("'")[0]
    assert removal == "coding remove small --coder model:m"
    [coder] = {one.coder for one in open_codings(short).current("small") if not one.model}
    refused = in_short("coding", "remove", "small", "--coder", coder)
    assert "the model 'm'" in refused.err
    assert in_short(*removal.split()).code == 0
    assert in_short("model", "remove", "m").code == 0
    assert in_short("coding", "remove", "small", "--coder", coder).code == 0
    assert in_short("model", "remove", "t").code == 0
    assert not list((short.root / "models").iterdir())
    assert in_short("undo").code == 0
    assert (short.root / "models" / "t" / "themes.toml").is_file()


def test_a_codebook_is_removed_with_its_former_versions_and_comes_back_with_them(town, run):
    change = "codebook change add unused --dimension tone --code C --name more --reason seen"
    assert run(*change.split()).code == 0
    before = visible_files(town.root)
    assert run("codebook", "remove", "unused").code == 0
    assert not (town.root / "codebooks" / "versions" / "unused").exists()
    assert run("undo").code == 0
    assert visible_files(town.root) == before


def test_a_dry_run_removes_nothing(town, run):
    before = visible_files(town.root)
    for command in (
        "codebook remove unused",
        "coding remove town --all",
        "coding remove town --batch 1",
        "coding remove town --coder bob",
    ):
        ran = run(*command.split(), "--dry-run")
        assert ran.code == 0
        assert "Dry run" in ran.err
    assert visible_files(town.root) == before


def test_a_corpus_gets_another_name(forum, run):
    before = load_corpus(forum, "forum")
    ran = run("corpus", "rename", "forum", "talk", "--dry-run")
    assert (ran.code, "would be called 'talk'" in ran.err) == (0, True)
    assert run("corpus", "rename", "forum", "talk").code == 0
    after = load_corpus(forum, "talk")
    assert (after.info.name, after.ids, after.info.digest) == (
        "talk",
        before.ids,
        before.info.digest,
    )
    assert not (forum.root / "corpora" / "forum").exists()
    assert run("undo").code == 0
    assert load_corpus(forum, "forum").info == before.info
    assert not (forum.root / "corpora" / "talk").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("forum", "forum"), "There is a corpus 'forum' already"),
        (("forum", "../x"), "cannot be a name"),
        (("forun", "talk"), "There is no corpus 'forun'"),
        (("forum", "talk"), "cannot be renamed; what rests on it"),
    ],
)
def test_a_name_that_cannot_be_given_is_a_sentence(coded, run, arguments, told):
    ran = run("corpus", "rename", *arguments)
    assert (ran.code, told in ran.err) == (1, True), ran.err
    assert (coded.root / "corpora" / "forum" / "corpus.toml").is_file()
