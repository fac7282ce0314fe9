from __future__ import annotations

import pytest

from tests.helpers import LONG, raw
from textmine.corpus.reading.columns import map_columns
from textmine.errors import InputError


def _columns(table, **given):
    return {name: "+".join(found) for name, found in map_columns(table, given).columns.items()}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["message_id", "Message"], {"id": "message_id", "text": "Message"}),
        (
            ["ID", "Comment Text", "User-Name"],
            {"id": "ID", "text": "Comment Text", "author": "User-Name"},
        ),
        (
            ["comment_id", "body", "subject"],
            {"id": "comment_id", "text": "body", "title": "subject"},
        ),
        (
            ["post_id", "post", "posted_at"],
            {"id": "post_id", "text": "post", "created_at": "posted_at"},
        ),
        (["no", "answer", "role"], {"id": "no", "text": "answer", "group": "role"}),
        (["id", "text", "reply_to"], {"id": "id", "text": "text", "parent_id": "reply_to"}),
        (
            ["nachricht", "autor", "datum"],
            {"text": "nachricht", "author": "autor", "created_at": "datum"},
        ),
        (
            ["Lfd. Nr.", "Überschrift", "Beitrag", "Verfasser/in", "Datum"],
            {
                "id": "Lfd. Nr.",
                "title": "Überschrift",
                "text": "Beitrag",
                "author": "Verfasser/in",
                "created_at": "Datum",
            },
        ),
        (
            ["Número", "Título", "comentario", "Usuario"],
            {"id": "Número", "title": "Título", "text": "comentario", "author": "Usuario"},
        ),
        (
            ["Lfd. Nr.", "Verfasst von", "Verfasst am", "Beitragstext"],
            {"id": "Lfd. Nr.", "text": "Beitragstext", "author": "Verfasst von"},
        ),
        (["x", "what they said"], {"text": "what they said"}),
        (["id", "uid", "text"], {"id": "id", "text": "text"}),
    ],
)
def test_names_that_exports_use(header, found):
    values = {"Message": LONG, "what they said": LONG, "x": "1", "posted_at": "2013-09-02"}
    values["Verfasser/in"] = "Ann"
    values["datum"] = values["Datum"] = "2. 9. 2013".replace(" ", "")
    rows = ([values.get(name, f"{name} {row}") for name in header] for row in range(3))
    assert _columns(raw(header, *rows)) == found


@pytest.mark.parametrize(
    ("name", "cells", "is_guessed"),
    [
        ("thread", ["a", "a", "b"], True),
        ("thread", ["a", "b", "c"], False),
        ("date", ["2013-01-02", "2013-01-03", "soon"], True),
        ("date", ["soon", "later", "2013-01-03"], False),
        ("author", ["", "", ""], False),
        ("name", ["Ann", "Bob", "a/b"], True),
        ("name", ["raw/plan/1.txt", "raw/plan/2.txt", "Ann"], False),
    ],
)
def test_a_column_is_guessed_when_its_cells_can_be_that(name, cells, is_guessed):
    table = raw(["id", "text", name], *([str(n), LONG, cell] for n, cell in enumerate(cells)))
    assert (name in _columns(table).values()) is is_guessed


def test_the_next_name_is_tried_when_the_first_cannot_be():
    table = raw(
        ["text", "date", "posted_at"], [LONG, "soon", "2013-09-02"], [LONG, "x", "2013-09-03"]
    )
    assert _columns(table)["created_at"] == "posted_at"


def test_how_a_column_was_found_is_said():
    mapping = map_columns(raw(["id", "said"], ["1", LONG], ["2", LONG]), {"title": "id"})
    assert mapping.how == {"title": "given", "text": "guessed: the longest texts"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"id": "b"}, {"id": "b", "text": "text"}),
        ({"text": "id", "id": "a"}, {"id": "a", "text": "id"}),
        ({"id": "a+b"}, {"id": "a+b", "text": "text"}),
        ({"id": "a + b"}, {"id": "a+b", "text": "text"}),
        ({"id": "-"}, {"text": "text"}),
        ({"id": "x+y"}, {"id": "x+y", "text": "text"}),
    ],
)
def test_what_is_given_wins(given, expected):
    table = raw(["id", "a", "b", "text", "x+y"], ["1", "2", "3", LONG, "4"])
    assert _columns(table, **given) == expected


@pytest.mark.parametrize(
    ("cells", "is_id"),
    [
        ([str(n) for n in range(20)], True),
        (["0", *map(str, range(19))], True),
        (["x"] * 20, False),
        ([""] * 20, False),
    ],
)
def test_an_id_is_guessed_when_most_are_unique(cells, is_id):
    assert ("id" in _columns(raw(["id", "text"], *([cell, LONG] for cell in cells)))) is is_id


@pytest.mark.parametrize(("cell", "is_position"), [("3", True), ("1.5", True), ("third", False)])
def test_a_position_is_guessed_when_all_are_numbers(cell, is_position):
    table = raw(["id", "text", "position"], ["1", LONG, "1"], ["2", LONG, cell])
    assert ("position" in _columns(table)) is is_position


def test_a_missing_column_is_named_with_the_nearest():
    table = raw(["id", "message"], ["1", LONG])
    with pytest.raises(
        InputError, match=r"no column 'mesage' \(named for text\)\. Did you mean 'me"
    ):
        map_columns(table, {"text": "mesage"})


def test_no_column_can_be_the_text():
    with pytest.raises(InputError, match=r"No column of t\.csv looks like the text.*--text COLUMN"):
        map_columns(raw(["a", "b"], ["1", "yes"]), {})


def test_the_ids_are_the_column_that_the_replies_name():
    header = ["Ref", "Posted by", "In reply to", "Comment", "Likes"]
    rows = [
        [f"{n:04d}", "x", f"{n - 1:04d}" if n > 1 else "", LONG, f"{n % 3}"] for n in range(1, 9)
    ]
    found = map_columns(raw(header, *rows), {})
    assert found.columns["id"] == ("Ref",)
    assert found.columns["author"] == ("Posted by",)
    assert found.how["id"] == "guessed: the replies name its values"
    assert _columns(raw(header, *rows), id="-").keys().isdisjoint({"id"})
    twice = [[*row[:1], *rows[0][1:]] if n else rows[1] for n, row in enumerate(rows)]
    assert "id" not in _columns(raw(header, *twice))
