"""Read Word documents (.docx): text, headings, lists, tables, notes, tracked changes, comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from textmine.corpus.reading.archives import open_zip
from textmine.corpus.reading.documents import docx_styles
from textmine.corpus.reading.documents.builder import TextBuilder
from textmine.corpus.reading.documents.document_text import Comment, WholeDocument
from textmine.corpus.reading.documents.metadata import clean, dublin_core
from textmine.corpus.reading.office_xml import (
    OLD_OFFICE,
    attribute,
    blocks,
    child,
    children,
    local,
    part,
    text_of,
)
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError
from textmine.lazily import etree

_DELETED = frozenset({"del", "moveFrom"})
_SKIPPED = frozenset({"pPr", "rPr", "instrText", "Fallback", "rt", "delText", "sectPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PRIVATE = range(0xF000, 0xF100)


@dataclass
class Marginalia:
    """What hangs on the text of a document: notes in the order of their marks, and comments."""

    notes: dict[tuple[str, str], etree._Element]
    comments: Mapping[str, tuple[str, str]]
    marked: list[etree._Element] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def mark(self, kind: str, identity: str) -> str:
        """Return the mark of a note that is met for the first time, "" for any other."""
        note = self.notes.pop((kind, identity), None)
        if note is None:
            return ""
        self.marked.append(note)
        return f"[{len(self.marked)}]"

    def note_texts(self) -> list[str]:
        """Return the texts of the marked notes behind their marks; notes may mark others."""
        texts: list[str] = []
        for number, note in enumerate(self.marked, start=1):  # grows while it is read
            words = " ".join(paragraph_text(p, self).text for p in paragraphs(note)).split()
            texts.append(" ".join([f"[{number}]", *words]))
        return texts


@dataclass
class Written:
    """The text of a paragraph, the comments on places in it, and the text boxes it carries."""

    text: str
    comments: list[Comment]
    boxes: list[etree._Element]


def paragraph_text(paragraph: etree._Element, margin: Marginalia) -> Written:
    """Return the text of a paragraph with tracked changes accepted; count those."""
    pieces: list[str] = []
    written = Written("", [], [])
    commented: set[str] = set()
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in _SKIPPED:
            walk.skip_subtree()
        elif name in _DELETED:
            margin.counts["deletions_left_out"] += bool(text_of(element).strip())
            walk.skip_subtree()
        elif name in ("ins", "moveTo"):
            margin.counts["insertions_kept"] += bool(text_of(element).strip())
        elif name == "txbxContent":
            written.boxes.append(element)
            walk.skip_subtree()
        elif name == "t":
            pieces.append(element.text or "")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "sym":
            pieces.append(_symbol(attribute(element, "char")))
        elif name in ("footnoteReference", "endnoteReference"):
            pieces.append(margin.mark(name, attribute(element, "id")))
        elif name in ("commentRangeStart", "commentReference"):
            identity = attribute(element, "id")
            if identity in margin.comments and identity not in commented:
                commented.add(identity)
                at = sum(map(len, pieces))
                written.comments.append(Comment(at, *margin.comments[identity]))
    written.text = "".join(pieces)
    return written


def paragraphs(element: etree._Element) -> list[etree._Element]:
    """Return every paragraph in an element, also those of text boxes and inner tables, once."""
    paragraph_list: list[etree._Element] = []
    walk = etree.iterwalk(element, events=("start",))
    for _, node in walk:
        if local(node) == "Fallback":
            walk.skip_subtree()
        elif local(node) == "p":
            paragraph_list.append(node)
    return paragraph_list


def _symbol(code: str) -> str:
    """Return a character of a symbol font; those in the private area are bullets and ticks."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "•" if number in _PRIVATE or not 32 <= number < 0xD800 else chr(number)


_BLOCKS = frozenset({"p", "tbl"})
_CONTAINERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}
)
_ROWS = (frozenset({"tr"}), _CONTAINERS)
_CELLS = (frozenset({"tc"}), _CONTAINERS)


def read_docx(path: Path, options: ReadOptions = ReadOptions()) -> WholeDocument:
    """Read a Word document as it would look with every tracked change accepted.

    Deleted text is left out and counted. Headings are known by their styles, numbers of lists and
    headings are counted as Word does, a table has a line for each row and a tab between cells.
    Notes stand at the end behind their marks, comments beside the text. Raises InputError for a
    file that is no Word document, is locked, damaged or empty, NotFoundError when it is not there.
    """
    if path.is_file():
        with path.open("rb") as stream:
            if stream.read(4) == OLD_OFFICE:
                raise InputError(
                    f"{path.name} is locked with a password, or in the format of Word before 2007.",
                    hint="Open it in a word processor and save it as .docx without a password.",
                )
    with open_zip(path, "a Word document (.docx)") as archive:
        main = _main_part(archive, path)
        body = child(part(archive, main, path), "body")
        if body is None:
            raise InputError(
                f"{path.name} is not a Word document (.docx): it has no body.",
                hint="Save it again as .docx.",
            )
        folder = PurePosixPath(main).parent
        related = {
            name: part(archive, (folder / f"{name}.xml").as_posix(), path)
            for name in ("styles", "numbering", "footnotes", "endnotes", "comments")
        }
        properties = dublin_core(part(archive, "docProps/core.xml", path))
        margins = _margins(archive, folder.as_posix(), path)
    reading = _Reading(
        docx_styles.read_styles(related["styles"]),
        docx_styles.read_numbering(related["numbering"]),
        _marginalia(related),
    )
    reading.read(body)
    notes = reading.margin.note_texts()
    counts = reading.margin.counts + Counter(headers_left_out=margins)
    return reading.builder.finished(path.name, notes, properties, counts)


@dataclass
class _Reading:
    """The state of reading one document."""

    styles: docx_styles.Styles
    numbering: docx_styles.Numbering
    margin: Marginalia
    builder: TextBuilder = field(default_factory=TextBuilder)

    def read(self, root: etree._Element) -> None:
        """Read the blocks below an element; those of text boxes come after their paragraph."""
        stack = [blocks(root, _BLOCKS, _CONTAINERS)]
        while stack:
            block = next(stack[-1], None)
            if block is None:
                stack.pop()
            elif local(block) == "p":
                boxes = self._paragraph(block)
                stack += [blocks(box, _BLOCKS, _CONTAINERS) for box in reversed(boxes)]
            else:
                rows = [list(blocks(row, *_CELLS)) for row in self._rows(block)]
                if all(len(cells) == 1 for cells in rows):
                    alone = [blocks(cells[0], _BLOCKS, _CONTAINERS) for cells in reversed(rows)]
                    stack += alone
                else:
                    self._table(rows)

    def _paragraph(self, paragraph: etree._Element) -> list[etree._Element]:
        written = paragraph_text(paragraph, self.margin)
        if written.text.strip():
            style = self.styles.of(paragraph)
            mark = self.numbering.next_mark(style)
            text = f"{mark} {written.text.strip()}" if mark else written.text
            if style.level is not None and len(text) <= 300:
                self.builder.add_heading(text, style.level, written.comments)
            else:
                self.builder.add(text, "list" if mark else "", written.comments)
        return written.boxes

    def _rows(self, table: etree._Element) -> list[etree._Element]:
        rows = list(blocks(table, *_ROWS))
        kept_rows = [row for row in rows if child(row, "trPr", "del") is None]
        self.margin.counts["deletions_left_out"] += len(rows) - len(kept_rows)
        return kept_rows

    def _table(self, rows: list[list[etree._Element]]) -> None:
        for cells in rows:
            texts: list[str] = []
            waiting = []
            for cell in cells:
                written = [paragraph_text(p, self.margin) for p in paragraphs(cell)]
                texts.append(" ".join(" ".join(paragraph.text for paragraph in written).split()))
                waiting += [c._replace(at=0) for paragraph in written for c in paragraph.comments]
            self.builder.add("\t".join(texts), "table", waiting)


def _main_part(archive: ZipFile, path: Path) -> str:
    """Return the name of the main part: that of the package's relations, else the usual one."""
    relations = part(archive, "_rels/.rels", path)
    for relation in children(relations, "Relationship"):
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _marginalia(related: dict[str, etree._Element | None]) -> Marginalia:
    notes = {
        (f"{kind}Reference", attribute(note, "id")): note
        for kind in ("footnote", "endnote")
        for note in children(related[f"{kind}s"], kind)
        if attribute(note, "type") in ("", "normal")
    }
    comments = {
        attribute(comment, "id"): (
            " ".join(clean(attribute(comment, "author")).split()),
            " ".join(clean(" ".join(text_of(p) for p in paragraphs(comment))).split()),
        )
        for comment in children(related["comments"], "comment")
    }
    return Marginalia(notes, comments)


def _margins(archive: ZipFile, folder: str, path: Path) -> int:
    """Return how many page headers and footers have text."""
    names = [
        name
        for name in archive.namelist()
        if name.startswith((f"{folder}/header", f"{folder}/footer")) and name.endswith(".xml")
    ]
    return sum(bool(text_of(part(archive, name, path)).strip()) for name in names[:200])
