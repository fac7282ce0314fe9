"""The history is read as strictly as what it tells of: no path leads out, every copy is checked."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.helpers import visible_files
from tests.made import filled, run_at
from textmine.store.hashing import sha256_of_json
from textmine.store.journal import SCRATCH
from textmine.store.opened import sealed


@pytest.fixture
def kept(workspace, tmp_path_factory):
    """A workspace whose second change replaced a corpus, and whose third removed it."""
    return filled(workspace, tmp_path_factory.getbasetemp(), "of-changes", _change)


def _change(space):
    for number, text in enumerate(("Buses run late", "Rents are high"), start=1):
        (space.root / f"{number}.csv").write_text(f"id,text\n1,{text} in town\n", "utf-8")
    for command in (
        "corpus import 1.csv --name town",
        "corpus import 2.csv --name town --replace",
        "corpus remove town",
    ):
        run_at(space.root, *command.split())


def _newest(space):
    return max((space.root / ".history").iterdir(), key=lambda path: int(path.name))


def _forged(folder, part=None, **keys):
    """Change what a change says, or what its first part does, and seal it anew."""
    path = folder / "change.json"
    content = json.loads(path.read_bytes()) | keys
    content["parts"][0].update(part or {})
    del content["seal"]
    path.write_text(json.dumps(sealed(content)), encoding="utf-8")


def _refused(space, ran, *words):
    assert ran.code == 1, (ran.out, ran.err)
    assert ran.err.startswith("Error: "), ran.err
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err, ran.err


OUT = [
    ".history/1",
    "corpora/.",
    "codings/../../x",
    "corpora/a\0b",
    "../out",
    "corpora/../../out",
    "/etc/out",
    "C:\\out",
    "..\\out",
    "corpora",
    "keys/a",
    "",
]


@pytest.mark.parametrize("where", OUT)
def test_no_path_of_a_change_leads_out(kept, run, tmp_path, where):
    (tmp_path / "out").write_text("somebody's own", encoding="utf-8")
    _forged(_newest(kept), {"where": where})
    before = visible_files(kept.root)
    for command in ("undo", "undo --dry-run", "undo --list", "undo --forget all"):
        _refused(kept, run(*command.split()), "change.json cannot be read", "is no place")
    assert visible_files(kept.root) == before
    assert (tmp_path / "out").read_text(encoding="utf-8") == "somebody's own"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("town", "other"), "is damaged or was edited since"),
        (lambda text: text.replace('"number": 0', '"number": 7'), "is damaged or was edited"),
        (lambda text: text[:40], "cannot be read"),
        (lambda _: "", "cannot be read"),
        (lambda _: "[" * 100_000, "cannot be read"),
        (lambda _: "[]", "holds no keys"),
        (lambda _: '{"format": 9}', "Upgrade textmine"),
        (lambda _: '{"format": 1}', "'number': Field required"),
        (lambda _: '{"format": 1, "number": 1e999}', "'number'"),
        (lambda _: '{"format": 1, "number": ' + "9" * 5_000 + "}", "cannot be read"),
    ],
)
def test_a_damaged_change_is_refused(kept, run, change, sentence):
    path = _newest(kept) / "change.json"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = visible_files(kept.root)
    for command in ("undo", "undo --list", f"undo {path.parent.name}"):
        _refused(kept, run(*command.split()), sentence)
    assert visible_files(kept.root) == before


@pytest.mark.parametrize("number", [99, 2**80, -1, "3", 2.5])
def test_a_number_that_is_not_its_own(kept, run, number):
    _forged(_newest(kept), number=number)
    _refused(kept, run("undo"), "change.json")


@pytest.mark.parametrize("number", [2**80, -1, "3", None])
def test_a_batch_that_cannot_be(kept, run, number):
    _forged(_newest(kept), {"where": "codings/town", "number": number})
    _refused(kept, run("undo"), "change.json", "number")


@pytest.mark.parametrize("how", ["edited", "cut", "gone", "one file gone", "a link"])
def test_a_copy_that_is_not_what_was_kept(kept, run, tmp_path, how):
    copy = _newest(kept) / "1" / "former"
    file = copy / "documents.parquet"
    if how == "gone":
        shutil.rmtree(copy)
    elif how == "one file gone":
        file.unlink()
    elif how == "a link":
        file.unlink()
        (tmp_path / "elsewhere").write_text("somebody's own", encoding="utf-8")
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file.write_bytes(file.read_bytes()[:-9] if how == "cut" else file.read_bytes() + b"\n")
    before = visible_files(kept.root)
    for command in ("undo", "undo --dry-run", "undo --anyway"):
        _refused(kept, run(*command.split()), "The copy of corpora/town", str(copy))
    assert visible_files(kept.root) == before


def test_a_copy_that_redo_needs(kept, run):
    assert run("undo").code == 0
    assert run("undo").code == 0
    later = next(iter((kept.root / ".history").glob("*/1/later/documents.parquet")))
    later.write_bytes(b"PAR1")
    _refused(kept, run("undo", "--redo"), "The copy of corpora/town")


def test_what_an_earlier_textmine_kept_is_still_taken_back(kept, run):
    for path in (kept.root / ".history").glob("*/change.json"):
        content = json.loads(path.read_bytes())
        del content["seal"]
        path.write_text(json.dumps(content), encoding="utf-8")
    assert run("undo").code == 0
    assert run("corpus", "info", "town").code == 0


@pytest.mark.parametrize("name", ["007", "٣", "notes", "1" * 50])
def test_a_folder_that_is_no_change(kept, run, name):
    made = kept.root / ".history" / name
    made.mkdir()
    if name != "1" * 50:
        (made / "change.json").write_text("{}", encoding="utf-8")
    assert run("undo", "--list").code == 0


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "[" * 100_000, '{"format": 9}', '{"format": 1}', "\xff"]
)
def test_a_damaged_journal_is_refused(workspace, run, text):
    work = workspace.root / SCRATCH / "pending" / sha256_of_json("a")[:32]
    work.mkdir(parents=True)
    (work / "journal.json").write_text(text, encoding="utf-8")
    _refused(workspace, run("corpus", "list"), "journal.json", "away" if "9" not in text else "")
