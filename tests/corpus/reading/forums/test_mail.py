"""E-mail: threads, headers, quotations, signatures, encodings, attachments."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.corpus.reading.forums.samples import HARD, cells, mail, write_mbox
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.forums.mail_body import split_body
from textmine.corpus.reading.forums.mail_headers import bare_subject, sender, sent_at
from textmine.corpus.reading.forums.read_mail import Place, find_places, read_mail
from textmine.errors import InputError

REPLY = (
    "I agree.\n\nOn Fri, 1 Mar 2024, Ann Lee\n<ann@example.org> wrote:\n\n> Too dear.\n\n-- \nBen\n"
)


@pytest.mark.parametrize(
    ("raw", "text", "quoted", "signature"),
    [
        ("All mine.", "All mine.", "", ""),
        ("> a\n> b\n\nAnswer", "Answer", "> a\n> b", ""),
        ("One\n> q\nTwo\n\nThree", "One\n\nTwo\n\nThree", "> q", ""),
        (REPLY, "I agree.", "wrote:\n\n> Too dear.", "-- \nBen"),
        ("Yes\n\nAm 1. Mai schrieb Ann:\n> nein", "Yes", "Am 1. Mai schrieb Ann:\n> nein", ""),
        ("Oui\n\nLe 1 mai, Ann a écrit :\n> non", "Oui", "> non", ""),
        (
            "A\n-----Original Message-----\nFrom: x\nB",
            "A",
            "-----Original Message-----\nFrom: x\nB",
            "",
        ),
        (
            "A\n\nVon: x\nGesendet: heute\nAn: y\n\nB",
            "A",
            "Von: x\nGesendet: heute\nAn: y\n\nB",
            "",
        ),
        ("A\n\nSent from my phone", "A", "", "Sent from my phone"),
        ("A\n________________\nList foot", "A", "", "________________\nList foot"),
        ("On Monday she wrote:\na letter", "On Monday she wrote:\na letter", "", ""),
        ("From: my window I see\nbuses", "From: my window I see\nbuses", "", ""),
        ("a -- b\n--c", "a -- b\n--c", "", ""),
    ],
)
def test_what_the_writer_wrote(raw, text, quoted, signature):
    body = split_body(raw)
    assert body.text == text
    assert body.quoted.endswith(quoted) and bool(body.quoted) == bool(quoted)
    assert body.signature.strip() == signature
    assert "\n\n".join(raw[start:end] for start, end in body.spans) == text


def test_places_in_threads():
    places = find_places({"a": [], "b": ["a"], "c": ["a", "x", "y"], "d": ["z"], "e": ["z"]})
    assert places["c"] == Place("a", ("y", "x"), "a")
    assert places["d"].thread == places["e"].thread == "z"
    assert places["d"].missing == ("z",)
    around = find_places({"a": ["b"], "b": ["a"], "c": ["c"]})
    assert sorted(place.parent for place in around.values()) in (["", "", "a"], ["", "", "b"])


def test_long_chains_are_followed_in_no_time():
    chain = {str(n): [str(n - 1)] for n in range(1, 50_000)}
    assert {place.thread for place in find_places(chain).values()} == {"0"}


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Re: AW: [bus] Fares", "[bus] Fares"),
        ("FWD: re[3]: Antwort", "Antwort"),
        ("Reply: to all", "Reply: to all"),
        ("RE：Fares", "Fares"),
    ],
)
def test_subjects(written, bare):
    assert bare_subject(written) == bare


@pytest.mark.parametrize(
    "date", ["", "x", "Fri, 99 Mar 2024", "Fri, 01 Mar 99999 10:00:00 +9999", "0"]
)
def test_dates_that_are_none(date):
    assert sent_at(date) == ""


def test_senders():
    assert sender("ann at example.org (Ann)") == ("Ann", "ann@example.org")
    assert sender("nobody") == ("nobody", "")


def test_an_mbox(tmp_path):
    path = write_mbox(
        tmp_path / "list.mbox",
        mail(
            "a@x", "Too dear.\n>From May on.\nFrom here\n\nFrom the 10:00 bus\n", List_Id="<bus.x>"
        ),
        mail(
            "b@x",
            REPLY,
            sender="=?utf-8?q?B=C3=A9n?= <B@X.org>",
            subject="Re: Fares",
            In_Reply_To="<gone@x>",
            References="<a@x>\n <gone@x>",
        ),
        mail("c@x", "third", sender="b@x.org", date="long ago", In_Reply_To="<b@x>"),
        mail("a@x", "Too dear.\n>From May on.\nFrom here\n\nFrom the 10:00 bus\n"),
        mail("e@x", "> only\n> quotes", In_Reply_To="<c@x>"),
        mail("f@x", "after it", In_Reply_To="<e@x>", References="<c@x> <e@x>"),
    )
    reading = read_documents(path)
    assert not reading.checked.problems
    rows = {row["id"]: row for row in reading.checked.documents.to_dict("records")}
    assert list(rows) == ["a@x", "b@x", "c@x", "f@x"]
    assert rows["a@x"]["text"] == "Too dear.\nFrom May on.\nFrom here\n\nFrom the 10:00 bus"
    assert str(rows["a@x"]["created_at"]) == "2024-03-01 10:00:00"
    assert rows["b@x"]["author"] == rows["c@x"]["author"] == "Bén <b@x.org>"
    assert [rows[i]["parent_id"] for i in rows] == [None, "a@x", "b@x", "c@x"]
    assert {row["thread_id"] for row in rows.values()} == {"a@x"}
    assert {row["title"] for row in rows.values()} == {"Fares"}
    assert json.loads(rows["b@x"]["meta.missing_ancestors"]) == ["gone@x"]
    assert json.loads(rows["b@x"]["meta.own_spans"]) == [[0, 8]]
    assert rows["c@x"]["meta.date"] == "long ago"
    assert rows["a@x"]["meta.list"] == "<bus.x>"
    said = " | ".join(reading.table.remarks)
    assert "1 messages left out (nothing but quotations): e@x" in said
    assert "1 messages have the id of another" in said


def test_quotations_can_be_kept(tmp_path):
    path = write_mbox(tmp_path / "m.mbox", mail("a@x", REPLY))
    table = read_documents(path, ReadOptions(keep_quotes=True)).table
    assert cells(table)[0]["text"] == REPLY.strip()


def test_parts_and_attachments(tmp_path):
    body = (
        "--X\nContent-Type: multipart/alternative; boundary=Y\n\n--Y\nContent-Type: text/plain; "
        "charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9\n--Y\n"
        "Content-Type: text/html\n\n<p>not this</p>\n--Y--\n--X\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="plan.pdf"\n\nAAAA\n--X\n'
        "Content-Type: message/rfc822\n\nSubject: inner\n\ninner\n--X\nContent-Type: text/plain\n\n"
        "foot\n--X--\n"
    )
    path = tmp_path / "m.eml"
    path.write_bytes(mail("a@x", body, kind="multipart/mixed; boundary=X").replace(b"\n", b"\r\n"))
    row = cells(read_mail(path))[0]
    assert row["text"] == "café\n\nfoot"
    assert json.loads(row["attachments"]) == ["plan.pdf", "message/rfc822"]
    assert row["n_attachments"] == "2"


def test_html_mail(tmp_path):
    markup = (
        "<p>Me too &#x1F600;</p><div class=gmail_quote>On x wrote:<blockquote>I agree</blockquote>"
        "</div>"
    )
    path = tmp_path / "m.eml"
    path.write_bytes(mail("a@x", markup, kind="text/html"))
    row = cells(read_mail(path))[0]
    assert row["text"] == "Me too 😀"
    assert "> I agree" in row["quoted"]


@pytest.mark.parametrize("kind", ["folder", "maildir", "gz", "pipermail", "bom"])
def test_other_containers(tmp_path, kind):
    one, two = mail("a@x", "first"), mail("b@x", "second", In_Reply_To="<a@x>")
    path = tmp_path / "box"
    if kind == "folder":
        (path / "deep").mkdir(parents=True)
        (path / "1.eml").write_bytes(one)
        (path / "deep" / "2.EML").write_bytes(two)
    elif kind == "maildir":
        for name in ("cur", "new", "tmp"):
            (path / name).mkdir(parents=True)
        (path / "cur" / "1:2,S").write_bytes(one)
        (path / "new" / "2").write_bytes(two)
    else:
        write_mbox(tmp_path / "m.mbox", one, two)
        data = (tmp_path / "m.mbox").read_bytes()
        path = tmp_path / {"gz": "a.txt.gz", "pipermail": "2024-March.txt", "bom": "b.mbox"}[kind]
        path.write_bytes({"gz": gzip.compress(data), "bom": b"\xef\xbb\xbf" + data}.get(kind, data))
    documents = read_documents(path).checked.documents
    assert list(documents["text"]) == ["first", "second"]
    assert documents["parent_id"][1] == "a@x"


@pytest.mark.parametrize("what", HARD)
def test_hard_texts(tmp_path, what):
    path = write_mbox(tmp_path / "m.mbox", mail("a@x", HARD[what]))
    stored = read_documents(path).checked.documents["text"][0]
    assert stored == HARD[what].replace("\r\n", "\n").replace("\r", "\n").strip().strip("\ufeff")


def test_broken_headers(tmp_path):
    data = (
        b"From: =?nonsense?q?=FF?= <a@x>\nSubject: =?utf-8?b?!!!?= \xff\xfe\nDate: \xff\n"
        b"Message-ID: none\nContent-Type: text/plain; charset=no-such\n\nn\xe9e \0 end"
    )
    path = tmp_path / "m.eml"
    path.write_bytes(data)
    reading = read_documents(path)
    row = cells(reading.table)[0]
    assert row["text"] == "née \ufffd end"
    assert row["id"].startswith("sha256-")
    assert not reading.checked.problems


def test_nested_parts_do_no_harm(tmp_path):
    path = tmp_path / "m.eml"
    body = "".join(
        f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(5_000)
    )
    path.write_bytes(mail("a@x", body, kind="multipart/mixed; boundary=b0"))
    with pytest.raises(InputError):
        read_documents(path)


@pytest.mark.slow
def test_ten_megabytes(tmp_path):
    path = write_mbox(tmp_path / "m.mbox", mail("a@x", "word " * 2_000_000), mail("b@x", "ok"))
    assert "9,999,999 characters" in str(read_documents(path).checked.problems[0])


@pytest.mark.parametrize("name", ["empty.mbox", "empty.eml"])
def test_nothing_to_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"\n")
    with pytest.raises(InputError, match="is empty"):
        read_documents(tmp_path / name)
