"""Repeating runs: the same, or what differs, where, and why, or why it cannot be repeated."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.made import copied, small_root
from tests.once import made_once
from textmine.cli.main import run as run_command
from textmine.cli.repeating import run_words, typed_words
from textmine.coding import open_codings
from textmine.project.verify.differences import first_difference
from textmine.project.verify.verify import find_runs, verify
from textmine.running import one_change
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace
from textmine.store.manifest import MANIFEST, read_manifest
from textmine.store.opened import sealed

SETTINGS = """
[nlp]
profile = "fast"

[train]
blocks = ["words"]
folds = 2
repeats = 1
n_resamples = 100
"""


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a model, topics, a run and a report, all small."""
    base = tmp_path_factory.getbasetemp()
    return made_once(base, "of-verify", lambda folder: _make(base, folder / "ws")) / "ws"


def _make(base: Path, root: Path) -> None:
    copied(small_root(base), root)
    for room in ("models", "reports"):
        shutil.rmtree(root / room, ignore_errors=True)
    (root / "textmine.toml").write_text(SETTINGS)
    corpus = find_workspace(root).names("corpora", "corpus.toml")[0]
    here = ["-w", str(root)]
    for command in (
        ["train", corpus, "--name", "m"],
        ["topics", "fit", corpus, "--topics", "3", "--name", "t"],
        ["apply", "m", corpus, "--out", str(root / "coded.csv"), "--record"],
        ["report", corpus, "--name", "r"],
        ["words", corpus, "--report", "page"],
    ):
        assert run_command([*command, *here]) == 0, command


@pytest.fixture
def made(_made: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(_made, tmp_path / "ws")
    return find_workspace(tmp_path / "ws")


def _one(space: Workspace, name: str, *, as_is: bool = False):
    return next(verify(space, find_runs(space, name), as_is=as_is))


def _corpus(space: Workspace) -> str:
    return str(read_manifest(space.root / "models" / "m").details["corpus"])


@pytest.mark.slow
def test_all_come_out_the_same(made: Workspace) -> None:
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    runs = find_runs(made, None)
    found = {one.where: one for one in verify(made, runs, run_words=run_words)}
    for one in found.values():
        assert (one.state, one.differences, one.problem) == ("same", (), ""), one
    after = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    assert before == after


def test_pages_need_the_words_of_their_command(made: Workspace) -> None:
    found = _one(made, "page")
    assert (found.state, found.files) == ("left out", 0)
    assert "'textmine verify' repeats it" in found.problem
    _edit(made, "reports/page", settings={})
    found = next(verify(made, ["reports/page"], run_words=run_words))
    assert found.state == "left out"
    assert "does not hold the options" in found.problem


def test_a_page_of_other_options_differs(made: Workspace) -> None:
    words = read_manifest(made.root / "reports" / "page").settings["command"]
    assert words == ["words", _corpus(made), "--report", "page"]
    _edit(made, "reports/page", settings={"command": [*words, "--limit", "5"]})
    found = next(verify(made, ["reports/page"], run_words=run_words))
    assert found.state == "differs", found.problem
    assert "report.html" in {each.file for each in found.differences}
    assert "codings, codebooks and models" in found.reasons[0]
    _edit(made, "reports/page", settings={"command": [*words, "--gone"]})
    found = next(verify(made, ["reports/page"], run_words=run_words))
    assert "does not know the command" in found.problem


def test_manifests_say_what_a_run_rests_on(made: Workspace) -> None:
    corpus = _corpus(made)
    model, run, report = (
        read_manifest(made.root / room)
        for room in ("models/m", f"runs/m-{corpus}-coded", "reports/r")
    )
    assert model.format == 2
    assert {f"corpora/{corpus}", f"codings/{corpus}"} < set(model.inputs)
    assert {"python", "numpy", "spacy"} < set(model.versions)
    assert set(run.parents) == {"models/m"}
    assert set(report.parents) == {"models/m", "models/t"}


def test_other_codings_are_told_before_it_is_repeated(made: Workspace) -> None:
    corpus = _corpus(made)
    space_codings = open_codings(made)
    one = next(c for c in space_codings.current(corpus) if c.origin == "human")
    said = {"coder": "new", "codebook": one.codebook, "created_at": "2026"}
    space_codings.append([Coding(corpus, one.document, one.dimension, None, **said)])
    found = _one(made, "m")
    assert found.state == "not repeated"
    assert found.reasons == (f"the codings of '{corpus}' changed since",)
    assert "--as-is" in found.problem
    assert run_command(["verify", "m", "-w", str(made.root)]) == 1


def test_a_changed_file_is_found(made: Workspace) -> None:
    (made.root / "models" / "m" / "trained_on.txt").write_text("x\n")
    found = _one(made, "m")
    assert found.state == "differs"
    assert "trained_on.txt is damaged" in found.problem
    assert run_command(["verify", "m", "-w", str(made.root)]) == 3


def test_a_changed_output_is_found(made: Workspace) -> None:
    with (made.root / "coded.csv").open("a") as out:
        out.write("more\n")
    found = _one(made, f"m-{_corpus(made)}-coded")
    assert found.state == "differs"
    assert [each.where for each in found.differences] == ["it was changed since it was written"]


def _edit(space: Workspace, where: str, **changes: object) -> None:
    path = space.root / where / MANIFEST
    content = json.loads(path.read_text())
    content.pop("seal")
    path.write_text(json.dumps(sealed(content | changes)))


def test_another_seed_comes_out_otherwise(made: Workspace) -> None:
    _edit(made, "models/m", seed=7)
    found = _one(made, "m")
    assert found.state == "differs"
    assert "README.md" in {each.file for each in found.differences}


def test_other_libraries_are_told(made: Workspace) -> None:
    versions = read_manifest(made.root / "models" / "t").versions
    _edit(made, "models/t", versions={**versions, "numpy": "1.0"})
    found = _one(made, "t")
    assert found.state == "not repeated"
    assert "numpy 1.0 then" in found.reasons[0]
    assert _one(made, "t", as_is=True).state == "same"


def test_a_corpus_that_is_gone(made: Workspace) -> None:
    corpus = _corpus(made)
    shutil.rmtree(made.root / "corpora" / corpus)
    found = _one(made, "t")
    assert found.state == "not repeated"
    assert f"corpus '{corpus}' is gone" in found.problem


def test_a_manifest_of_an_earlier_textmine(made: Workspace) -> None:
    manifest = read_manifest(made.root / "models" / "t")
    _edit(made, "models/t", format=1, versions={}, parents={}, inputs=dict(manifest.inputs))
    assert _one(made, "t").state == "same"


def test_the_model_behind_a_report_is_another(made: Workspace) -> None:
    _edit(made, "models/t", synthetic=not read_manifest(made.root / "models" / "t").synthetic)
    found = _one(made, "r")
    assert found.state == "not repeated"
    assert found.reasons == ("model 't' changed since",)


@pytest.mark.parametrize(
    ("name", "one", "other", "where"),
    [
        ("a.csv", b"a\nb\n", b"a\nc\n", "line 2"),
        ("a.csv", b"a\n", b"a\nb\n", "line 2: “” then, “b” now"),
        ("a.bin", b"abc", b"abd", "byte 2 of 3"),
        ("a.bin", b"abc", b"abcd", "byte 3 of 3"),
    ],
)
def test_where_files_differ_first(tmp_path: Path, name, one, other, where) -> None:
    for folder, content in (("x", one), ("y", other)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(content)
    assert where in first_difference(tmp_path / "x" / name, tmp_path / "y" / name)


def test_where_arrays_differ(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((2, 2)))
    np.save(tmp_path / "b.npy", np.eye(2))
    told = first_difference(tmp_path / "a.npy", tmp_path / "b.npy")
    assert told == "2 of 4 numbers, by 1 at most, the first at (0, 0)"


def test_nothing_named(workspace: Workspace, run) -> None:
    assert run("verify").code == 2
    assert run("verify", "nothing").code == 1
    assert run("verify", "--all").code == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("words forum -w there --report p", "words forum --report p"),
        ("words forum --workspace=there --report p", "words forum --report p"),
        ("words --report p -wthere -- -w", "words --report p -- -w"),
        ("", ""),
    ],
)
def test_words_are_kept_without_their_workspace(typed: str, kept: str) -> None:
    with one_change(typed):
        assert typed_words() == kept.split()


def test_a_repeated_command_writes_nothing_but_in_its_workspace(
    made: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "kept.html"
    out.write_text("mine")
    dimension = read_manifest(made.root / "models" / "m").details["dimensions"][0]["dimension"]
    of = ("--rows", "author", "--columns", dimension)
    words = ["matrix", _corpus(made), *of, "--out", str(out)]
    run_words(words, made.root)
    assert out.read_text() == "mine"
    assert (made.root / "kept.html").is_file()
