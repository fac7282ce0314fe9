"""Whatever is given to a reader of forums ends in documents or in a sentence."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.readers import FORUM_READERS
from textmine.errors import TextmineError

_FRAGMENTS = {
    "discourse": ['{"post_stream":', '{"posts":[', "{", "}", "]", '"cooked":"<p>"', ",", "\\ud800"],
    "discourse-archive": ["topic_title,post_raw,url\n", "a,b,/t/x/7/3\n", '"', ",", "\n", "/t/9"],
    "mail": [
        "From a 10:00\n",
        "From: a\n",
        "Content-Type: multipart/mixed; boundary=x\n",
        "\n",
        "--x\n",
        "--x--\n",
        "Date: ",
        "=?utf-8?b?",
        "?=",
        "Content-Transfer-Encoding: base64\n",
        "Content-Type: text/html\n",
        "Message-ID: <a>\n",
        "References: <a> <b>\n",
        "> q\n",
        'Content-Type: text/plain; charset="\n',
        "-- \n",
        "On x wrote:\n",
        "filename*0*=x''%ff",
    ],
    "phpbb": [
        "post_id,topic_id,poster_id,post_text,post_time\n",
        "1,1,1,<r>,9\n",
        '"<r><QUOTE>"',
        ",",
        "\n",
        "[quote=a]",
        "[/quote]",
        "\\N",
        "\t",
    ],
    "convokit": ['{"id":"a",', '"text":"x"', '"reply-to":"a"', "}", "\n", '"meta":[', "{", "null"],
    "transcript": [
        "Topic: a\n",
        "From: b\n",
        "Date: 3 May 2013\n",
        "Text: ",
        "\n",
        "---\n",
        "words\n",
    ],
}
_NAMES = {
    "discourse": "t.json",
    "discourse-archive": "user_archive.csv",
    "mail": "m.mbox",
    "phpbb": "phpbb_posts.csv",
    "convokit": "utterances.jsonl",
    "transcript": "t.txt",
}


def test_every_reader_is_tried():
    assert set(_FRAGMENTS) == set(_NAMES) == {reader.name for reader in FORUM_READERS}


@pytest.mark.slow
@pytest.mark.usefixtures("no_dictionaries")
@pytest.mark.parametrize("name", sorted(_NAMES))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_bytes(name, data):
    pieces = st.sampled_from(_FRAGMENTS[name]).map(str.encode) | st.binary(max_size=8)
    content = b"".join(data.draw(st.lists(pieces, max_size=14)))
    quotes = data.draw(st.booleans()) and name not in ("convokit", "transcript")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NAMES[name]
        path.write_bytes(content)
        for target in (path, path.parent):
            try:
                reading = read_documents(target, ReadOptions(reader=name, keep_quotes=quotes))
            except TextmineError as error:
                assert str(error)
            else:
                assert reading.checked.documents["id"].is_unique
            for reader in FORUM_READERS:
                assert reader.recognises is not None and reader.recognises(target) in (True, False)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "post_stream posts stream id topic_id post_number post_type raw cooked title tags "
                "meta text speaker reply-to reply_to_post_number timestamp root".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=_json, name=st.sampled_from(["discourse", "convokit"]))
def test_any_json(value, name):
    if name == "discourse":
        value = {"id": 7, "post_stream": {"posts": [value, {"post_number": 1, "raw": "x"}]}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NAMES[name]
        path.write_text(json.dumps(value))
        for file in ("speakers.json", "conversations.json", "corpus.json"):
            (Path(folder) / file).write_text(json.dumps(value))
        try:
            read_documents(path, ReadOptions(reader=name))
        except TextmineError as error:
            assert str(error)
