"""Small honest files of every kind that textmine reads, to be broken by `fuzz`."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

HEAD = ("id", "author", "date", "parent", "text")
ROWS = tuple(
    (f"m{n}", "Ann" if n % 2 else "Ben", f"2024-03-{n:02}", f"m{n - 1}" if n > 1 else "", words)
    for n, words in enumerate(
        [
            "The bus to the market should come more often, in the evening too.",
            'They call it "reform"; I call it a cut. Čas á ñ 中文',
            "I agree with the writer above: fares are too high for families.",
            "Why is the library closed on Mondays?\nNobody told us about it.",
        ],
        start=1,
    )
)
_MAIL = (
    "From ann@example.org Mon Mar  4 10:00:00 2024\nFrom: Ann <ann@example.org>\n"
    "Message-ID: <{n}@x>\nIn-Reply-To: <0@x>\nSubject: =?utf-8?q?Re=3A_Fares?=\n"
    "Date: Mon, 4 Mar 2024 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
    "The fares are too high.\n\nOn 1 May Ben wrote:\n> Too low.\n\n-- \nAnn\n\n"
)
_PAGE = (
    "<html><head><title>Plan</title><meta charset=utf-8></head><body><h1>Plan</h1><p>More &amp; "
    "better <b>buses</b>.</p><ul><li>one<li>two</ul><table><tr><td>1<td>2</table></body></html>"
)
_STUDIO = [
    {
        "id": 1,
        "data": {"text": ROWS[0][4]},
        "annotations": [
            {"completed_by": 1, "result": [{"type": "choices", "value": {"choices": ["fares"]}}]}
        ],
    }
]
_DOCX = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>More buses, please, and better ones.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p>"
    "<w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:h>Plan</text:h><text:p>More<text:s/>buses.</text:p></office:text></office:body>"
    "</office:document-content>"
)


def table_bytes(head: Sequence[str], rows: Sequence[Sequence[str]], ending: str) -> bytes:
    """Return a table as CSV, TSV, JSON, JSON Lines, XLSX or Parquet."""
    if ending in ("csv", "tsv"):
        mark = "," if ending == "csv" else "\t"
        lines = [mark.join('"' + c.replace('"', '""') + '"' for c in row) for row in (head, *rows)]
        return ("\n".join(lines) + "\n").encode()
    objects = [dict(zip(head, row, strict=True)) for row in rows]
    if ending == "json":
        return json.dumps(objects).encode()
    if ending == "jsonl":
        return "\n".join(map(json.dumps, objects)).encode()
    out = io.BytesIO()
    if ending == "parquet":
        pq.write_table(pa.Table.from_pylist(objects), out)
    else:
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(list(row))
        book.save(out)
    return out.getvalue()


def zipped(**members: str) -> bytes:
    """Return an archive whose members have "__" for "/" and end in .xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", text)
    return out.getvalue()


def corpus_files() -> dict[str, bytes]:
    """Return a file of each kind by a name that tells the kind."""
    tables = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
    doccano = [{"id": n, "text": row[4], "label": ["fares"]} for n, row in enumerate(ROWS)]
    prodigy = [{"text": row[4], "accept": ["a"], "_input_hash": 1} for row in ROWS]
    return {
        **{f"table.{ending}": table_bytes(HEAD, ROWS, ending) for ending in tables},
        "mail.mbox": "".join(_MAIL.format(n=n) for n in range(3)).encode(),
        "mail.eml": _MAIL.format(n=1).split("\n", 1)[1].encode(),
        "page.html": _PAGE.encode(),
        "notes.md": b"---\ntitle: Plan\n---\n# Plan\n\nMore buses.\n\n## Fares\n\nToo high.\n",
        "notes.txt": b"From: Ann\nDate: 1 May 2024\nText: More buses.\n\nFrom: Ben\nText: No\n",
        "plan.docx": zipped(word__document=_DOCX),
        "plan.odt": zipped(content=_ODT),
        "doccano.jsonl": "\n".join(map(json.dumps, doccano)).encode(),
        "prodigy.jsonl": "\n".join(map(json.dumps, prodigy)).encode(),
        "studio.json": json.dumps(_STUDIO).encode(),
    }
