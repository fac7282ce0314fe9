"""Versions on disk: what is kept, what a kill leaves, and NAME@VERSION."""

from __future__ import annotations

import pytest

from textmine.codebook import (
    Code,
    add_code,
    codebook_toml,
    find_codebook,
    newest_codebook,
    replace_version,
    retire_code,
    save_codebook,
    versions,
)
from textmine.errors import InputError, NotFoundError

NAME = "osarenkhoe-fjellstrom-2024"


def _next(book, identity="trust"):
    return add_code(book, "interaction", Code(id=identity, name="t"), reason="seen")


def test_a_built_in_one_comes_into_the_workspace(workspace):
    old = newest_codebook(workspace, NAME)
    kept = replace_version(workspace, old, _next(old))
    assert kept == workspace.root / "codebooks" / "versions" / NAME / "1.toml"
    assert find_codebook(NAME, workspace).version == 2
    assert find_codebook(f"{NAME}@1", workspace) == old == find_codebook(f"{NAME}@1")
    assert find_codebook(f"{NAME}@2", workspace) == _next(old)
    second = retire_code(_next(old), "interaction", "trust", reason="rare")
    replace_version(workspace, _next(old), second)
    assert find_codebook(f"{NAME}@2", workspace) == _next(old)


@pytest.mark.parametrize("number", ["3", "0", "x", "", "../1"])
def test_a_version_that_is_not_there(workspace, number):
    old = newest_codebook(workspace, NAME)
    replace_version(workspace, old, _next(old))
    with pytest.raises(NotFoundError, match=r"has no version '.*'\. Known: 1, 2\."):
        find_codebook(f"{NAME}@{number}", workspace)


def test_the_old_file_is_kept_byte_for_byte_and_its_head_stays(workspace):
    book = find_codebook("ling-martins-2015").model_copy(update={"name": "mine"})
    path = save_codebook(workspace, book, "# ours\n#  to mend\n\n")
    path.write_text(path.read_text() + "# the end\n")
    before = path.read_bytes()
    new = add_code(book, "knowledge_domain", Code(id="4", name="x"), reason="seen")
    kept = replace_version(workspace, book, new)
    assert kept.read_bytes() == before
    assert path.read_text() == "# ours\n#  to mend\n\n" + codebook_toml(new)


def test_a_kill_before_the_new_version_leaves_the_old_one(workspace, monkeypatch):
    old = newest_codebook(workspace, NAME)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(versions.files, "save_codebook", killed)
        with pytest.raises(KeyboardInterrupt):
            replace_version(workspace, old, _next(old))
    assert find_codebook(NAME, workspace) == old
    replace_version(workspace, old, _next(old))
    assert find_codebook(NAME, workspace) == _next(old)
    assert not list(workspace.root.rglob("*.tmp"))


def test_somebody_else_was_faster(workspace):
    old = newest_codebook(workspace, NAME)
    replace_version(workspace, old, _next(old))
    with pytest.raises(InputError, match="changed meanwhile: somebody else saved it"):
        replace_version(workspace, old, _next(old, "other"))
    assert find_codebook(NAME, workspace) == _next(old)


def test_a_kept_version_is_never_overwritten(workspace):
    old = newest_codebook(workspace, NAME)
    replace_version(workspace, old, _next(old))
    other = old.model_copy(update={"title": "gone back by hand"})
    save_codebook(workspace, other)
    with pytest.raises(InputError, match=r"holds another version 1 .* Put 'version = 2' into"):
        replace_version(workspace, other, _next(other))
    assert find_codebook(NAME, workspace) == other


@pytest.mark.parametrize("name", [f"{NAME}@1", "codebooks/x.toml"])
def test_only_the_newest_can_be_changed(workspace, name):
    with pytest.raises(InputError, match=r"cannot be changed.*Give the name alone"):
        newest_codebook(workspace, name)


def test_a_version_file_that_says_another_version(workspace):
    old = newest_codebook(workspace, NAME)
    kept = replace_version(workspace, old, _next(old))
    kept.with_name("7.toml").write_bytes(kept.read_bytes())
    with pytest.raises(InputError, match=r"7\.toml says that it is version 1"):
        find_codebook(f"{NAME}@7", workspace)
