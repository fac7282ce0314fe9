"""Discourse: topics, folders of them, archives of members."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.corpus.reading.forums.samples import HARD, cells, post, topic, write_json
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.forums.read_discourse import read_discourse
from textmine.corpus.reading.forums.read_discourse_archive import read_discourse_archive
from textmine.errors import BadRowsError, InputError

QUOTING = (
    '<aside class="quote no-group" data-username="ann" data-post="1" data-topic="7"><div class='
    '"title">ann:</div><blockquote><p>Too dear</p></blockquote></aside><p>I agree</p>'
)


def _remarks(table):
    return " | ".join(table.remarks)


def test_posts_and_whom_they_answer(tmp_path):
    path = write_json(
        tmp_path / "t.json",
        topic(
            post(1, "<p>Too <b>dear</b> <img class=emoji alt=':bus:'></p>", reads=5, score=1.5),
            post(2, QUOTING, reply_to_post_number=1, actions_summary=[{"id": 2, "count": 3}]),
        ),
    )
    reading = read_documents(path)
    assert reading.table.facts["read as"] == "discourse"
    assert not reading.checked.problems
    first, second = reading.checked.documents.to_dict("records")
    assert (first["id"], first["text"], first["parent_id"]) == ("7.1", "Too dear :bus:", None)
    assert (second["id"], second["parent_id"], second["thread_id"]) == ("7.2", "7.1", "7")
    assert (second["text"], second["title"]) == ("I agree", "Bus fares")
    assert (first["meta.reads"], first["meta.score"], second["meta.likes"]) == ("5", "1.5", "3")
    assert first["meta.tags"] == "bus, fares"
    assert json.loads(second["meta.quoted"]) == [
        {"author": "ann", "post": "1", "topic": "7", "text": "Too dear"}
    ]
    assert second["position"] == 2


def test_quotations_can_be_kept(tmp_path):
    path = write_json(
        tmp_path / "t.json", topic(post(1, QUOTING), post(2, "", raw="[quote]a[/quote]b"))
    )
    reading = read_documents(path, ReadOptions(keep_quotes=True))
    texts = list(reading.checked.documents["text"])
    assert texts[0].startswith("ann:\n\nToo dear") and texts[0].endswith("I agree")
    assert texts[1] == "[quote]a[/quote]b"


def test_raw_is_taken_before_cooked(tmp_path):
    raw = '[quote="ann, post:1, topic:7"]\nToo dear\n[/quote]\n\nI **agree**\r\n:smile:'
    table = read_discourse(write_json(tmp_path / "t.json", topic(post(1, "<p>no</p>", raw=raw))))
    row = cells(table)[0]
    assert row["text"] == "I **agree**\n:smile:"
    assert json.loads(row["quoted"])[0]["author"] == "ann"


def test_link_previews_give_their_address(tmp_path):
    cooked = (
        '<p>See</p><aside class="onebox" data-onebox-src="https://x.org/a"><p>Words of others</p>'
        '</aside><p><a href="https://x.org/b">plan</a></p>'
    )
    row = cells(read_discourse(write_json(tmp_path / "t.json", topic(post(1, cooked)))))[0]
    assert row["text"] == "See\n\nhttps://x.org/a\n\nplan"
    assert json.loads(row["links"]) == [["plan", "https://x.org/b"]]


def test_what_is_missing_and_left_out_is_counted(tmp_path):
    path = write_json(
        tmp_path / "t.json",
        topic(
            post(1, "<p>a</p>"),
            post(2, "", post_type=3),
            post(3, "<p>staff</p>", post_type=4),
            post(4, QUOTING.replace("<p>I agree</p>", "")),
            post(5, "<p>gone</p>", user_deleted=True),
            stream=list(range(101, 131)),
        ),
    )
    table = read_discourse(path)
    assert [row["id"] for row in cells(table)] == ["7.1", "7.3", "7.5"]
    assert [row["kind"] for row in cells(table)] == ["", "whisper", "deleted"]
    said = _remarks(table)
    assert "25 posts are named but not in what was saved (topic 7 lacks 25)" in said
    assert "1 posts left out (small action): 7.2" in said
    assert "1 posts left out (nothing but quotations): 7.4" in said
    assert "which only staff can see" in said


@pytest.mark.parametrize("form", ["list", "lines", "folder", "posts.json"])
def test_several_topics(tmp_path, form):
    one = topic(post(1, "<p>a</p>"))
    two = topic(post(1, "<p>b</p>", topic_id=8), id=8, title="Trams")
    path = tmp_path / "t.json"
    if form == "list":
        write_json(path, [one, two])
    elif form == "lines":
        path.write_text(json.dumps(one) + "\n" + json.dumps(two))
    elif form == "posts.json":
        write_json(path, {"latest_posts": [post(1, "<p>a</p>"), post(1, "<p>b</p>", topic_id=8)]})
    else:
        path = tmp_path / "topics"
        path.mkdir()
        for number, value in enumerate([one, two, one]):
            write_json(path / f"{number}.json", value)
    reading = read_documents(path)
    assert [row["id"] for row in cells(reading.table)] == ["7.1", "8.1"]
    assert ("1 posts stand in more than one place" in _remarks(reading.table)) == (form == "folder")


def test_a_bad_file_of_a_folder_is_named(tmp_path):
    write_json(tmp_path / "a.json", topic(post(1, "<p>a</p>")))
    (tmp_path / "b.json").write_text('{"post_stream": ')
    reading = read_documents(tmp_path)
    assert "b.json is no JSON: line 1" in str(reading.checked.problems[0])


def test_an_answer_to_a_post_that_was_not_saved(tmp_path):
    path = write_json(tmp_path / "t.json", topic(post(30, "<p>a</p>", reply_to_post_number=2)))
    assert "there is no document '7.2'" in str(read_documents(path).checked.problems[0])
    kept = read_documents(path, keep_orphans=True).checked
    assert kept.documents["meta.lost_parent"][0] == "7.2"


@pytest.mark.parametrize("value", [{}, [], {"topic_list": {"topics": []}}, {"post_stream": {}}, 7])
def test_json_without_posts(tmp_path, value):
    with pytest.raises(InputError, match="holds no post of a Discourse topic"):
        read_discourse(write_json(tmp_path / "t.json", value))


@pytest.mark.parametrize("what", HARD)
def test_hard_texts(tmp_path, what):
    text = HARD[what]
    path = write_json(tmp_path / "t.json", topic(post(1, "", raw=text)))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b', "', b',\r\n"'))
    stored = read_documents(path).checked.documents["text"][0]
    assert stored == text.replace("\r\n", "\n").replace("\r", "\n").strip()


def test_nul_and_ten_megabytes_are_problems_of_their_rows(tmp_path):
    path = write_json(
        tmp_path / "t.json",
        topic(post(1, "", raw="a\0b"), post(2, "", raw="x" * 10_000_000), post(3, "<p>good</p>")),
    )
    reading = read_documents(path)
    said = " ".join(str(problem) for problem in reading.checked.problems)
    assert "row 1, column 'text': the cell holds a NUL" in said
    assert "row 2, column 'text': the text has 10,000,000 characters" in said
    assert list(reading.checked.documents["id"]) == ["7.3"]


def test_nesting_bombs(tmp_path):
    path = tmp_path / "t.json"
    path.write_text('{"post_stream": ' + "[" * 200_000)
    with pytest.raises(InputError, match="nested too deeply"):
        read_documents(path)
    deep = write_json(tmp_path / "d.json", topic(post(1, "<div>" * 50_000 + "deep")))
    assert cells(read_discourse(deep))[0]["text"] == "deep"


ARCHIVE = (
    "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\r\n"
    'Bus fares,Transport|Bus,No,"=1+1 😀",<p>x</p>,2,1,https://f.org/t/bus-fares/7/3,'
    "2024-03-01 10:00:00 UTC\r\n"
    "Hello,,Yes,,<p>Psst</p>,0,0,https://f.org/t/hello/9/1,2024-03-02 10:00:00 UTC\r\n"
    "Hello,,Yes,,,0,0,https://f.org/t/hello/9/2,2024-03-02 11:00:00 UTC\r\n"
)


@pytest.mark.parametrize("packed", [False, True])
def test_archives_of_members(tmp_path, packed):
    path = tmp_path / ("a.zip" if packed else "user_archive.csv")
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x/user_archive.csv", ARCHIVE)
    else:
        path.write_text(ARCHIVE, encoding="utf-8", newline="")
    reading = read_documents(path)
    documents = reading.checked.documents
    assert list(documents["id"]) == ["7.3", "9.1"]
    assert list(documents["text"]) == ["=1+1 😀", "Psst"]
    assert documents["meta.categories"][0] == "Transport|Bus"
    assert "1 are private messages" in _remarks(reading.table)
    assert "1 posts left out (no text): 9.2" in _remarks(reading.table)


def test_zips_that_are_none(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(InputError, match="not a zip archive"):
        read_discourse_archive(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.csv", "a,b")
    with pytest.raises(InputError, match=r"holds no user_archive\.csv"):
        read_discourse_archive(path)


def test_only_bad_files(tmp_path):
    (tmp_path / "b.json").write_text('{"post_stream": ')
    with pytest.raises(BadRowsError, match="cannot be used"):
        read_documents(tmp_path)
