"""Personal data beside the texts are named and left out, unless they are asked for."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.corpus import read_documents
from textmine.errors import InputError

TEXTS = ["The ferry is too seldom in winter", "I want a bench at the stop", "The lamps are broken"]


@pytest.mark.parametrize(
    ("name", "cells", "what"),
    [
        ("IPAddress", ["192.0.2.1", "192.0.2.2", "192.0.2.3"], "IP addresses"),
        ("RecipientEmail", ["a@example.org", "b@example.org", ""], "e-mail addresses"),
        ("contact", ["a@example.org", "b@example.org", "c@example.org"], "e-mail addresses"),
        ("LocationLatitude", ["53.74", "53.75", "53.76"], "coordinates"),
        ("Longitude", ["-0.33", "-0.34", "-0.35"], "coordinates"),
        ("where", ["53.74, -0.33", "53.75, -0.34", "53.7, -0.3"], "coordinates"),
        ("RecipientLastName", ["Lee", "Ray", "Fox"], "names"),
        ("First Name", ["Ann", "Bo", "Cy"], "names"),
        ("full_name", ["Ann Lee", "Bo Ray", "Cy de Fox"], "names"),
        ("Phone number", ["+44 1482 000 001", "+44 1482 000 002", ""], "phone numbers"),
    ],
)
def test_it_is_left_out_and_said(tmp_path, run, name, cells, what):
    rows = [
        [n, f"u{n % 2}", cell, text]
        for n, (cell, text) in enumerate(zip(cells, TEXTS, strict=True))
    ]
    path = write_csv(tmp_path / "t.csv", ["id", "author", name, "text"], rows)
    ran = run("corpus", "import", path, "--dry-run")
    assert f"'{name}' ({what})" in ran.err and "--keep-personal" in ran.err
    documents = read_documents(path).checked.documents
    assert f"meta.{name}" not in documents
    assert list(documents["author"]) == ["u0", "u1", "u0"]
    for keep in ("all", name):
        kept = read_documents(path, keep_personal=(keep,)).checked
        assert f"meta.{name}" in kept.documents
        assert not any("personal" in one for one in kept.remarks)
    asked = read_documents(path, columns={"author": name}).checked.documents
    assert asked["author"][0] == cells[0]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("username", ["ann", "bo", "ann"]),
        ("name", ["Ann Lee", "Bo Ray", "Ann Lee"]),
        ("from", ["a@example.org", "b@example.org", "a@example.org"]),
    ],
)
def test_the_author_is_not_lost(tmp_path, name, cells):
    rows = [[n, cell, text] for n, (cell, text) in enumerate(zip(cells, TEXTS, strict=True))]
    path = write_csv(tmp_path / "t.csv", ["id", name, "text"], rows)
    assert list(read_documents(path).checked.documents["author"]) == cells


def test_a_column_to_keep_must_be_there(tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "email", "text"], [["1", "a@e.org", TEXTS[0]]])
    with pytest.raises(InputError, match=r"no column 'e-mail'.*Did you mean 'email'"):
        read_documents(path, keep_personal=("e-mail",))


def test_authors_who_are_addresses_are_said(tmp_path, run):
    mails = ["a@example.org", "b@example.org", "a@example.org"]
    rows = [[n, mail, text] for n, (mail, text) in enumerate(zip(mails, TEXTS, strict=True))]
    path = write_csv(tmp_path / "t.csv", ["id", "Username", "text"], rows)
    assert "the author is 'Username', which holds e-mail addresses" in run(
        "corpus", "import", path, "--dry-run"
    ).err.replace("\n", " ")
    for given in ("Username", "-"):
        remarks = read_documents(path, columns={"author": given}).checked.remarks
        assert not any("which holds" in one for one in remarks)
