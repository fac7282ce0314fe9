"""ConvoKit: what is read, what is written, and that nothing is lost in between."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.cells import CellRule
from textmine.corpus import (
    READERS,
    About,
    export_convokit,
    import_corpus,
    load_corpus,
    read_documents,
)
from textmine.corpus.reading.forums.read_convokit import read_convokit
from textmine.corpus.reading.no_values import is_no_text
from textmine.errors import InputError, TextmineError
from textmine.store import init_workspace


def write_convokit(folder, utterances, speakers=None, conversations=None, about=None):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(utterance) for utterance in utterances]
    (folder / "utterances.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "speakers.json").write_text(json.dumps(speakers or {}), encoding="utf-8")
    (folder / "conversations.json").write_text(json.dumps(conversations or {}), encoding="utf-8")
    (folder / "corpus.json").write_text(json.dumps(about or {}), encoding="utf-8")
    return folder


def utterance(identity, text, **more):
    return {
        "id": identity,
        "conversation_id": "u1",
        "text": text,
        "speaker": "ann",
        "meta": {},
        "reply-to": None,
        "timestamp": 1_700_000_000,
        "vectors": [],
        **more,
    }


def _rows(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_fields_and_metadata(tmp_path):
    folder = write_convokit(
        tmp_path / "c",
        [
            utterance("u1", "שלום 😀", meta={"score": 3, "text": "x"}),
            utterance("u2", "=1+1", **{"reply-to": "u1", "speaker": "ben"}),
        ],
        {"ann": {"meta": {"age": 30}, "vectors": []}, "cy": {"meta": {}}},
        {"u1": {"title": "Fares"}},
        {"name": "bus"},
    )
    table = read_convokit(folder)
    first, second = _rows(table)
    assert first["text"] == "שלום 😀"
    assert first["meta.score"] == "3" and first["meta.~text"] == "x"
    assert first["meta.speaker.age"] == "30"
    assert second["meta.conversation.title"] == "Fares"
    assert (second["parent_id"], second["thread_id"], second["author"]) == ("u1", "u1", "ben")
    assert json.loads(table.facts["JSON columns"]) == ["score", "speaker.age"]
    assert any("1 speakers have no utterance: cy" in remark for remark in table.remarks)
    reading = read_documents(folder)
    assert not reading.checked.problems
    assert str(reading.checked.documents["created_at"][0]) == "2023-11-14 22:13:20"


def test_older_dumps(tmp_path):
    folder = write_convokit(
        tmp_path / "c",
        [
            {
                "id": "a",
                "user": "ann",
                "root": "a",
                "reply_to": None,
                "timestamp": "5",
                "text": "x",
            },
            {"id": "b", "user": "ben", "root": "a", "reply_to": "a", "timestamp": "6", "text": "y"},
        ],
    )
    first, second = _rows(read_convokit(folder))
    assert (first["author"], second["thread_id"], second["parent_id"]) == ("ann", "a", "a")
    assert second["meta.convokit_timestamp"] == "6"
    assert "created_at" not in first


def test_threads_of_utterances_without_one(tmp_path):
    bare = {"speaker": "s", "text": "t"}
    folder = write_convokit(
        tmp_path / "c",
        [{"id": "a", **bare}, {"id": "b", "reply_to": "a", **bare}, {"id": "c", **bare}],
    )
    assert [row["thread_id"] for row in _rows(read_convokit(folder))] == ["a", "a", "c"]


def test_pickles_are_not_read(tmp_path):
    folder = write_convokit(tmp_path / "c", [utterance("u", "x", meta={"v": "<##bin{0}&&@**>"})])
    (folder / "v-bin.p").write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    assert any("pickled values are not read" in remark for remark in read_convokit(folder).remarks)


def _round_trip(folder: Path, source: Path) -> Path:
    space = init_workspace(folder / "ws")
    import_corpus(space, "c", read_documents(source, keep_personal=["all"]), About())
    export_convokit(load_corpus(space, "c"), folder / "out")
    return folder / "out"


def _loaded(folder: Path):
    lines = (folder / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines], *(
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("speakers", "conversations", "corpus")
    )


_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
_names = _words.map(str.strip).filter(bool)
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=5,
)
_keys = st.sampled_from(
    ["score", "text", "meta.text", "meta.score", "~x", "speaker.age", "group", "Date", "", "id"]
)
_metas = st.dictionaries(_keys | _words, _values, max_size=4)


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not is_no_text(text, CellRule())


@st.composite
def corpora(draw):
    ids = draw(st.lists(_names, min_size=1, max_size=6, unique=True))

    speakers = {name: {"meta": draw(_metas), "vectors": []} for name in ("ann", "Bén 😀")}
    stamps = draw(
        st.sampled_from([st.none(), st.integers(4 * 10**8, 2 * 10**9), st.floats(0, 9), _words])
    )
    utterances = []
    for place, identity in enumerate(ids):
        parent = draw(st.sampled_from(ids[:place])) if place and draw(st.booleans()) else None
        utterances.append(
            {
                "id": identity,
                "conversation_id": draw(st.sampled_from(["c1", "c2"])),
                "text": draw(_texts.filter(_says_something)),
                "speaker": draw(st.sampled_from(sorted(speakers))),
                "meta": draw(_metas),
                "reply-to": parent,
                "timestamp": draw(stamps),
                "vectors": [],
            }
        )
    used = {utterance["speaker"] for utterance in utterances}
    threads = {utterance["conversation_id"] for utterance in utterances}
    conversations = {name: {"meta": draw(_metas), "vectors": []} for name in sorted(threads)}
    kept = {name: value for name, value in speakers.items() if name in used}
    return utterances, kept, conversations, draw(_metas)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(corpora())
def test_a_round_trip_loses_nothing(corpus):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write_convokit(folder / "in", *corpus)
        assert _loaded(_round_trip(folder, source)) == tuple(corpus)


def test_index_and_second_export(tmp_path):
    source = write_convokit(tmp_path / "in", [utterance("u1", "x", meta={"n": 1, "s": "a"})])
    out = _round_trip(tmp_path, source)
    index = json.loads((out / "index.json").read_text())
    assert index["utterances-index"] == {"n": ["<class 'int'>"], "s": ["<class 'str'>"]}
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    export_convokit(load_corpus(_space(tmp_path), "c"), out)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    assert not list(tmp_path.glob(".out*"))
    (out / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="no ConvoKit corpus"):
        export_convokit(load_corpus(_space(tmp_path), "c"), out)


def _space(tmp_path):
    from textmine.store import find_workspace

    return find_workspace(tmp_path / "ws")


def test_the_command(forum, run):
    ran = run("corpus", "export", "forum", "--out", "ck", "--to", "convokit")
    assert ran.code == 0 and "131 utterances written" in ran.err
    ran = run("corpus", "import", "ck", "--name", "again")
    assert ran.code == 0, ran.err
    first, second = load_corpus(forum, "forum"), load_corpus(forum, "again")
    for column in ("id", "text", "author", "created_at", "thread_id", "parent_id"):
        assert first.column(column) == second.column(column)


@pytest.mark.slow
@pytest.mark.usefixtures("no_dictionaries")
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=200) | st.text(alphabet='{}[]":,\\u0d8"id text', max_size=60).map(str.encode)
)
def test_any_bytes_end_in_documents_or_a_sentence(data):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "c"
        folder.mkdir()
        for file in ("utterances.jsonl", "speakers.json", "conversations.json", "corpus.json"):
            (folder / file).write_bytes(data)
        try:
            read_documents(folder)
        except TextmineError as error:
            assert str(error)


def test_nesting_bombs(tmp_path):
    folder = write_convokit(tmp_path / "c", [utterance("u", "x")])
    (folder / "utterances.jsonl").write_text("[" * 200_000)
    with pytest.raises(InputError, match="nested too deeply"):
        read_convokit(folder)
    assert next(r.name for r in READERS if r.recognises and r.recognises(folder)) == "convokit"
