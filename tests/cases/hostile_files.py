"""Files made to keep a reader busy, each small for what it asks."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable

import openpyxl

from tests.stress.seeds import zipped

LONG = "The bus to the market should come more often and in the evening too"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MESSAGE = (
    f"From a Mon Jan  1 00:00:00 2024\nFrom: a@b.c\nMessage-ID: <{{0}}@a>\n{{1}}\n\n{LONG}\n\n"
)
_ENTITIES = '<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
)


def _table(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _sheet(rows: str, more: str = "", before: str = "", head: str = "") -> bytes:
    """Return a workbook whose sheet has this markup."""
    book, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(book)
    markup = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{_MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{more}</worksheet>"
    )
    with (
        zipfile.ZipFile(book) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, markup if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _row(number: int, *cells: tuple[str, str]) -> str:
    inner = "".join(_cell(f"{column}{number}", text) for column, text in cells)
    return f'<row r="{number}">{inner}</row>'


_TOP = _row(1, ("A", "id"), ("B", "text")) + _row(2, ("A", "1"), ("B", LONG))


def _many_sheets() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["id", "text"], ["1", LONG]):
        book.active.append(row)
    for number in range(600):
        book.create_sheet(f"s{number}").append(["id", "text"])
    book.save(out)
    return out.getvalue()


def _merged() -> bytes:
    rows = _TOP + "".join(_row(n, ("A", str(n)), ("B", LONG)) for n in range(3, 3_000))
    ranges = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 3_000))
    return _sheet(rows, f"<mergeCells>{ranges}</mergeCells>")


def _hidden() -> bytes:
    columns = "".join(f'<col min="{n}" max="16384" hidden="1"/>' for n in range(1, 5_000))
    return _sheet(_TOP, before=f"<cols>{columns}</cols>")


def _pdf() -> bytes:
    """Return a PDF with a page whose content unpacks to 7 million bytes of text operators."""
    content = zlib.compress(b"BT /F1 9 Tf (aaaa) Tj ET\n" * 300_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s endobj\n" % (n, one) for n, one in enumerate(objects, 1)
    )
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"


def _document(inner: str, head: str = "") -> bytes:
    return zipped(
        word__document=f'{head}<w:document xmlns:w="{_WORD}"><w:body>{inner}</w:body></w:document>'
    )


def _mail(*headers: str) -> bytes:
    return "".join(_MESSAGE.format(n, one) for n, one in enumerate(headers)).encode()


_COLUMNS = ",".join(f"c{n}" for n in range(60_000))
_OBJECTS = [{"text": LONG, f"k{n}": 1} for n in range(60_000)]
_PARAGRAPH = f"<w:p><w:r><w:t>{LONG}</w:t></w:r></w:p>"

REFUSED: dict[str, Callable[[], bytes]] = {
    "far.xlsx": lambda: _sheet(_TOP + _row(1_048_576, ("XFD", "x"))),
    "far-rows.xlsx": lambda: _sheet(_TOP + "".join(_row(n, ("FAA", "x")) for n in range(3, 8_000))),
    "formulas.xlsx": lambda: _sheet(_TOP + '<row r="3"><c r="XFD3"><f>1+1</f></c></row>'),
    "bomb.xlsx": lambda: _sheet(_TOP + "<row/>" * 2_000_000),
    "entities.xlsx": lambda: _sheet(_row(1, ("A", "&e9;")), head=f"{_ENTITIES}]>"),
    "columns.csv": lambda: _table(_COLUMNS, _COLUMNS),
    "columns.tsv": lambda: _table(_COLUMNS.replace(",", "\t")),
    "sparse.csv": lambda: _table(
        "text," + ",".join(f"c{n}" for n in range(4_000)), *["x" + "," * 4_000] * 6_000
    ),
    "keys.jsonl": lambda: "\n".join(map(json.dumps, _OBJECTS)).encode(),
    "keys.json": lambda: json.dumps(_OBJECTS).encode(),
    "deep.json": lambda: b"[" * 200_000,
    "open.json": lambda: b'{"a":' * 100_000,
    "entities.docx": lambda: _document(_PARAGRAPH.replace("The", "&e9;"), f"{_ENTITIES}]>"),
    "deep.docx": lambda: _document("<w:tbl>" * 20_000),
    "bomb.docx": lambda: _document(_PARAGRAPH + "<w:p/>" * 2_000_000),
    "deep.odt": lambda: zipped(content="<a>" * 20_000),
}
"""Files that a reader refuses in a sentence, by the names that they get."""

READ: dict[str, Callable[[], bytes]] = {
    "merged.xlsx": _merged,
    "hidden.xlsx": _hidden,
    "sheets.xlsx": _many_sheets,
    "separators.csv": lambda: _table("id,text" + "," * 60_000, f"1,{LONG}" + "," * 60_000),
    "empty-rows.csv": lambda: _table("id,text", f"1,{LONG}", *[","] * 100_000, f"2,{LONG}"),
    "long-line.csv": lambda: _table("id,text", f"1,{'a' * 1_000_000}", f"2,{LONG}"),
    "blanks.csv": lambda: _table("id,text", f'1,"{" " * 200_000}x"', f"2,{LONG}"),
    "hyphens.csv": lambda: _table("id,text", f"1,{'Aa-' * 60_000}", f"2,{LONG}"),
    "deep.jsonl": lambda: f'{{"text": "{LONG}", "a": {"[" * 500}{"]" * 500}}}\n'.encode(),
    "blanks.mbox": lambda: _mail("Subject: " + " " * 200_000 + "x", "Subject:" + "\n " * 50_000),
    "re.mbox": lambda: _mail("Subject: " + "Re: " * 50_000 + "x"),
    "type.mbox": lambda: _mail("Content-Type: text/plain" + ";" * 200_000),
    "same.mbox": lambda: _mail(*["Subject: x"] * 1_000).replace(b"@a>", b"@a> <m>"),
    "people.eml": lambda: _mail("To: " + "(" * 100_000).split(b"\n", 1)[1],
    "attributes.html": lambda: (
        f"<p>{LONG}</p><p {' '.join(f'a{n}=b' for n in range(60_000))}>x</p>".encode()
    ),
    "deep.html": lambda: f"<p>{LONG}</p>{'<div>' * 80_000}".encode(),
    "names.html": lambda: f"<p>{LONG}</p><{'a' * 200_000}".encode(),
    "heading.md": lambda: f"# a{' ' * 200_000}b\n\n{LONG}\n".encode(),
    "fences.md": lambda: f"{LONG}\n\n{'```' * 60_000}\n".encode(),
    "rules.txt": lambda: f"{LONG}\n\n{'-' * 200_000}\n".encode(),
}
"""Files that are read all the same."""

PDF = _pdf
