"""Rich text as Word, TextEdit, WordPad and LibreOffice write it."""

from __future__ import annotations

import pytest

from textmine.corpus.reading.documents.document_text import Properties
from textmine.corpus.reading.documents.read_rtf import read_rtf
from textmine.errors import InputError, NotFoundError

WORD = rb"""{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0\deflang1031{\fonttbl{\f0\fbidi \froman
\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}{\f3\froman\fcharset2 Symbol;}
{\f9\froman\fcharset238\fprq2 Times New Roman CE;}}{\colortbl;\red0\green0\blue0;}{\stylesheet
{\ql \fs24 \snext0 Normal;}{\s1\ql\keepn\outlinelevel0 \fs32 \sbasedon0 \snext0 heading 1;}
{\s15\qc \fs56 \sbasedon0 Title;}}{\*\rsidtbl \rsid123}{\info{\title Gespr\'e4che}{\author Ann
 M\'fcller}{\creatim\yr2021\mo3\dy4\hr10\min5}{\revtim\yr2021\mo3\dy6}{\nofpages1}}
{\header \pard\plain {Page head\par }}{\footer \pard {foot\par }}
\pard\plain \s15\qc {Interviews\par }\pard\plain \s1\outlinelevel0{\rtlch\fcs1 \af0 One\par }
\pard\plain \ql{\insrsid1 Sch\'f6n\u8217\'92s {\b bold}, \f9\'b3\f0  and \u8364\'80\~5.}{\deleted
\revauthdel1  gone}{\revised\revauth1  new}{\cs16\super \chftn {\footnote \pard\plain \s20{\super
\chftn} A note\par of two.}} end\line below\tab here{\*\atnid AB}{\*\atnauthor Bela}\chatn
{\*\annotation \pard\plain {\*\atnref 1}{Check \{this\}}}.\par
{\listtext\pard\plain\f3 \'b7\tab}\pard \ls1 {first\par }{\listtext\pard\plain 2.\tab}second\par
\trowd\cellx1\cellx2\pard\intbl {Who\cell What\cell}\pard\intbl\trowd\cellx1\row
\pard\intbl {A\cell one\par two\cell}\pard \intbl{\row}\pard
{\field{\*\fldinst {HYPERLINK "https://a.example/"}}{\fldrslt {a link}}} {\*\shppict{\pict\jpegblip
ffd8ff}}{\pict\bin5 }}{{}}{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt \pard {In a box\par }
}}}last\par}trash"""

TEXTEDIT = rb"""{\rtf1\ansi\ansicpg1252\cocoartf2639
\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Helvetica;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\paperw11900\pard\tx566\pardirnatural\partightenfactor0

\f0\fs24 \cf0 Anna: Wie war\'92s? \uc0\u55357 \u56832 \
\
Bela: \'dcber \u322 .\
\pard{\listtext	\uc0\u8226 	}item\
}"""

WORDPAD = (
    rb"{\rtf1\ansi\ansicpg1250\deff0\nouicompat{\fonttbl{\f0\fnil\fcharset238 Calibri;}}"
    b"\r\n{\\*\\generator Riched20 10.0}\\viewkind4\\uc1 \r\n\\pard\\f0\\fs22 A1: \\'b3\\par\r\n"
    b"{\\pntext\\f1\\'B7\\tab}{\\*\\pn\\pnlvlblt}one\\par\r\n}\r\n\0"
)


def read(tmp_path, content):
    (tmp_path / "a.rtf").write_bytes(content)
    return read_rtf(tmp_path / "a.rtf")


def test_word(tmp_path):
    document = read(tmp_path, WORD)
    assert document.text.split("\n\n") == [
        "Interviews",
        "One",
        "Schön’s bold, ł and €\xa05. new[1] end\nbelow\there.",
        "- first\n2. second",
        "Who\tWhat\nA\tone two",
        "a link",
        "In a box",
        "last",
        "[1] A note of two.",
    ]
    titles = [(heading.level, heading.title) for heading in document.headings]
    assert titles == [(0, "Interviews"), (1, "One"), (1, "Notes")]
    (comment,) = document.comments
    assert (comment.author, comment.text) == ("Bela", "Check {this}")
    assert document.text[comment.at :].startswith(".\n\n- first")
    created, modified = "2021-03-04T10:05:00", "2021-03-06T00:00:00"
    assert document.properties == Properties("Gespräche", "Ann Müller", created, modified)
    assert document.counts == {
        "insertions_kept": 1,
        "deletions_left_out": 1,
        "headers_left_out": 2,
        "notes": 1,
        "comments": 1,
    }
    assert not document.remark


def test_textedit_and_wordpad(tmp_path):
    said = "Anna: Wie war’s? 😀\n\nBela: Über ł.\n\n- item"
    assert read(tmp_path, TEXTEDIT).text == said
    assert read(tmp_path, WORDPAD).text == "A1: ł\n\n- one"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1251 \'c4\'e0}", "Да"),
        (rb"{\rtf1\ansi\ansicpg932 \'82\'a0}", "あ"),
        (rb"{\rtf1\mac\ansicpg10000 \'8a}", "ä"),
        (rb"{\rtf1\pca \'84}", "ä"),
        (b"{\\rtf1\\ansi \xe4}", "ä"),
        (rb"{\rtf1\ansi\uc2\u26085\'93\'fa!}", "日!"),
        (rb"{\rtf1\ansi {\upr{A}{\*\ud{\u65?}}}{\*\unknown b}}", "A"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset78 X;}}\f0 a\u65601?\uc c\u-560?d}", "aAc?d"),
        (b"\xef\xbb\xbf{\\rtf1 a\\deleted b\\plain c}", "ac"),
    ],
)
def test_letters(tmp_path, content, text):
    assert read(tmp_path, content).text == text


def test_a_file_that_is_cut_off_is_read_with_a_remark(tmp_path):
    document = read(tmp_path, rb"{\rtf1 {\b Anna: Yes")
    assert document.text == "Anna: Yes"
    assert document.remark == "the file stops before its end: its last words may be lost"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", r"a\.rtf is not rich text \(\.rtf\): it does not begin with"),
        (b"", r"a\.rtf is not rich text"),
        (rb"{\rtf1{\pict ffd8}}", r"a\.rtf has no text"),
    ],
)
def test_no_rich_text(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, content)
    with pytest.raises(NotFoundError, match="There is no file"):
        read_rtf(tmp_path / "none.rtf")
