"""The text of one Word paragraph: changes accepted, notes marked, comments set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from textmine.corpus.reading.documents.document_text import Comment
from textmine.corpus.reading.office_xml import attribute, local, text_of
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
