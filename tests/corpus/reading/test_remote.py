"""Sources in an object store: a real one on loopback, and addresses that are not used."""

from __future__ import annotations

import pytest

from textmine.corpus import load_corpus
from textmine.corpus.reading import remote
from textmine.corpus.reading.remote import source_at
from textmine.errors import ExtraMissingError, InputError, NotFoundError, StoreError

CSV = "id,text\n1,We need a tram.\n2,The bus is late again.\n"


@pytest.fixture
def store(monkeypatch):
    """An S3 of one's own on loopback, with a table and a folder of texts in a bucket."""
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    secrets = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush-hush"}
    settings = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**secrets, **settings}.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    files = S3FileSystem()
    files.mkdir("council")
    files.pipe("council/round 1/messages.csv", CSV.encode())
    files.pipe("council/letters/a.txt", b"We need a tram.")
    files.pipe("council/letters/deep/b.txt", b"The bus is late again.")
    yield
    S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.mark.slow
def test_a_corpus_is_imported_from_a_store(workspace, run, store, monkeypatch):
    assert run("corpus", "import", "s3://council/round 1/messages.csv").code == 0
    corpus = load_corpus(workspace, "messages")
    assert corpus.texts == ["We need a tram.", "The bus is late again."]
    assert corpus.info.source["address"] == "s3://council/round 1/messages.csv"
    assert corpus.info.source["name"] == "messages.csv"
    assert run("corpus", "import", "s3://council/letters", "--name", "letters").code == 0
    assert sorted(load_corpus(workspace, "letters").texts) == sorted(corpus.texts)
    assert not [*workspace.scratch.glob("source-*")]
    kept = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert b"hush-hush" not in kept
    assert b"AKIDEXAMPLE" not in kept
    with (
        pytest.raises(NotFoundError, match="There is nothing at s3://council/no"),
        source_at("s3://council/no.csv", workspace),
    ):
        pass
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with (
        pytest.raises(StoreError, match=r"s3://council/a.csv cannot be read: \w+"),
        source_at("s3://council/a.csv", workspace),
    ):
        pass


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://ann:hush@bucket/a.csv", "with a user, a key or anything behind"),
        ("s3://bucket/a.csv?sig=hush", "credentials come from the environment"),
        ("abfs://ann:hush@account/a.csv", "with a user, a key"),
        ("https://example.org/a.csv", "Nothing is read from https://"),
        ("simplecache::s3://bucket/a.csv", "Nothing is read from simplecache::s3://"),
        ("file:///", "names no file"),
    ],
)
def test_addresses_that_are_refused(workspace, address, told):
    with pytest.raises(InputError) as error, source_at(address, workspace):
        pass
    assert told in str(error.value)
    assert "hush" not in str(error.value)


def test_a_file_by_its_address_and_by_its_path(workspace, tmp_path):
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    with source_at(f"file://{tmp_path}/a.csv", workspace) as brought:
        assert brought.path.read_text(encoding="utf-8") == CSV
    assert not brought.path.exists()
    with source_at(str(tmp_path / "a.csv"), workspace) as there:
        assert (there.path, there.address) == (tmp_path / "a.csv", "")


def test_what_is_missing_is_named(workspace, monkeypatch):
    monkeypatch.setattr(remote, "find_spec", lambda name: None if name == "gcsfs" else name)
    with (
        pytest.raises(ExtraMissingError, match=r"pip install \"textmine\[scale\]\" gcsfs"),
        source_at("gs://bucket/a.csv", workspace),
    ):
        pass
