"""Workspaces, manifests and hashes."""

from __future__ import annotations

import json
import platform

import pytest

from textmine.errors import InputError, NotFoundError, StoreError
from textmine.store import (
    Manifest,
    find_workspace,
    init_workspace,
    read_manifest,
    sha256_of_file,
    sha256_of_json,
    sha256_of_text,
    shipped_folder,
    write_manifest,
)
from textmine.store.manifest import FORMAT, owned_files


def test_init_makes_rooms_and_settings_with_the_defaults(tmp_path):
    space = init_workspace(tmp_path / "a" / "b")
    assert {path.name for path in space.root.iterdir()} == {
        "textmine.toml",
        "corpora",
        "codebooks",
        "models",
        "reports",
    }
    assert space.settings == find_workspace(space.root).settings
    assert space.settings.seed == 42


def test_init_refuses_what_is_there(tmp_path):
    init_workspace(tmp_path / "ws")
    with pytest.raises(StoreError, match="is a workspace already"):
        init_workspace(tmp_path / "ws")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="is a file"):
        init_workspace(tmp_path / "file")


def test_a_workspace_is_found_from_below_and_by_its_name_only(workspace, tmp_path, monkeypatch):
    deep = workspace.root / "corpora"
    monkeypatch.chdir(deep)
    assert find_workspace().root == workspace.root
    with pytest.raises(NotFoundError, match="No workspace in"):
        find_workspace(deep)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFoundError, match="or above"):
        find_workspace()
    monkeypatch.setenv("TEXTMINE_WORKSPACE", str(workspace.root))
    assert find_workspace().root == workspace.root


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "-a", "a b", "é", "x" * 81, "a\n"])
def test_names_that_no_folder_can_have(workspace, name):
    with pytest.raises(InputError, match="cannot be a name"):
        workspace.folder("corpora", name)


@pytest.mark.parametrize("name", ["a", "A-1.b_c", "0", "x" * 80])
def test_names_that_are_fine(workspace, name):
    assert workspace.folder("corpora", name) == workspace.root / "corpora" / name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///codings.db", "sqlite:///{root}/codings.db"),
        ("sqlite:////elsewhere/c.db", "sqlite:////elsewhere/c.db"),
        ("postgresql://host/db", "postgresql://host/db"),
    ],
)
def test_where_codings_live(workspace, url, expected):
    (workspace.root / "textmine.toml").write_text(f'codings = "{url}"')
    assert find_workspace(workspace.root).codings_url == expected.format(root=workspace.root)


def _manifest(**changes):
    content = {
        "kind": "topics",
        "name": "themes",
        "textmine": "0.1",
        "synthetic": True,
        "seed": 42,
        "settings": {"n_topics": 10},
        "inputs": {"corpus": "é"},
        "details": {},
    }
    return Manifest(**(content | changes))


def test_a_manifest_round_trip(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_text("a")
    write_manifest(tmp_path, _manifest())
    read = read_manifest(tmp_path, "topics")
    assert read.files == {"tables/a.csv": sha256_of_text("a")}
    assert read.versions["python"] == platform.python_version()
    assert {"numpy", "scipy", "scikit-learn", "spacy", "gensim", "pandas"} < set(read.versions)
    assert read == _manifest(files=read.files, versions=read.versions)
    assert owned_files(tmp_path) == {"manifest.json", "tables/a.csv"}
    before = (tmp_path / "manifest.json").read_bytes()
    write_manifest(tmp_path, _manifest())
    assert (tmp_path / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": FORMAT + 1}, "reads up to 2. Upgrade textmine"),
        ({"format": FORMAT + 1, "clock": "now"}, "reads up to 2. Upgrade textmine"),
        ({"kind": "report"}, "'themes' is a report folder, and a topics folder is needed"),
        ({"kind": "poem"}, "cannot be read"),
        ({"clock": "now"}, "cannot be read"),
        ({"seed": "x"}, "cannot be read"),
    ],
)
def test_manifests_that_are_refused(tmp_path, change, sentence):
    content = _manifest().model_dump() | change
    (tmp_path / "manifest.json").write_text(json.dumps(content))
    with pytest.raises(InputError, match=sentence):
        read_manifest(tmp_path, "topics")


def test_a_manifest_that_is_broken_or_missing(tmp_path):
    assert owned_files(tmp_path) == set()
    with pytest.raises(NotFoundError, match=r"has no manifest\.json"):
        read_manifest(tmp_path)
    for broken in (b"{", b"[]", b"\xff"):
        (tmp_path / "manifest.json").write_bytes(broken)
        with pytest.raises(InputError, match="cannot be read"):
            read_manifest(tmp_path)


def test_hashes(tmp_path):
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / "a").write_bytes(b"")
    assert sha256_of_file(tmp_path / "a") == sha256_of_text("") == empty
    assert sha256_of_json({"b": 1, "a": "é"}) == sha256_of_text('{"a": "é", "b": 1}')


def test_the_sample_corpora_are_there():
    assert (shipped_folder() / "corpora" / "strategy-documents").is_dir()
