from __future__ import annotations

import json
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.privacy.made import by_rules, made_corpus, made_key
from textmine.errors import InputError
from textmine.privacy import KeyedCorpus, Replaced, key_path, open_key, write_key


def _filled():
    key = made_key("seed")
    made = by_rules(made_corpus(["I am Sarah Miller, of 12 Elm Street 😀"], ["Sarah Miller"]), key)
    key.corpora["small-p"] = KeyedCorpus("small", "0f", made.replaced, {"Sarah": "d1"})
    return key


def test_a_key_is_read_as_it_was_written_and_only_its_owner_may(tmp_path):
    path, key = tmp_path / "keys" / "k.json", _filled()
    write_key(path, key)
    again = open_key(path)
    assert (again.book.seed, again.book.people, again.book.numbers, again.corpora) == (
        key.book.seed, key.book.people, key.book.numbers, key.corpora,
    )  # fmt: skip
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"
    write_key(tmp_path / "keys" / "again.json", again)
    assert (tmp_path / "keys" / "again.json").read_bytes() == path.read_bytes()


def test_a_key_that_others_could_read_is_closed(tmp_path):
    path = tmp_path / "k.json"
    write_key(path, _filled())
    path.chmod(0o644)
    write_key(path, open_key(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_aliases_go_on_after_a_key_was_read(tmp_path):
    path, key = tmp_path / "k.json", _filled()
    write_key(path, key)
    again = open_key(path)
    new = again.book.enrol("Tom Reed", author=True, avoid=()).alias
    assert new == key.book.enrol("Tom Reed", author=True, avoid=()).alias
    assert new != key.book.people["sarah miller"].alias


def test_a_new_key_has_a_seed_that_nobody_knows(tmp_path):
    seeds = {open_key(tmp_path / "new.json").book.seed for _ in range(5)}
    assert len(seeds) == 5
    assert open_key(tmp_path / "new.json", "9").book.seed == "9"


@pytest.mark.parametrize("room", ["corpora", "models", "reports", "codebooks", ".textmine"])
def test_a_key_never_lies_where_things_are_shared(workspace, room):
    with pytest.raises(InputError, match=f"The key cannot lie in {room}/"):
        key_path(workspace, workspace.root / room / "x" / "k.json")
    with pytest.raises(InputError, match="cannot lie"):
        key_path(workspace, workspace.root / "keys" / ".." / room / "k.json")
    assert key_path(workspace) == workspace.root / "keys" / "project.key.json"


def test_another_seed_than_the_keys(tmp_path):
    write_key(tmp_path / "k.json", _filled())
    assert open_key(tmp_path / "k.json", "seed").book.seed == "seed"
    with pytest.raises(InputError, match="another seed"):
        open_key(tmp_path / "k.json", "other")


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b"3", b'{"format": 2}', b'{"format": 1, "seed": 1, "numbers": [], "people": {}, "corpora": 3}']))  # fmt: skip  # noqa: E501
@settings(max_examples=100, deadline=None)
def test_what_is_no_key_is_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "no.json"
    path.write_bytes(content)
    with pytest.raises(
        InputError, match=r"not a key that textmine can read|cannot be read|reads up to 1"
    ):
        open_key(path)


def test_every_replaced_span_is_in_the_file(tmp_path):
    write_key(tmp_path / "k.json", _filled())
    said = json.loads((tmp_path / "k.json").read_text())
    corpus = said["corpora"]["small-p"]
    rows = [dict(zip(corpus["columns"], row, strict=True)) for row in corpus["replaced"]]
    assert {row["original"] for row in rows} == {"Sarah Miller", "12 Elm Street"}
    assert set(rows[0]) == set(Replaced.__dataclass_fields__)
