"""Read OpenDocument texts (.odt): text, headings, lists, tables, notes, changes, comments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from textmine.corpus.reading.archives import open_zip
from textmine.corpus.reading.documents.builder import TextBuilder
from textmine.corpus.reading.documents.document_text import Comment, WholeDocument
from textmine.corpus.reading.documents.docx_styles import OUTLINE, OdtStyles, read_odt_styles
from textmine.corpus.reading.documents.metadata import dublin_core
from textmine.corpus.reading.office_xml import (
    attribute,
    blocks,
    child,
    children,
    local,
    part,
    refuse_locked,
    small_number,
    text_of,
)
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError
from textmine.lazily import etree

_TABLE_PARTS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_BLOCKS = frozenset({"p", "h", "list", "table"})
_CONTAINERS = frozenset({"section", "index-body", "index-title", "table-of-content", "text-box"})
_INDEXES = frozenset(
    {"illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"}
)
_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100


def read_odt(path: Path, options: ReadOptions = ReadOptions()) -> WholeDocument:
    """Read an OpenDocument text as it looks with every tracked change accepted.

    Headings are known by their elements, lists and headings are numbered as their styles say, a
    table has a line for each row and a tab between cells. Notes stand at the end behind their
    marks, comments beside the text. Raises InputError for a file that is no such text, is locked,
    damaged or empty, NotFoundError when it is not there.
    """
    with open_zip(path, "an OpenDocument text (.odt)") as archive:
        refuse_locked(archive, path, "a word processor")
        content = part(archive, "content.xml", path)
        body = child(content, "body", "text")
        if body is None:
            raise InputError(
                f"{path.name} is not an OpenDocument text (.odt): it has no body of text.",
                hint="Save it again as .odt.",
            )
        styles = read_odt_styles([part(archive, "styles.xml", path), content])
        properties = dublin_core(child(part(archive, "meta.xml", path), "meta"))
    reading = _Reading(styles)
    reading.count_changes(body)
    reading.read(body)
    notes = reading.note_texts()
    return reading.builder.finished(path.name, notes, properties, reading.counts)


@dataclass
class _Reading:
    """The state of reading one document."""

    styles: OdtStyles
    builder: TextBuilder = field(default_factory=TextBuilder)
    notes: list[etree._Element] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def count_changes(self, body: etree._Element) -> None:
        """Count the tracked changes; deleted text stands apart from the body already."""
        for region in children(child(body, "tracked-changes"), "changed-region"):
            self.counts["insertions_kept"] += child(region, "insertion") is not None
            deletion = child(region, "deletion")
            self.counts["deletions_left_out"] += bool(text_of(deletion).strip())

    def read(self, root: etree._Element) -> None:
        """Read the blocks below an element; those of text boxes come after their paragraph."""
        stack = [blocks(root, _BLOCKS, _CONTAINERS | _INDEXES)]
        while stack:
            block = next(stack[-1], None)
            if block is None:
                stack.pop()
                continue
            boxes: list[etree._Element] = []
            if local(block) == "list":
                self._list(block)
            elif local(block) == "table":
                self._table(block)
            else:
                boxes = self._block(block, "")
            stack += [blocks(box, _BLOCKS, _CONTAINERS) for box in reversed(boxes)]

    def _block(self, block: etree._Element, mark: str, *, group: str = "") -> list[etree._Element]:
        """Add a paragraph or a heading; return the text boxes in it."""
        written = _Inline(self.notes)
        written.read(block)
        text = written.text()
        if not text.strip():
            return written.boxes
        level = max(small_number(attribute(block, "outline-level"), 1), 1)
        is_heading = local(block) == "h" and len(text) <= 300
        if is_heading and not mark and attribute(block, "is-list-header") != "true":
            mark = self.styles.next_mark(OUTLINE, level)
        text = f"{mark} {text.strip()}" if mark else text
        if is_heading:
            self.builder.add_heading(text, level, written.comments)
        elif self.styles.is_title(attribute(block, "style-name")) and len(text) <= 300:
            self.builder.add_heading(text, 0, written.comments)
        else:
            self.builder.add(text, group, written.comments)
        return written.boxes

    def _list(self, root: etree._Element) -> None:
        """Add the items of a list and of those in it, each behind its mark."""
        style = attribute(root, "style-name")
        if attribute(root, "continue-numbering") != "true" and not attribute(root, "continue-list"):
            self.styles.counted[style].clear()
        stack = [(iter(root), 1, style)]
        fresh = ""
        while stack:
            items, depth, style = stack[-1]
            element = next(items, None)
            if element is None:
                stack.pop()
            elif local(element) == "list-item":
                fresh = self.styles.next_mark(style, depth)
                stack.append((iter(element), depth, style))
            elif local(element) == "list-header":
                stack.append((iter(element), depth, style))
            elif local(element) == "list":
                inner = attribute(element, "style-name") or style
                stack.append((iter(element), depth + 1, inner))
            elif local(element) in ("p", "h"):
                for box in self._block(element, fresh, group="list"):
                    self.builder.add(text_of(box))
                fresh = ""

    def _table(self, table: etree._Element) -> None:
        for row in blocks(table, frozenset({"table-row"}), _TABLE_PARTS):
            texts: list[str] = []
            waiting: list[Comment] = []
            for cell in (
                element for element in row if local(element) in ("table-cell", "covered-table-cell")
            ):
                written = _Inline(self.notes)
                written.read(cell)
                boxes = [text_of(box) for box in written.boxes]
                texts.append(" ".join(" ".join([written.text(), *boxes]).split()))
                waiting += [comment._replace(at=0) for comment in written.comments]
            self.builder.add("\t".join(texts), "table", waiting)

    def note_texts(self) -> list[str]:
        """Return the texts of the notes behind their marks; notes may hold others."""
        texts: list[str] = []
        for number, note in enumerate(self.notes, start=1):  # grows while it is read
            written = _Inline(self.notes)
            written.read(note)
            texts.append(" ".join([f"[{number}]", *written.text().split()]))
        return texts


@dataclass
class _Inline:
    """The text of a paragraph or a cell, the comments in it and the text boxes it carries."""

    notes: list[etree._Element]
    pieces: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.pieces)

    def read(self, root: etree._Element) -> None:
        """Take up the text below `root`, which is a paragraph, a heading, a cell or a note."""
        stack: list[etree._Element | str] = [root]
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                self.pieces.append(element)
                continue
            if self._taken(element):
                continue
            is_block = (
                local(element) in ("p", "h", "list-item", "table-cell") and element is not root
            )
            self.pieces.append(_SPACE.sub(" ", element.text or ""))
            inner: list[etree._Element | str] = [" "] if is_block else []
            for node in reversed(element):
                inner += [_SPACE.sub(" ", node.tail or ""), node]
            stack += inner

    def _taken(self, element: etree._Element) -> bool:
        """Take up an element that is more, or less, than the text in it."""
        name = local(element)
        if name == "s":
            self.pieces.append(" " * min(small_number(attribute(element, "c"), 1), _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self.pieces.append("\t" if name == "tab" else "\n")
        elif name == "note":
            self.notes += list(children(element, "note-body"))[:1]
            self.pieces.append(f"[{len(self.notes)}]")
        elif name == "annotation":
            at = sum(map(len, self.pieces))
            words = " ".join(text_of(p) for p in element if local(p) in ("p", "list")).split()
            self.comments.append(Comment(at, text_of(child(element, "creator")), " ".join(words)))
        elif name == "text-box":
            self.boxes.append(element)
        else:
            return name in ("ruby-text", "tracked-changes", "desc", "title", "annotation-end")
        return True
