"""phpBB: both forms of stored text, the joined tables, guessed parents."""

from __future__ import annotations

import json

import pytest

from tests.corpus.reading.forums.samples import HARD, cells, write_phpbb
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.forums.bbcode import Quote, split_quotes, strip_bbcode
from textmine.corpus.reading.forums.phpbb_text import phpbb_text
from textmine.corpus.reading.forums.read_phpbb import read_phpbb
from textmine.errors import InputError

QUOTING = (
    '<r><QUOTE author="ann" post_id="1"><s>[quote=ann post_id=1]</s>Too dear<e>[/quote]</e></QUOTE>'
    "\nI <B><s>[b]</s>agree<e>[/b]</e></B> <E>:)</E></r>"
)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("<t>a &amp; b<br/>\nc</t>", "a & b\nc"),
        (
            '<r><URL url="http://a.org"><s>[url=http://a.org]</s>here<e>[/url]</e></URL></r>',
            "here (http://a.org)",
        ),
        ('<r><URL url="http://a.org">http://a.org</URL></r>', "http://a.org"),
        ("<r><LIST><s>[list]</s><LI><s>[*]</s>x</LI><LI><s>[*]</s>y</LI></LIST></r>", "- x\n- y"),
        ("[b:1a]bold[/b:1a] [url=http://a.org:1a]here[/url:1a]", "bold here (http://a.org)"),
        ("[list:1a][*:1a]x[/*:m:1a]\n[*:1a]y[/*:m:1a][/list:u:1a]", "- x\n- y"),
        (
            '<!-- s:) --><img src="{S}/a.gif" alt=":)" title="x" /><!-- s:) --> &lt;3 [sic]',
            ":) <3 [sic]",
        ),
        (
            '<!-- m --><a class="postlink" href="http://a.org/b">http://a.org/…</a><!-- m -->',
            "http://a.org/… (http://a.org/b)",
        ),
        ("<r>not closed", "not closed"),
        ("<r>&bomb;</r>", "&bomb;"),
        ("", ""),
    ],
)
def test_stored_text(stored, text):
    assert phpbb_text(stored, "1a", keep_quotes=False) == (text, [])


@pytest.mark.parametrize(
    ("text", "own", "authors"),
    [
        ("[quote]a[/quote]b", "b", [""]),
        ('x[quote="A B"]a[quote=c]in[/quote]d[/quote]y[quote=e]f[/quote]', "x\n\ny", ["A B", "e"]),
        ("[quote=ann post_id=3 time=9 user_id=2]a[/quote]b", "b", ["ann"]),
        ("[quote]never closed", "[quote]never closed", []),
        ("closed[/quote]", "closed[/quote]", []),
        ("[quote][quote=x]a[/quote]b", "[quote]\n\nb", ["x"]),
    ],
)
def test_quotations(text, own, authors):
    found, quotes = split_quotes(text)
    assert (found, [quote.author for quote in quotes]) == (own, authors)


def test_marks_of_bbcode():
    assert strip_bbcode("[size=150]A[/size] [1] [color=#f00]b[/color]") == "A [1] b"
    assert split_quotes('[quote="ann, post:3, topic:7"]x[/quote]')[1] == [
        Quote("ann", "x", "3", "7")
    ]


def test_many_open_quotations_take_no_time():
    assert split_quotes("[quote]" * 50_000)[1] == []
    assert len(split_quotes("[quote]" * 50_000 + "[/quote]" * 50_000)[1]) == 1


def _posts():
    old = "[quote=&quot;Guest&quot;:1a]I agree[/quote:1a]\nNot I"
    return [
        {"post_id": 1, "poster_id": 5, "post_time": 1400000000, "post_text": "<t>Too dear</t>"},
        {
            "post_id": 2,
            "poster_id": 1,
            "post_time": 1400000100,
            "post_text": QUOTING,
            "post_username": "Guest",
        },
        {
            "post_id": 3,
            "poster_id": 6,
            "post_time": 1400000200,
            "post_text": old,
            "bbcode_uid": "1a",
        },
        {"post_id": 4, "poster_id": 9, "post_time": 1400000050, "post_text": "<t>early</t>"},
        {
            "post_id": 5,
            "poster_id": 6,
            "post_time": 1400000300,
            "post_text": "[quote=nobody]x[/quote]y",
        },
    ]


@pytest.mark.parametrize("kind", ["csv", "tsv"])
@pytest.mark.parametrize("guess", [False, True])
def test_tables_are_joined(tmp_path, kind, guess):
    folder = write_phpbb(tmp_path / "f", _posts(), kind=kind)
    reading = read_documents(folder, ReadOptions(guess_parents=guess))
    assert not reading.checked.problems
    rows = reading.checked.documents.to_dict("records")
    assert [row["text"] for row in rows] == ["Too dear", "I agree :)", "Not I", "early", "y"]
    assert [row["author"] for row in rows] == ["ann", "Guest", "ben", "user 9", "ben"]
    assert [row["position"] for row in rows] == [1, 3, 4, 2, 5]
    assert {row["title"] for row in rows} == {"Fares"}
    assert [row["meta.guessed_parent"] for row in rows] == [None, "1", "2", None, None]
    assert rows[1]["meta.guessed_from"] == "the post quoted"
    assert rows[2]["meta.guessed_from"] == "the author quoted"
    parents = [row.get("parent_id") for row in rows]
    assert parents == ([None, "1", "2", None, None] if guess else [None] * 5)
    assert json.loads(rows[1]["meta.quoted"])[0]["text"] == "Too dear"
    assert str(rows[0]["created_at"]) == "2014-05-13 16:53:20"


def test_batch_output_of_mysql(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "phpbb_posts.tsv").write_text(
        "post_id\ttopic_id\tposter_id\tpost_time\tpost_username\tpost_text\n"
        '1\t1\t2\t1400000000\t\\N\t"Too dear," he said\\nand \\\\ left\n'
    )
    row = cells(read_phpbb(folder))[0]
    assert row["text"] == '"Too dear," he said\nand \\ left'
    assert row["author"] == "user 2"


def test_texts_in_a_table_of_their_own(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "phpbb_posts.csv").write_text(
        "post_id,topic_id,poster_id,post_time\n1,1,2,1400000000\n"
    )
    with pytest.raises(InputError, match="has no column post_text"):
        read_phpbb(folder)
    (folder / "phpbb_posts_text.csv").write_text(
        "post_id,post_subject,post_text\n1,s,Hello [b]you[/b]\n"
    )
    assert cells(read_phpbb(folder))[0]["text"] == "Hello you"


@pytest.mark.parametrize("what", HARD)
@pytest.mark.parametrize("form", ["<t>{}</t>", "{}"])
def test_hard_texts(tmp_path, what, form):
    post = {"post_id": 1, "poster_id": 5, "post_time": 1400000000}
    folder = write_phpbb(tmp_path / "f", [{**post, "post_text": form.format(HARD[what])}])
    stored = read_documents(folder).checked.documents["text"][0]
    assert stored == HARD[what].replace("\r\n", "\n").replace("\r", "\n").strip()


def test_nul_and_ten_megabytes_are_problems_of_their_rows(tmp_path):
    posts = [
        {"post_id": 1, "poster_id": 5, "post_time": 1400000000, "post_text": "a\0b"},
        {"post_id": 2, "poster_id": 5, "post_time": 1400000000, "post_text": "x " * 5_000_000},
        {"post_id": 3, "poster_id": 5, "post_time": 1400000000, "post_text": "<t>fine</t>"},
    ]
    reading = read_documents(write_phpbb(tmp_path / "f", posts))
    assert sorted({problem.row for problem in reading.checked.problems}) == [2, 3]


def test_laughing_xml_is_not_expanded():
    bomb = '<r><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>&b;</r>'
    assert "haha" not in phpbb_text(bomb, keep_quotes=False)[0]
    deep = "<r>" + "<B>" * 50_000 + "deep" + "</B>" * 50_000 + "</r>"
    assert phpbb_text(deep, keep_quotes=False)[0] == "deep"


def test_folders_that_are_no_forum(tmp_path):
    with pytest.raises(InputError, match="has no table of posts"):
        read_phpbb(tmp_path)
    (tmp_path / "phpbb_posts.csv").write_text("id,text\n1,a\n")
    with pytest.raises(InputError, match="has no column post_id, topic_id"):
        read_phpbb(tmp_path)
