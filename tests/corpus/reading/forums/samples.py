"""Writers of small samples in the documented form of each format."""

from __future__ import annotations

import csv
import json
from pathlib import Path

HARD = {
    "emoji": "Buses 🚌👩‍👩‍👧 now",
    "right to left": "שלום, מחיר גבוה مرحبا",
    "formula": "=1+1 and @SUM(A1)",
    "line ends": "one\r\ntwo\rthree",
    "byte order": "\ufeffmarked",
}
"""Texts that break readers, by what is hard about them."""


def cells(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def post(number, cooked, **more):
    return {
        "id": 100 + number,
        "topic_id": 7,
        "post_number": number,
        "post_type": 1,
        "username": f"user{number % 3}",
        "created_at": f"2024-03-01T10:{number % 60:02d}:00.000Z",
        "cooked": cooked,
        "reply_to_post_number": None,
        **more,
    }


def topic(*posts, stream=None, **more):
    return {
        "post_stream": {"posts": list(posts), "stream": stream or [one["id"] for one in posts]},
        "id": 7,
        "title": "Bus fares",
        "category_id": 4,
        "tags": ["bus", {"id": 1, "name": "fares"}],
        **more,
    }


def write_json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def mail(identity, body, *, sender="Ann Lee <ann@example.org>", **headers):
    lines = [
        f"From: {sender}",
        f"Message-ID: <{identity}>",
        f"Date: {headers.pop('date', 'Fri, 01 Mar 2024 10:00:00 +0200')}",
        f"Subject: {headers.pop('subject', 'Fares')}",
        f"Content-Type: {headers.pop('kind', 'text/plain; charset=utf-8')}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return (
        "\n".join(lines).encode() + b"\n\n" + (body if isinstance(body, bytes) else body.encode())
    )


def write_mbox(path: Path, *messages: bytes) -> Path:
    parts = [b"From x@y Fri Mar  1 10:00:00 2024\n" + message + b"\n\n" for message in messages]
    path.write_bytes(b"".join(parts))
    return path


def write_phpbb(folder: Path, posts: list[dict], *, users=((5, "ann"), (6, "ben")), kind="csv"):
    folder.mkdir(parents=True, exist_ok=True)
    columns = "post_id topic_id forum_id poster_id post_time post_username post_text bbcode_uid"
    usual = {"topic_id": 1, "forum_id": 2, "post_username": "", "bbcode_uid": ""}
    rows = [{**usual, **one} for one in posts]
    _table(folder / f"phpbb_posts.{kind}", columns.split(), rows)
    _table(
        folder / "phpbb_topics.csv",
        ["topic_id", "topic_title"],
        [{"topic_id": 1, "topic_title": "Fares"}],
    )
    named = [{"user_id": 1, "username": "Anonymous"}]
    named += [{"user_id": number, "username": name} for number, name in users]
    _table(folder / "phpbb_users.csv", ["user_id", "username"], named)
    return folder


def _table(path: Path, columns: list[str], rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
