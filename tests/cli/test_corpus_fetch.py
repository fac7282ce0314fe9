"""Public corpora by name: from a folder, a mirror or the source, checked before they come in."""

from __future__ import annotations

import csv
import functools
import hashlib
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import requests

from tests.helpers import LONG, visible_files, write_csv
from tests.test_real_corpora import DATA, SOURCES
from textmine.cli import corpus_fetch
from textmine.corpus import load_corpus
from textmine.corpus.public import PublicSource, dataset, public_corpora

ROWS = [
    (f"d{place}", f"{place} {LONG}" if place != 3 else "", f"t{place % 2}") for place in range(6)
]


@pytest.fixture
def shelf_with(tmp_path, monkeypatch):
    """Make a folder with one public corpus; some values of its entry can be changed."""
    folder = tmp_path / "shelf"
    (folder / "letters").mkdir(parents=True)
    path = write_csv(folder / "letters" / "all letters.csv", ["id", "text", "thread_id"], ROWS)
    monkeypatch.delenv("TEXTMINE_DATA", raising=False)

    def make(source="raw/all letters.csv", **changes):
        file = {
            "path": "letters/all letters.csv",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
            "source": source,
        }
        corpus = {
            "name": "letters",
            "about": "Letters to the editor",
            "lang": "en",
            "path": file["path"],
            "rows": 6,
            "documents": 5,
            "threads": 2,
            "files": [file],
        }
        entry = PublicSource.model_validate(
            {
                "repository": "https://github.com/someone/letters",
                "commit": "0" * 40,
                "licence": "CC BY 4.0",
                "licence_url": "https://creativecommons.org/licenses/by/4.0/",
                "cite": "Someone 2020",
                "attribution": "Name the paper.",
                "made": "It was made from letters.",
                "corpora": [{**corpus, **changes}],
            }
        )
        monkeypatch.setattr(
            dataset, "public_corpora", lambda: {"letters": (entry, entry.corpora[0])}
        )
        return folder

    return make


@pytest.fixture
def shelf(shelf_with):
    """A folder with one public corpus, which the registry knows."""
    return shelf_with()


@pytest.fixture
def fetch(run, workspace, tmp_path):
    def ask(*arguments):
        return run("corpus", "fetch", "letters", *arguments, "--cache", str(tmp_path / "cache"))

    return ask


def test_without_a_name_all_are_listed(run):
    rows = run("corpus", "fetch", "-f", "json").rows
    assert {row["name"] for row in rows} == set(public_corpora())
    assert {row["name"]: row["from"] for row in rows}["cdcp"] == "folder or mirror"
    assert {row["name"]: row["from"] for row in rows}["decide-madrid"] == "source"
    ran = run("corpus", "fetch")
    shown = ran.out.split()
    assert all(name in shown for name in public_corpora())


def test_from_a_folder_with_its_licence(shelf, fetch, workspace):
    ran = fetch("--from", str(shelf), "--accept-licence")
    assert ran.code == 0, ran.err
    assert "CC BY 4.0, https://creativecommons.org" in ran.err
    assert "Corpus 'letters': 5 documents" in ran.err
    assert "1 row of the source without a text: left out." in ran.err
    info = load_corpus(workspace, "letters").info
    assert info.licence.startswith("CC BY 4.0 (https://")
    assert info.description == "Letters to the editor. Cite: Someone 2020. Name the paper."
    assert info.source["address"] == f"https://github.com/someone/letters/tree/{'0' * 40}"
    again = fetch("--from", str(shelf), "--accept-licence").err
    assert "Corpus 'letters' has these documents already" in again


def test_a_licence_that_is_not_accepted(shelf, fetch, workspace):
    before = visible_files(workspace.root)
    ran = fetch("--from", str(shelf))
    assert ran.code == 1
    assert "is not accepted" in ran.err
    assert "--accept-licence" in ran.err
    assert visible_files(workspace.root) == before


def test_another_name_and_the_rows_without_text(shelf, fetch, workspace):
    ran = fetch(
        "--from", str(shelf), "--accept-licence", "--name", "post", "--skip-bad-rows", "e.csv"
    )
    assert ran.code == 0, ran.err
    assert len(load_corpus(workspace, "post")) == 5
    with (workspace.root / "e.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == ["d3"]


def test_the_folder_of_the_environment(shelf, fetch, monkeypatch):
    monkeypatch.setenv("TEXTMINE_DATA", str(shelf))
    ran = fetch("--accept-licence")
    assert ran.code == 0, ran.err
    assert f"from {shelf}" in ran.err


def test_a_named_folder_is_the_only_place_asked(shelf, fetch, monkeypatch, tmp_path):
    def refuse(*arguments, **options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setenv("TEXTMINE_DATA", str(tmp_path / "nowhere"))
    ran = fetch("--accept-licence")
    assert ran.code == 1
    assert "which TEXTMINE_DATA names" in ran.err
    (tmp_path / "nowhere").mkdir()
    ran = fetch("--accept-licence")
    assert ran.code == 1
    assert "unset TEXTMINE_DATA to ask the source" in ran.err
    assert fetch("--from", str(shelf), "--accept-licence").code == 0


@pytest.mark.parametrize("accepted", [True, False])
def test_a_person_is_asked_on_a_terminal(shelf, fetch, workspace, monkeypatch, accepted):
    asked = []

    def confirm(question, **options):
        asked.append(question)
        return accepted

    monkeypatch.setattr(corpus_fetch.sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(corpus_fetch.typer, "confirm", confirm)
    ran = fetch("--from", str(shelf))
    assert asked == ["Do you accept CC BY 4.0?"]
    assert ran.code == (0 if accepted else 1)
    assert (workspace.root / "corpora" / "letters").is_dir() is accepted


def test_the_codings_of_the_former_corpus_are_spoken_of(shelf, fetch, run, tmp_path):
    fetch("--from", str(shelf), "--accept-licence")
    assert run("codebook", "new", "plain", "--dimension", "tone=G:good,B:bad").code == 0
    codings = write_csv(tmp_path / "c.csv", ["id", "coder", "tone"], [("d1", "Ann", "G")])
    ran = run("coding", "import", str(codings), "--corpus", "letters", "--codebook", "plain")
    assert ran.code == 0, ran.err
    other = write_csv(tmp_path / "letters.csv", ["id", "text"], [("d1", "Another text.")])
    ran = run("corpus", "import", str(other))
    assert "There is a corpus 'letters' already, 5 documents." in ran.err
    assert run("corpus", "import", str(other), "--replace").code == 0
    refused = fetch("--from", str(shelf), "--accept-licence")
    assert "What rests on it: 1 coding by Ann" in refused.err
    ran = fetch("--from", str(shelf), "--accept-licence", "--replace")
    assert "Of its 1 coding 1 stands" in ran.err


def test_a_dry_run_writes_nothing(shelf, fetch, workspace):
    before = visible_files(workspace.root)
    ran = fetch("--from", str(shelf), "--dry-run", "-f", "csv")
    assert ran.code == 0
    assert "files    1, 0.0 MB" in ran.err
    assert str(shelf / "letters" / "all letters.csv") in ran.out
    assert visible_files(workspace.root) == before


def test_a_dry_run_names_every_address_and_what_has_none(shelf_with, fetch):
    shelf_with()
    (row,) = fetch("--dry-run", "-f", "json").rows
    assert row["file"] == "letters/all letters.csv"
    assert row["from"] == (
        f"https://raw.githubusercontent.com/someone/letters/{'0' * 40}/raw/all%20letters.csv"
    )
    shelf_with(source="")
    (row,) = fetch("--dry-run", "-f", "json").rows
    assert row["from"].startswith("no address")
    assert "from a folder or a mirror only" in fetch("--dry-run").err


def test_a_changed_file_is_refused(shelf, fetch, workspace):
    path = shelf / "letters" / "all letters.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("d1", "e1"), encoding="utf-8")
    ran = fetch("--from", str(shelf), "--accept-licence")
    assert ran.code == 1
    assert "is not the file of the registry" in ran.err
    assert not (workspace.root / "corpora" / "letters").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rows": 7}, "should have 7 rows, 5 documents, 2 threads, and has 6 rows"),
        ({"documents": 6}, "and has 6 rows, 5 documents, 2 threads"),
        ({"threads": 3}, "Nothing was imported"),
    ],
)
def test_other_counts_than_the_source_states(shelf_with, fetch, workspace, change, sentence):
    shelf = shelf_with(**change)
    ran = fetch("--from", str(shelf), "--accept-licence")
    assert ran.code == 1
    assert sentence in ran.err
    assert not (workspace.root / "corpora" / "letters").exists()


def test_what_is_not_there_is_a_sentence(shelf, fetch, tmp_path):
    assert "There is no folder nowhere" in fetch("--from", "nowhere", "--accept-licence").err
    ran = fetch("--from", str(tmp_path), "--accept-licence")
    assert "must hold letters/all letters.csv" in ran.err


@pytest.fixture
def mirror(shelf):
    """The shelf, served on this computer."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(shelf)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_mirror_serves_the_same_files_once(shelf, mirror, fetch, tmp_path):
    ran = fetch("--from", mirror, "--accept-licence")
    assert ran.code == 0, ran.err
    kept = tmp_path / "cache" / "letters" / "all letters.csv"
    assert kept.read_bytes() == (shelf / "letters" / "all letters.csv").read_bytes()
    (shelf / "letters" / "all letters.csv").unlink()
    assert fetch("--from", mirror, "--accept-licence").code == 0


def test_a_mirror_with_another_file_or_none(shelf, mirror, fetch, tmp_path):
    path = shelf / "letters" / "all letters.csv"
    path.write_text("id,text\n1,other\n", encoding="utf-8")
    ran = fetch("--from", mirror, "--accept-licence")
    assert ran.code == 1
    assert "is not the file of the registry" in ran.err
    assert [one for one in (tmp_path / "cache").rglob("*") if one.is_file()] == []
    path.unlink()
    ran = fetch("--from", mirror, "--accept-licence")
    assert "the server answered 404" in ran.err
    assert "Download https://raw.githubusercontent.com/someone" in ran.err


def test_a_mirror_that_the_environment_names(mirror, fetch, monkeypatch):
    monkeypatch.setenv("TEXTMINE_DATA", mirror)
    ran = fetch("--accept-licence")
    assert ran.code == 0, ran.err
    assert f"from {mirror}" in ran.err


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[::1", "http://a b", "https://x:99999", "http://x:0", "ftp://x.org/y"],
)
def test_an_address_that_is_none(shelf, fetch, address):
    ran = fetch("--from", address, "--accept-licence")
    assert ran.code == 1
    assert "is not the address of a mirror" in ran.err


def test_a_body_that_breaks_off_is_no_wrong_file(shelf, fetch, monkeypatch, tmp_path):
    def broken(*arguments, **options):
        raise requests.exceptions.ChunkedEncodingError("IncompleteRead(3 bytes read)")

    monkeypatch.setattr(requests, "get", broken)
    ran = fetch("--from", "https://mirror.invalid", "--accept-licence")
    assert ran.code == 1
    assert "could not be read" in ran.err
    assert [one for one in (tmp_path / "cache").rglob("*") if one.is_file()] == []


def test_a_cache_that_cannot_be_written(shelf, mirror, run, workspace, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    arguments = ("--from", mirror, "--accept-licence", "--cache", str(tmp_path / "taken"))
    ran = run("corpus", "fetch", "letters", *arguments)
    assert ran.code == 1
    assert "Downloads cannot be kept in" in ran.err
    assert "--cache" in ran.err


def test_a_damaged_file_of_the_cache_is_got_again(shelf, mirror, fetch, tmp_path):
    fetch("--from", mirror, "--accept-licence")
    kept = tmp_path / "cache" / "letters" / "all letters.csv"
    kept.write_text("cut", encoding="utf-8")
    assert fetch("--from", mirror, "--accept-licence").code == 0
    assert kept.read_bytes() == (shelf / "letters" / "all letters.csv").read_bytes()


def test_without_a_network_it_says_what_to_do(shelf, fetch, monkeypatch):
    def refuse(*arguments, **options):
        raise requests.exceptions.ConnectionError("no route")

    monkeypatch.setattr(requests, "get", refuse)
    ran = fetch("--accept-licence")
    assert ran.code == 1
    assert "there is no connection to it" in ran.err
    assert "raw/all%20letters.csv by hand" in ran.err
    assert "Traceback" not in ran.err


def test_a_table_that_no_address_serves(shelf_with, fetch):
    shelf_with(source="")
    ran = fetch("--accept-licence")
    assert ran.code == 1
    assert "No address serves letters/all letters.csv. It was made from letters." in ran.err
    assert "is not accepted" not in fetch().err


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(dataset.public_corpora()))
def test_every_public_corpus_comes_in_with_one_command(name, run, workspace, monkeypatch):
    _, corpus = dataset.public_corpora()[name]
    if not (DATA / corpus.files[0].path).exists():
        pytest.skip(f"{corpus.path} is not there: TEXTMINE_DATA names the folder of the corpora")
    monkeypatch.setenv("TEXTMINE_DATA", str(DATA))
    ran = run("corpus", "fetch", name, "--accept-licence")
    assert ran.code == 0, ran.err
    counts = load_corpus(workspace, name).info.counts
    assert all((DATA / file.path).stat().st_size == file.bytes for file in corpus.files)
    stated = [source for source in SOURCES if source.path == corpus.path]
    assert stated or name == "approved-clauses"
    for source in stated:
        assert counts["documents"] == source.rows - source.empty
        assert corpus.rows == source.rows
        assert source.threads is None or counts["threads"] == source.threads
