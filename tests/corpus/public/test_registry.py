"""The registry says where every corpus comes from, under which licence, and how it is read."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

import textmine
from tests.test_real_corpora import SOURCES
from textmine.corpus.public import PublicCorpus, find_public, public_corpora
from textmine.errors import NotFoundError

NETWORK = {
    *("pooch", "requests", "socket", "http.client", "urllib.request", "ftplib", "smtplib"),
    *("httpx", "httpx2", "aiohttp", "distributed", "fsspec", "fsspec.core"),
}
NAMED = {"corpus/reading/remote.py", "spread/cluster.py", "llm/chat.py"}
"""What reaches an address that the user named: an object store, a scheduler, a language model."""

LISTENING = {"web/serve.py", "web/serving/app.py"}
"""What opens a socket to be asked, and asks nobody."""


@pytest.mark.parametrize("name", sorted(public_corpora()))
def test_every_entry_is_whole(name):
    source, corpus = find_public(name)
    assert source.licence
    assert source.cite
    assert all(
        file.path == corpus.path or file.path.startswith(corpus.path) for file in corpus.files
    )
    assert len({file.path for file in corpus.files}) == len(corpus.files)
    for file in corpus.files:
        address = source.address_of(file)
        if address:
            assert address.startswith(
                f"https://raw.githubusercontent.com/{source.repository[19:]}/"
            )
            assert source.commit in address
            assert " " not in address
        else:
            assert source.made


@pytest.mark.parametrize("name", sorted(public_corpora()))
def test_a_licence_in_a_repository_is_that_of_its_commit(name):
    source, _ = find_public(name)
    assert source.licence_url.startswith("https://")
    assert "github.com" not in source.licence_url or source.commit in source.licence_url


def test_no_two_corpora_have_one_name():
    folder = Path(textmine.__file__).parent / "corpus" / "public" / "registry"
    entries = [tomllib.loads(one.read_text(encoding="utf-8")) for one in folder.glob("*.toml")]
    names = [corpus["name"] for entry in entries for corpus in entry["corpora"]]
    assert sorted(names) == sorted(public_corpora())


def test_all_that_the_real_corpora_are_tested_with_can_be_fetched():
    fetched = {corpus.path for _, corpus in public_corpora().values()}
    within = "decide_madrid_es/data/comments.csv"
    assert {source.path for source in SOURCES} - fetched == {within}


def test_an_unknown_name_is_a_sentence():
    with pytest.raises(NotFoundError, match="Did you mean 'decide-madrid'"):
        find_public("decide-madird")


@pytest.mark.parametrize("path", ["/etc/passwd", "../up.csv", "a/../../b.csv", ""])
def test_a_path_cannot_leave_its_folder(path):
    entry = {"path": path, "sha256": "0" * 64, "bytes": 1}
    with pytest.raises(ValidationError, match="inside its folder"):
        PublicCorpus(
            name="x", about="x", lang="en", path="x.csv", rows=1, documents=1, files=[entry]
        )


@pytest.mark.slow
def test_nothing_else_reaches_the_network():
    root = Path(textmine.__file__).parent
    reaching = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            else:
                continue
            if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
                reaching.add(path.relative_to(root).as_posix())
    assert reaching == {"corpus/public/download_sources.py"} | NAMED | LISTENING
