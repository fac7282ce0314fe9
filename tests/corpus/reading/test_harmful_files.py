"""Archives and XML that were made to do harm end in a sentence, soon."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest

from textmine.corpus.reading.archives import open_zip, read_entry, unpack
from textmine.corpus.reading.limits import LIMITS, Limits, check_markup, parse_xml
from textmine.errors import InputError, NotFoundError

SMALL = Limits(
    entries=5, directory_bytes=2_000, entry_bytes=1_000, total_bytes=1_500, ratio=10, ratio_from=500
)


def archive(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ({f"f{place}": "a" for place in range(6)}, "it has 6 entries, and 5 are read"),
        ({"a" * 3_000: "a"}, "its list of entries is over 2,000 bytes"),
        ({"a": bytes(range(256)) * 4}, "its entry 'a' has 1,024 bytes"),
        ({"a": "x" * 900, "b": "y" * 900}, "it would unpack to 1,800 bytes"),
        ({"a": "0" * 999, "b": "0" * 500}, "times its size"),
    ],
)
def test_archives_over_a_limit_are_refused(tmp_path, entries, why):
    path = archive(tmp_path / "a.zip", **entries)
    limits = Limits(**{**SMALL.__dict__, "ratio": 4 if "times" in why else 99})
    with pytest.raises(InputError, match=why):
        unpack(path, tmp_path / "out", limits)
    assert not (tmp_path / "out").exists()


def test_a_real_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("a", "w") as entry:
        for _ in range(32):
            entry.write(bytes(2**20))
    with (
        pytest.raises(
            InputError, match=r"bomb\.zip is not opened: it would unpack to 1,0\d\d times"
        ),
        open_zip(path, "a zip"),
    ):
        raise AssertionError


def test_an_entry_that_holds_more_than_it_says(tmp_path):
    path = archive(tmp_path / "a.zip", a="x" * 3_000)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        data[data.index(sign) + offset : data.index(sign) + offset + 4] = struct.pack("<L", 10)
    path.write_bytes(data)
    with pytest.raises(InputError, match="is not a zip archive, or it is damaged"):
        unpack(path, tmp_path / "out")
    with open_zip(archive(tmp_path / "b.zip", a="x" * 3_000), "a zip") as opened:
        assert len(read_entry(opened, "a")) == 3_000
        with pytest.raises(InputError, match="its entry 'a' is over 2,999 bytes"):
            read_entry(opened, "a", 2_999)
        with pytest.raises(KeyError):
            read_entry(opened, "b")


def test_a_directory_that_claims_to_be_huge(tmp_path):
    path = archive(tmp_path / "a.zip", a="x")
    data = path.read_bytes()
    end = data.index(b"PK\x05\x06")
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, 2**40, 0)
    path.write_bytes(data[:end] + wide + b"\0" * LIMITS.directory_bytes + data[end:])
    with pytest.raises(InputError, match=r"its list of entries is over|damaged"):
        unpack(path, tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../up.txt", "leads out of the archive"),
        ("/root.txt", "leads out of the archive"),
        ("a/../../up.txt", "leads out of the archive"),
        ("C:/up.txt", "leads out of the archive"),
        ("a\\..\\up.txt", "leads out of the archive|none that a folder can hold"),
        ("x" * 300, "none that a folder can hold"),
        ("/".join("d" * 40) + ".txt", "more than 32 folders deep"),
        ("good.txt/inner.txt", "that of another entry"),
        ("good.txt", "that of another entry"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_that_climb_are_left_out_and_named(tmp_path, name, why):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("good.txt", "good")
        made.writestr(zipfile.ZipInfo(name), "bad")
    said = unpack(tmp_path / "a.zip", tmp_path / "deep" / "out")
    assert len(said) == 1
    assert re.search(why, said[0])
    files = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*"))
    assert files == ["a.zip", "deep/out/good.txt"]
    assert (tmp_path / "deep" / "out" / "good.txt").read_text() == "good"


def test_links_are_left_out(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert unpack(tmp_path / "a.zip", tmp_path / "out") == [
        "entry 'link.txt' of a.zip: it is a link"
    ]


def test_archives_that_are_none(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x05\x06")
    with pytest.raises(InputError, match=r"a\.zip is not a zip archive"):
        unpack(tmp_path / "a.zip", tmp_path)
    with pytest.raises(NotFoundError, match="There is no file"):
        unpack(tmp_path / "b.zip", tmp_path)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">{}]><l>&z;</l>'.format(
    "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghiz", strict=True)
    )
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (LAUGHS.encode(), "declares a document type"),
        (b"\xff\xfe" + LAUGHS.encode("utf-16-le"), "declares a document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "declares a document type"),
        (b"<a>" * 1_000_000, "is damaged"),
        (b"<a>&undeclared;</a>", "is damaged"),
        (b"\0", "is damaged"),
        (b"", "is damaged"),
        (b"<a/>" * 4_000_001, "is too large"),
    ],
)
def test_xml_that_does_harm(data, why):
    with pytest.raises(InputError, match=why):
        parse_xml(data, "part.xml")


def test_markup_in_measure_passes():
    check_markup(b"<p>", "page")
    assert parse_xml(b"<a>b<!-- c --><?d?></a>", "part.xml").text == "b"
    with pytest.raises(InputError, match="page is too large: over 2 bytes"):
        check_markup(b"<p>", "page", Limits(markup_bytes=2))


def test_a_zip_in_a_zip_is_not_opened(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("a.txt", "a")
    path = archive(tmp_path / "a.zip", b_zip=inner.getvalue())
    assert unpack(path, tmp_path / "out") == []
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["b.zip"]
