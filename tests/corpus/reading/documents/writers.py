"""Small writers of documents for the tests: PDF, Word, OpenDocument and rich text, by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


_GREY = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


class Run(NamedTuple):
    text: str
    x: float
    y: float
    size: float = 10
    bold: bool = False
    turned: bool = False


def pdf_bytes(
    pages: list[list[Run]],
    info: dict[str, str] | None = None,
    extra: str = "",
    rotate: int = 0,
    catalog: str = "",
    scanned: bool = False,
) -> bytes:
    """Return a PDF with Helvetica on A4 pages; `extra` goes into the trailer.

    Where it is `scanned`, a grey picture lies under the text of each page.
    """
    count = len(pages)
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< "
        + b" ".join(f"/{key} ({value})".encode("cp1252") for key, value in (info or {}).items())
        + b" >>",
    ]
    for place, runs in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} "
            f"/Contents {7 + 2 * place} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        below = [_GREY] if scanned else []
        stream = b"\n".join([*below, *(_shown(run) for run in runs)])
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R {extra} >>"
    return out + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


def _shown(run: Run) -> bytes:
    text = run.text.encode("cp1252").replace(b"\\", b"\\\\")
    text = text.replace(b"(", b"\\(").replace(b")", b"\\)")
    matrix = b"0 1 -1 0" if run.turned else b"1 0 0 1"
    font = b"F2" if run.bold else b"F1"
    return b"BT /%s %g Tf %s %g %g Tm (%s) Tj ET" % (font, run.size, matrix, run.x, run.y, text)


def lines(texts: list[str], x: float = 60, y: float = 740, size: float = 10) -> list[Run]:
    """Return lines of text that stand under each other."""
    return [Run(text, x, y - 1.2 * size * place, size) for place, text in enumerate(texts)]


def docx(path: Path, body: str, **parts: str) -> Path:
    """Write a Word document; `parts` are other XML parts by their names, without root element."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
    space = f'xmlns:w="{W}" xmlns:mc="{_MC}"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f"<w:document {space}><w:body>{body}<w:sectPr/></w:body></w:document>",
        )
        for name, xml in parts.items():
            if name == "core":
                archive.writestr("docProps/core.xml", xml)
                continue
            root = roots.get(name, name.rstrip("0123456789"))
            archive.writestr(f"word/{name}.xml", f"<w:{root} {space}>{xml}</w:{root}>")
    return path


def p(text: str, style: str = "", extra: str = "") -> str:
    """Return a Word paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr>{r(text)}</w:p>"


def r(text: str) -> str:
    """Return a run of a Word paragraph."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
    f"{based}<w:pPr>{properties}</w:pPr></w:style>"
    for identity, name, based, properties in (
        ("Titel", "Title", "", ""),
        ("berschrift1", "heading 1", "", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        (
            "berschrift2",
            "heading 2",
            "",
            '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
        ),
        ("Eigene", "My heading", '<w:basedOn w:val="berschrift2"/>', ""),
    )
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="x"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/>'
    '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
)


def odt(path: Path, body: str, styles: str = "", meta: str = "", manifest: str = "") -> Path:
    """Write an OpenDocument text; `styles` are those of content.xml."""
    space = " ".join(
        f'xmlns:{name}="{_OFFICE}:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw", "meta")
    )
    space += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {space}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {space}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        )
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return path


def rtf(path: Path, paragraphs: Sequence[str]) -> Path:
    """Write paragraphs in rich text, letters beyond ASCII as their numbers."""
    coded = "".join(
        letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in "\n".join(paragraphs)
    )
    path.write_text("{\\rtf1\\ansi " + coded.replace("\n", "\\par\n") + "}", encoding="ascii")
    return path
