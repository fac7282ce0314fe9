"""The kinds of documents: which function reads which ending."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.documents.markdown import read_markdown, read_plain
from textmine.corpus.reading.documents.read_docx import read_docx
from textmine.corpus.reading.documents.read_html import read_html
from textmine.corpus.reading.documents.read_odt import read_odt
from textmine.corpus.reading.documents.read_pdf import read_pdf
from textmine.corpus.reading.documents.read_rtf import read_rtf
from textmine.corpus.reading.reader import ReadOptions


@dataclass(frozen=True)
class Kind:
    """One kind of document and the function that reads it, which raises TextmineError only."""

    name: str
    reads: str
    endings: tuple[str, ...]
    read: Callable[[Path, ReadOptions], WholeDocument]
    options: frozenset[str] = frozenset()


KINDS = (
    Kind("pdf", "PDF with text", (".pdf",), read_pdf, frozenset({"keep-running-lines"})),
    Kind("docx", "Word document", (".docx", ".docm", ".dotx"), read_docx),
    Kind("odt", "OpenDocument text", (".odt", ".ott"), read_odt),
    Kind("rtf", "rich text", (".rtf",), read_rtf),
    Kind("html", "web page", (".html", ".htm", ".xhtml"), read_html, frozenset({"encoding"})),
    Kind("markdown", "Markdown", (".md", ".markdown"), read_markdown, frozenset({"encoding"})),
    Kind("text", "plain text", (".txt", ".text"), read_plain, frozenset({"encoding"})),
)


def kind_of(path: Path) -> Kind | None:
    """Return the kind that a file's ending says, None for other files."""
    ending = path.suffix.lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)


def endings() -> str:
    """Return every ending that is read, for a sentence."""
    return ", ".join(ending for kind in KINDS for ending in kind.endings)
