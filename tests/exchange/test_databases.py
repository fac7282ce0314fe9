"""Databases of Taguette and QualCoder, and Taguette's table of tags."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.exchange.made_projects import coded_words
from tests.helpers import write_csv
from textmine.coding import open_codings
from textmine.corpus import import_corpus, read_documents
from textmine.errors import BadRowsError, InputError
from textmine.exchange.bringing_in import bring_in
from textmine.exchange.planning import ReadRequest
from textmine.exchange.reading_files import read_project
from textmine.exchange.taguette import HtmlPlaces
from textmine.store import Workspace

TAGUETTE = """
create table users (login text);
create table projects (id integer primary key, name text, description text);
create table documents (id integer primary key, name text, description text, contents text);
create table tags (id integer primary key, path text, description text);
create table highlights (id integer primary key, document_id int, start_offset int, end_offset int);
create table highlight_tags (highlight_id int, tag_id int);
create table commands (id integer primary key, date text, user_login text, payload text);
"""
PAGE = "<h1>Vœux</h1><p>Un café 😀 &amp; un thé.</p><script>no()</script><p>Fin<br>ici</p>"
PLAIN = "VœuxUn café 😀 & un thé.Finici"


def taguette(path: Path, *projects: str) -> Path:
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(TAGUETTE)
        for number, name in enumerate(projects, start=1):
            connection.execute("insert into projects values (?, ?, '')", (number, name))
        connection.execute("insert into users values ('ana'), ('ben')")
        connection.execute("insert into documents values (1, 'd', 'about', ?)", (PAGE,))
        connection.execute("insert into tags values (1, 'drinks', ''), (2, 'end', 'the last')")
        for number, words in ((1, "café 😀 & un"), (2, "Finici")):
            start = len(PLAIN[: PLAIN.index(words)].encode())
            end = start + len(words.encode())
            connection.execute("insert into highlights values (?, 1, ?, ?)", (number, start, end))
            connection.execute("insert into highlight_tags values (?, ?)", (number, number))
            said = json.dumps({"type": "highlight_add", "highlight_id": number})
            user = "ana" if number == 1 else "ben"
            connection.execute(
                "insert into commands values (?, '2026-01-05 10:00:00', ?, ?)", (number, user, said)
            )
        connection.execute("insert into highlights values (9, 1, 5, 9999)")
    connection.close()
    return path


def test_taguette_counts_bytes_and_its_log_says_who_coded(tmp_path: Path) -> None:
    found = read_project(taguette(tmp_path / "t.sqlite3", "pilot")).project
    assert found.sources[0].text == "Vœux\nUn café 😀 & un thé.\nFin\nici"
    assert coded_words(found) == [
        ("d", "ana", "drinks", "café 😀 & un"),
        ("d", "ben", "end", "Fin\nici"),
    ]
    assert [(loss.what, loss.n) for loss in found.losses] == [
        ("selections that lie outside of their texts", 1)
    ]


def test_a_database_with_several_projects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 projects"):
        read_project(taguette(tmp_path / "t.sqlite3", "one", "two"))


def test_nothing_is_written_beside_a_database(tmp_path: Path) -> None:
    path = taguette(tmp_path / "t.sqlite3", "pilot")
    before = path.read_bytes()
    read_project(path)
    assert [one.name for one in tmp_path.iterdir()] == ["t.sqlite3"]
    assert path.read_bytes() == before


def test_a_damaged_database_is_a_sentence(tmp_path: Path) -> None:
    path = taguette(tmp_path / "t.sqlite3", "pilot")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(InputError, match=r"damaged|nothing that is read"):
        read_project(path)


def test_a_table_of_tags(tmp_path: Path) -> None:
    path = tmp_path / "tags.csv"
    path.write_text(
        'tag,description,number of highlights\na,first,1\na.b,"x, y",0\n', encoding="utf-8-sig"
    )
    codes = read_project(path).project.codes
    assert [(code.name, code.description) for code in codes] == [("a", "first"), ("a.b", "x, y")]


def test_highlights_are_found_in_the_texts_of_a_corpus(
    workspace: Workspace, tmp_path: Path
) -> None:
    texts = [["d1", "Buses are late.\nThe  park is loud."], ["d2", "late and late"]]
    corpus = write_csv(tmp_path / "c.csv", ["id", "text"], texts)
    import_corpus(workspace, "c", read_documents(corpus))
    rows = [
        ["1", "d1", "noise", "The park is loud"],
        ["2", "d1", "time", "late. The"],
        ["3", "d2", "time", "late"],
        ["4", "d3", "time", "late"],
        ["5", "d1", "time", "bikes"],
    ]
    header = ["id", "document", "tag", "content"]
    path = write_csv(tmp_path / "h.csv", header, rows)
    with pytest.raises(InputError, match="--name CORPUS"):
        bring_in(workspace, ReadRequest(path))
    damaged = write_csv(tmp_path / "d.csv", header, [*rows, ["6", "d1", "#N/A", "loud"]])
    with pytest.raises(BadRowsError, match=r"row 7, column 'tag': .* error of the spreadsheet"):
        bring_in(workspace, ReadRequest(damaged, corpus="c", nobody="ana"))
    done = bring_in(workspace, ReadRequest(path, corpus="c", nobody="ana"))
    spans = [
        (one.coder, one.code, texts[0][1][one.start : one.end])
        for one in open_codings(workspace).current("c")
    ]
    assert sorted(spans, key=str) == [
        ("ana", "noise", "The  park is loud"),
        ("ana", "time", "late.\nThe"),
    ]
    assert {loss.what: loss.n for loss in done.losses} == {
        "highlights whose words the document has several times": 1,
        "highlights in documents that the corpus does not have": 1,
        "highlights whose words the document does not have": 1,
    }


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("a<br/>b", "a\nb"),
        ("<div><div>a</div></div><p></p><p>b</p>", "a\nb"),
        ("<style>x</style>a &lt; b", "a < b"),
        ("", ""),
    ],
)
def test_pages_have_a_line_a_block(page: str, text: str) -> None:
    places = HtmlPlaces.of(page)
    assert places.text == text
    plain = places.plain
    spans = [(at, at + 1) for at in range(len(plain)) if not plain[at].isspace()]
    found = places.from_bytes(spans)
    assert [text[one[0] : one[1]] for one in found if one] == [plain[s] for s, _ in spans]


QUALCODER = """
create table source (id integer primary key, name text, fulltext text, memo text, owner text,
    date text);
create table code_cat (catid integer primary key, name text, memo text, supercatid int);
create table code_name (cid integer primary key, name text, memo text, catid int, color text);
create table code_text (ctid integer primary key, cid int, fid int, seltext text, pos0 int,
    pos1 int, owner text, date text, memo text);
create table code_image (cid int);
create table annotation (anid integer primary key, fid int, pos0 int, pos1 int, memo text,
    owner text, date text);
create table cases (caseid integer primary key, name text, memo text);
create table case_text (id integer primary key, caseid int, fid int);
create table attribute_type (name text, caseOrFile text);
create table attribute (attrid integer primary key, name text, attr_type text, value text, id int);
create table journal (jid integer primary key, name text, jentry text, owner text, date text);
"""


def test_a_project_of_qualcoder(tmp_path: Path) -> None:
    folder = tmp_path / "pilot.qda"
    folder.mkdir()
    text = "Buses 😀 are late.\nThe park is loud."
    connection = sqlite3.connect(folder / "data.qda")
    with connection:
        run = connection.execute
        connection.executescript(QUALCODER)
        run(
            "insert into source values (1, 'm1', ?, 'a memo', 'Ana', '2026-01-05 10:00:00')",
            (text,),
        )
        run("insert into source values (2, 'photo.png', null, '', 'Ana', '')")
        run("insert into code_cat values (1, 'Travel', '', null), (2, 'Bus', '', 1)")
        run("insert into code_name values (1, 'Late', 'not in time', 2, '#FF0000')")
        run("insert into code_name values (2, 'Noise', '', null, '')")
        for number, words, owner, memo in ((1, "late", "Ana", "really"), (2, "loud", "Ben", "")):
            start = text.index(words)
            run(
                "insert into code_text values (?, ?, 1, ?, ?, ?, ?, '2026-01-06', ?)",
                (number, number, words, start, start + len(words), owner, memo),
            )
        run("insert into code_image values (1)")
        run("insert into annotation values (1, 1, 0, 5, 'which?', 'Ben', '')")
        run("insert into cases values (1, 'Ada', '')")
        run("insert into case_text values (1, 1, 1)")
        run("insert into attribute_type values ('age', 'case')")
        run("insert into attribute values (1, 'age', 'case', '34', 1)")
        run("insert into journal values (1, 'Day one', 'All went well.', 'Ana', '')")
    connection.close()
    for path in (folder, folder / "data.qda"):
        read = read_project(path)
        found = read.project
        assert coded_words(found) == [
            ("m1", "Ana", "Late", "late"),
            ("m1", "Ben", "Noise", "loud"),
        ]
        assert read.model is not None
        assert read.model.model.unit == "characters"
        assert [(c.name, c.codable) for c in found.codes] == [
            ("Travel", False),
            ("Bus", False),
            ("Late", True),
            ("Noise", True),
        ]
        assert found.cases[0].sources == (found.sources[0].guid,)
        assert found.cases[0].values == ((found.variables[0].guid, "34"),)
        assert [note.text for note in found.notes] == ["All went well."]
        assert {loss.what for loss in found.losses} == {
            "codes of areas of pictures",
            "sources without any text",
        }
