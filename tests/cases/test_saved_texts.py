"""TOML, JSON and databases that are damaged, huge or of other types are refused in a sentence."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest

from textmine.config import toml_text
from textmine.errors import InputError
from textmine.nlp.encoders.model_folder import transformer_folder

SECONDS = 5
TEXTS = {
    "an integer of 5,000 digits": "a = " + "9" * 5_000,
    "a key of many parts": "a." * 20_000 + "b = 1",
    "a key of parts and blanks": "[" + "a ." * 100_000 + "b]",
    "a key of quoted parts": "'a'." * 50_000 + "b = 1",
    "nesting": "a = " + "[" * 20_000,
    "no value": "a =",
    "other bytes": "\x00",
    "an infinite number": "format = inf",
    "a list for a table": "nlp = []\nthemes = []\ndimensions = 3\ncounts = []",
}
COMMANDS = {
    "textmine.toml": "corpus list",
    "codebooks/small-book.toml": "codebook show small-book",
    "corpora/small/corpus.toml": "corpus info small",
    "models/m/themes.toml": "topics themes m",
    "models/m/manifest.json": "topics show m",
}


def _refused(ran, *words):
    assert ran.code == 1, (ran.out, ran.err)
    assert ran.err.startswith("Error: "), ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 1_000
    for word in words:
        assert word in ran.err, ran.err


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("file", COMMANDS)
def test_a_file_that_is_not_what_it_should_be(merged, in_merged, file, text):
    path = merged.root / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    begin = time.process_time()
    ran = in_merged(*COMMANDS[file].split())
    assert time.process_time() - begin < SECONDS
    _refused(ran, path.name)


@pytest.mark.parametrize("file", COMMANDS)
@pytest.mark.parametrize("what", ["a folder", "too large", "other letters"])
def test_a_file_that_cannot_be_read(merged, in_merged, monkeypatch, file, what):
    path = merged.root / file
    path.parent.mkdir(exist_ok=True)
    if what == "too large":
        path.touch()
        with path.open("r+b") as stream:
            stream.truncate(3 << 30)  # a sparse file: no room is taken
    elif what == "other letters":
        path.write_bytes(b'a = "\xff\xfe"')
    else:
        path.unlink(missing_ok=True)
        path.mkdir()
    ran = in_merged(*COMMANDS[file].split())
    if what == "a folder":
        assert "Traceback" not in ran.err
    else:
        _refused(ran, path.name, "MB" if what == "too large" else "")


def test_a_mark_of_the_byte_order_is_no_fault(merged, in_merged):
    path = merged.root / "textmine.toml"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert in_merged("corpus", "list").code == 0


def test_a_large_file_of_ones_own_is_read(merged, in_merged):
    path = merged.root / "textmine.toml"
    path.write_text("#" * (toml_text.LARGEST - 100), encoding="utf-8")
    assert in_merged("corpus", "list").code == 0


def _execute(path, *statements):
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _schema(before, after):
    column = "corpus VARCHAR "
    return f"UPDATE sqlite_master SET sql = replace(sql, '{column}{before}', '{column}{after}')"


@pytest.mark.parametrize(
    "how", ["cut", "zeros", "a value that is missing", "a draw that is no JSON"]
)
def test_a_database_that_is_damaged(small, in_small, how):
    ran = in_small(*"coding sample small --n 4 --coders ann --include-coded".split())
    assert ran.code == 0, ran.err
    path = small.root / "codings.db"
    if how == "cut":
        path.write_bytes(path.read_bytes()[:-5_000])
    elif how == "zeros":
        data = path.read_bytes()
        path.write_bytes(data[:4_096] + bytes(4_096) + data[8_192:])
    elif how == "a draw that is no JSON":
        _execute(path, "UPDATE draws SET design = '['")
    else:
        demanded, free = "NOT NULL", "/*free*/"
        _execute(path, "PRAGMA writable_schema = 1", _schema(demanded, free))
        _execute(path, "UPDATE codings SET corpus = NULL WHERE id = 1")
        _execute(path, "PRAGMA writable_schema = 1", _schema(free, demanded))
    ran = in_small(*"coding draws small".split())
    _refused(ran, "codings", "from a copy" if how != "cut" else "")


MODULES = [
    [{"path": "../out"}],
    [{"path": "/etc"}],
    [{"path": ""}, {"path": "..\\out"}],
    [],
    {},
    3,
    [3],
    [[]],
]


@pytest.mark.parametrize("listed", [*map(json.dumps, MODULES), "", "[" * 100_000, "\x00"])
def test_no_module_of_an_encoder_leads_out(tmp_path, listed):
    for folder in ("model", "out"):
        (tmp_path / folder).mkdir()
        for file in ("model.safetensors", "config.json", "tokenizer.json"):
            (tmp_path / folder / file).write_text("{}", encoding="utf-8")
    (tmp_path / "model" / "modules.json").write_text(listed, encoding="utf-8")
    with pytest.raises(InputError, match=r"outside its folder|is damaged"):
        transformer_folder(tmp_path / "model")
