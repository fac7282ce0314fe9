"""An encoding is taken when words of a language come out, which is said; else it is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from textmine.corpus.reading.encoding import read_text
from textmine.errors import InputError

RUSSIAN = "id,text\n1,Трамваи стали ходить реже\n2,Скамейки в парке сломаны\n"
GREEK = "id,text\n1,Τα φώτα στο πάρκο είναι σπασμένα\n2,Θέλουμε περισσότερα δέντρα\n"
CZECH = "id,text\n1,Lavičky v parku jsou rozbité\n2,Chceme více stromů a méně aut\n"
GERMAN = "id,text\n1,Die Bänke im Park sind zerstört\n2,Mehr Bäume und weniger Lärm\n"
JAPANESE = "id,text\n1,公園のベンチが壊れています\n2,木をもっと植えてください\n"
KOREAN = "id,text\n1,공원의 의자가 부서졌습니다\n2,나무를 더 심어 주세요\n"
CHINESE = "id,text\n1,公园里的长椅坏了，没有人来修。\n2,我们想要更多的树\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        (GREEK, "cp1253"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859_2"),
        (GERMAN, "cp1252"),
        (GERMAN, "mac_roman"),
        (GERMAN, "cp850"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
    ],
)
def test_the_words_tell_the_encoding_and_are_said(tmp_path, text, codec):
    (tmp_path / "t.csv").write_bytes(text.encode(codec))
    decoded = read_text(tmp_path / "t.csv")
    assert decoded.text == text
    assert "guessed" in decoded.remark
    words = decoded.remark.split("'")[1::2]
    assert words
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xfe\x00\x00" + GERMAN.encode("utf-32-le"), "UTF-32"),
        (b"\x00\x00\xfe\xff" + RUSSIAN.encode("utf-32-be"), "UTF-32"),
        (GERMAN.encode("utf-32-le"), "UTF-32-LE without BOM"),
        (RUSSIAN.encode("utf-16-le"), "UTF-16-LE without BOM"),
        (RUSSIAN.encode("utf-16-be"), "UTF-16-BE without BOM"),
    ],
)
def test_wide_characters_are_told_by_their_bytes(tmp_path, data, name):
    (tmp_path / "t.csv").write_bytes(data)
    decoded = read_text(tmp_path / "t.csv")
    assert decoded.encoding == name
    assert decoded.text in (GERMAN, RUSSIAN)
    assert decoded.remark == ""


def test_a_file_that_mixes_two_encodings_is_read_and_said(tmp_path):
    first, second, third = GERMAN.splitlines(keepends=True)
    data = first.encode() + second.encode() + third.encode("cp1252")
    (tmp_path / "t.csv").write_bytes(data)
    decoded = read_text(tmp_path / "t.csv")
    assert decoded.text == GERMAN
    assert "mixes encodings: 1 of 2 lines" in decoded.remark


@pytest.mark.parametrize(
    "data",
    [
        b"id,text\n1,\xc0\xe2\xf2\xee\xe1\xf3\xf1\xc0\xe2 \xd0\xf0\xd0\n",
        b"id,text\n1,\x81\xff\x8d\n",
        b"id,text\n1,caf\xc3\xa9\n2,caf\xc3\n",
    ],
)
def test_what_makes_no_words_is_refused_with_its_line(tmp_path, data):
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(InputError, match=r"line [23] has the byte"):
        read_text(tmp_path / "t.csv")


HUNGARIAN = "id,text\n1,Több fát és kevesebb zajt szeretnénk\n"
ODD = b'"do[ument","coder","dimension\n"d001","ann","a"\xf5"d003","ann",\xbesubject","a"\n'


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["cp1250", "cp852", "iso8859_2"])
def test_letters_that_two_regions_share(tmp_path, codec):
    (tmp_path / "t.csv").write_bytes(HUNGARIAN.encode(codec))
    assert read_text(tmp_path / "t.csv").text == HUNGARIAN


LIMIT = """
import sys, time
from pathlib import Path
from tests.cases.memory import memory_watched
from textmine.corpus.reading.encoding import read_text
from textmine.errors import InputError
begin = time.process_time()
with memory_watched() as grown:
    try:
        read_text(Path(sys.argv[1]))
    except InputError:
        pass
print(time.process_time() - begin, grown.most or 0)
"""


@pytest.mark.slow
def test_an_odd_letter_does_not_load_every_dictionary(tmp_path):
    (tmp_path / "t.csv").write_bytes(ODD)
    ran = subprocess.run(
        [sys.executable, "-c", LIMIT, tmp_path / "t.csv"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    seconds, grown = map(float, ran.stdout.split())
    assert seconds < 10
    assert grown < 300_000_000
