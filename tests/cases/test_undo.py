"""Everything that a command changes in a workspace can be taken back: whole, or not at all."""

from __future__ import annotations

import pytest

from tests.helpers import visible_files, write_csv
from tests.made import copied, filled, run_at, small_root
from textmine.codebook import find_codebook
from textmine.coding import open_codings, open_draws
from textmine.errors import InputError
from textmine.store.history import changes

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
    """Four messages, a codebook, and codes of two people who differ on one."""
    return filled(workspace, tmp_path_factory.getbasetemp(), "of-town-undone", _make_town)


def _make_town(space):
    write_csv(space.root / "town.csv", ["id", "text"], ROWS)
    for coder, codes in (("ann", "ABAB"), ("bob", "ABAA")):
        rows = [(identity, code) for (identity, _), code in zip(ROWS, codes, strict=True)]
        write_csv(space.root / f"{coder}.csv", ["document", "tone"], rows)
    for command in (
        "corpus import town.csv",
        "codebook new plain --dimension tone=A:good,B:bad,C:other",
        "coding import ann.csv --corpus town --codebook plain --coder ann",
        "coding import bob.csv --corpus town --codebook plain --coder bob",
    ):
        run_at(space.root, *command.split())


RETIRE = "codebook change retire plain --dimension tone --code C --reason unused"


def _state(workspace):
    """Return everything that counts: the files, the codings that stand, the draws."""
    store = open_codings(workspace)
    standing = {
        name: sorted(map(str, store.rounds(name))) for name in store.corpora() if store.rounds(name)
    }
    draws = {name: [one.name for one in open_draws(workspace).all(name)] for name in standing}
    files = {
        path: digest
        for path, digest in visible_files(workspace.root).items()
        if not path.startswith("codings.db")
    }
    return files, standing, draws


CHANGES = [
    ("corpus import later.csv --name town --replace", "Corpus 'town' is again what it was before"),
    ("corpus import later.csv", "Corpus 'later' is removed"),
    ("corpus duplicates town", "Corpus 'town' is again what it was before"),
    ("corpus pseudonymise town --name safe --rules-only --carry-codings", "Corpus 'safe' is rem"),
    ("codebook new other --from plain", "Codebook 'other' is removed"),
    (
        "codebook change add plain --dimension tone --code D --name more --reason seen",
        "Codebook 'plain' is again what it was before",
    ),
    (RETIRE, "Former version 1 of codebook 'plain' is removed"),
    ("coding import cem.csv --corpus town --codebook plain --coder cem", "2 codings of 'town' by"),
    ("coding import cem.csv --corpus town --codebook plain --coder ann", "2 codings of 'town' by"),
    ("coding adjudicate town --majority", "3 codings of 'town' by agreed do not count"),
    ("coding sample town --n 2 --include-coded", "'draw-1' of 'town', 2 documents do not count"),
    ("coding remove town --batch 2", "Batch 2: 4 codings of 'town' by bob count again"),
    ("coding remove town --coder bob", "4 withdrawals of codings of 'town' by bob do not count"),
    ("coding remove town --all", "Batch 1: 4 codings of 'town' by ann count again"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "said"), CHANGES)
def test_a_change_is_taken_back_and_brought_back(town, run, command, said):
    write_csv(town.root / "later.csv", ["id", "text"], [(*ROWS[1],), ("9", "A new one")])
    write_csv(town.root / "cem.csv", ["document", "tone"], [("1", "C"), ("2", "C")])
    before = _state(town)
    ran = run(*command.split())
    assert ran.code == 0, ran.err
    after = _state(town)
    assert after != before
    dry = run("undo", "--dry-run")
    assert said in dry.err
    assert _state(town) == after
    ran = run("undo")
    assert ran.code == 0, ran.err
    assert f"textmine {command.split()[0]} {command.split()[1]}" in ran.err
    assert said in ran.err
    keys = {name for name in after[0] if name.startswith("keys/")}  # a key is never taken back
    assert _without(_state(town), keys) == before
    ran = run("undo", "--redo")
    assert ran.code == 0, ran.err
    assert _state(town) == after


def _without(state, names):
    return ({name: one for name, one in state[0].items() if name not in names}, *state[1:])


MODELS = [
    ("train small --name first", "Model 'first' is removed"),
    ("topics fit small --topics 3 --name themes --fresh", "Model 'themes' is removed"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "said"), MODELS)
def test_a_model_is_taken_back(short, in_short, command, said):
    before = _state(short)
    assert in_short(*command.split()).code == 0
    after = _state(short)
    assert said in in_short("undo").err
    assert _state(short) == before
    assert in_short("undo", "--redo").code == 0
    assert _state(short) == after


@pytest.mark.slow
def test_a_model_trained_anew_gives_way_to_the_former_one(short, in_short):
    assert in_short("train", "small", "--name", "m").code == 0
    note = short.root / "models" / "m" / "notes.txt"
    note.write_text("ours", encoding="utf-8")
    former = _state(short)
    ran = in_short("train", "small", "--name", "m", "--seed", "9")
    assert ran.code == 0, ran.err
    assert _state(short) != former
    assert "Model 'm' is again what it was before" in in_short("undo").err
    assert _state(short) == former


def test_themes_are_taken_back_one_by_one(short, in_short):
    assert in_short("topics", "fit", "small", "--topics", "3", "--name", "t").code == 0
    states = [_state(short)]
    for command in (
        ("topics", "name", "t", "T01", "Rooms"),
        ("topics", "merge", "t", "T01", "T02", "--into", "Both"),
        ("topics", "themes", "t", "--final", "Both"),
    ):
        assert in_short(*command).code == 0
        states.append(_state(short))
    refused = in_short("undo", str(changes(short.root)[-3].number))
    assert refused.code == 1
    assert "topics merge t T01 T02 --into Both" in refused.err
    for state in reversed(states[:-1]):
        ran = in_short("undo")
        assert "hemes of model 't'" in ran.err
        assert _state(short) == state


def test_the_same_again_is_no_change(short, in_short):
    assert in_short("topics", "fit", "small", "--topics", "3", "--name", "t").code == 0
    n = len(changes(short.root))
    assert in_short("topics", "fit", "small", "--topics", "3", "--name", "t").code == 0
    assert len(changes(short.root)) == n


def test_what_a_later_change_rests_on_is_taken_back_after_it(town, run):
    assert run("coding", "adjudicate", "town", "--majority").code == 0
    for number, later in (
        ("1", "coding import ann.csv"),
        ("2", "coding import ann.csv"),
        ("3", "coding adjudicate town --majority"),
    ):
        before = _state(town)
        ran = run("undo", number)
        assert ran.code == 1
        assert f"Change {number} cannot be taken back: on it rests change" in ran.err
        assert later in ran.err
        assert _state(town) == before


def test_of_two_imports_either_is_taken_back(town, run):
    assert run("undo", "3").code == 0
    assert {one.coder for one in open_codings(town).current("town")} == {"bob"}
    assert run("undo", "3").code == 1
    assert "was taken back already" in run("undo", "3").err
    assert run("undo", "3", "--redo").code == 0
    assert {one.coder for one in open_codings(town).current("town")} == {"ann", "bob"}


def test_a_change_that_rests_on_one_taken_back_cannot_come_back_before_it(town, run):
    for _ in range(4):
        assert run("undo").code == 0
    assert "There is nothing to take back" in run("undo").err
    ran = run("undo", "3", "--redo")
    assert ran.code == 1
    assert "it rests on change 1 (textmine corpus import town.csv)" in ran.err
    for _ in range(4):
        assert run("undo", "--redo").code == 0
    assert "There is nothing to bring back" in run("undo", "--redo").err


def test_what_was_edited_by_hand_is_not_lost(town, run):
    path = town.root / "codebooks" / "plain.toml"
    assert run(*"codebook new other --from plain".split()).code == 0
    other = path.with_name("other.toml")
    other.write_text(other.read_text(encoding="utf-8") + "\n# ours\n", encoding="utf-8")
    ran = run("undo")
    assert ran.code == 1
    assert "codebooks/other.toml is not what change" in ran.err
    assert other.exists()
    assert run("undo", "--anyway").code == 0
    assert not other.exists()
    assert run("undo", "--redo").code == 0
    assert "# ours" in other.read_text(encoding="utf-8")


def test_a_source_beside_the_corpus_stays(workspace, run):
    folder = workspace.root / "corpora" / "town"
    folder.mkdir()
    write_csv(folder / "town.csv", ["id", "text"], ROWS)
    assert run("corpus", "import", folder / "town.csv").code == 0
    assert run("undo").code == 0
    assert [path.name for path in folder.iterdir()] == ["town.csv"]


def test_a_builtin_codebook_comes_back_when_its_change_is_taken_back(workspace, run):
    change = "codebook change add ling-martins-2015 --dimension goal_orientation --code Z --name z"
    ran = run(*change.split(), "--reason", "why not")
    assert ran.code == 0, ran.err
    assert find_codebook("ling-martins-2015", workspace).version == 2
    assert run("undo").code == 0
    assert find_codebook("ling-martins-2015", workspace).version == 1
    assert not any((workspace.root / "codebooks").rglob("*.toml"))


def test_a_draw_gives_its_name_up_until_it_is_back(town, run):
    sample = "coding sample town --n 2 --include-coded".split()
    assert run(*sample).code == 0
    assert run("undo").code == 0
    assert run(*sample).code == 0
    assert [one.name for one in open_draws(town).all("town")] == ["draw-1"]
    ran = run("undo", "5", "--redo")
    assert ran.code == 1
    assert "There is another draw 'draw-1'" in ran.err
    assert run("undo").code == 0
    assert run("undo", "5", "--redo").code == 0


def test_the_list_says_what_when_and_how_much_is_kept(town, run):
    assert run("undo").code == 0
    ran = run("undo", "--list", "--format", "json")
    rows = ran.rows
    assert [row["change"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["command"] == "corpus import town.csv"
    assert rows[0]["what"] == "corpus 'town' made"
    assert rows[2]["what"] == "4 codings of 'town' by ann"
    assert [row["state"] for row in rows] == ["", "", "", "taken back"]
    assert "MB are kept in" in ran.err


def test_what_was_kept_can_be_deleted_for_good(town, run):
    write_csv(town.root / "town.csv", ["id", "text"], [("1", "Other")])
    assert run("corpus", "import", "town.csv", "--replace").code == 0
    folder = town.root / ".history" / "5"
    assert (folder / "1" / "former" / "documents.parquet").exists()
    assert "would be deleted" in run("undo", "--forget", "5", "--dry-run").err
    assert run("undo", "--forget", "5").code == 0
    assert [path.name for path in folder.iterdir()] == ["change.json"]
    ran = run("undo", "5")
    assert ran.code == 1
    assert "What change 5 kept was deleted" in ran.err


def test_an_error_while_taking_back_leaves_all_as_it_was(town, run, monkeypatch):
    assert run(*RETIRE.split()).code == 0
    changed = _state(town)

    def full(*_, **__):
        raise InputError("The disk is full.")

    for step in ("_turn_path", "_write", "keep_copy"):
        with monkeypatch.context() as broken:
            broken.setattr(f"textmine.coding.taking_back.{step}", full)
            assert "The disk is full" in run("undo").err
        assert _state(town) == changed
    assert run("undo").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("undo 99", "There is no change 99"),
        ("undo --forget x", "'x' is no number"),
        ("undo --list --redo", "one at a time"),
        ("undo 2 --redo", "was not taken back"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(town, run, arguments, said):
    ran = run(*arguments.split())
    assert ran.code != 0
    assert said in ran.err


def test_codings_of_another_database_are_left_alone(town, run):
    (town.root / "codings.db").unlink()
    command = "coding import ann.csv --corpus town --codebook plain --coder dan"
    assert run(*command.split()).code == 0
    ran = run("undo", "4")
    assert ran.code == 1
    assert "it is another one by now" in ran.err
    assert {one.coder for one in open_codings(town).current("town")} == {"dan"}


def test_codings_of_documents_that_are_gone_do_not_count(in_short, short, tmp_path):
    other = write_csv(tmp_path / "other.csv", ["id", "text"], [("x1", "Else"), ("x2", "Other")])
    name = open_codings(short).corpora()[0]
    stand = len(open_codings(short).current(name))
    assert in_short("corpus", "import", other, "--name", name, "--replace").code == 0
    ran = in_short("undo")
    assert ran.code == 0, ran.err
    assert f"{stand:,} codings stand now; 0 stood before" in ran.out + ran.err
