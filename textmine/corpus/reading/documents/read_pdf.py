"""Read PDF documents: running text with headings and pages, for those that have text at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from textmine.corpus.reading.documents.builder import TextBuilder
from textmine.corpus.reading.documents.pdf_columns import Placed, in_reading_order
from textmine.corpus.reading.documents.pdf_headings import heading_levels
from textmine.corpus.reading.documents.pdf_outline import outline_levels
from textmine.corpus.reading.documents.pdf_pages import Page, TakenApart, take_apart
from textmine.corpus.reading.documents.pdf_paragraphs import Paragraph, paragraphs
from textmine.corpus.reading.documents.pdf_running import without_running_lines
from textmine.corpus.reading.documents.properties import pdf_time, telling_author, telling_title
from textmine.corpus.reading.documents.whole import Properties, WholeDocument
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError


def read_pdf(path: Path, options: ReadOptions = ReadOptions()) -> WholeDocument:
    """Read a PDF as paragraphs in reading order, with guessed headings and the pages they are on.

    Running headers, footers and page numbers are left out and counted unless they are to be kept;
    words that were hyphenated at line ends are joined. Raises ExtraMissingError without pypdfium2,
    and InputError for a file that is no PDF, is locked, damaged, or has no text (a scan).
    """
    taken = take_apart(path)
    _refuse_scan(path, taken)
    pages, running = without_running_lines(taken.pages)
    if options.keep_running_lines:
        pages = list(taken.pages)
    counts = Counter(
        {
            "running_lines_kept"
            if options.keep_running_lines
            else "running_lines_left_out": running,
            "pages_without_text": sum(not page.lines for page in taken.pages),
            "sideways_left_out": taken.sideways,
            "odd_characters_left_out": taken.odd,
        }
    )
    ordered: list[tuple[int, list[Placed]]] = []
    for page in pages:
        placed, changed = in_reading_order(page.lines)
        counts["pages_reordered"] += changed
        ordered.append((page.number, placed))
    found, counts["hyphens_joined"] = paragraphs(ordered)
    if not found:
        raise InputError(
            f"{path.name} has only running headers and footers.",
            hint="Keep them with --keep-running-lines.",
        )
    return _built(found, taken, counts)


def _refuse_scan(path: Path, taken: TakenApart) -> None:
    """Raise InputError when no page has text."""
    if any(page.lines for page in taken.pages):
        return
    number = len(taken.pages)
    pages = f"its {number:,} pages" if number != 1 else "its only page"
    broken = sum(page.broken for page in taken.pages)
    what = "they are damaged" if broken == number else "it is a scan, or drawn in outlines"
    raise InputError(
        f"{path.name} has no text on {pages}: {what}.",
        hint="Have the text recognised first (OCR), for instance with ocrmypdf.",
    )


def _built(found: list[Paragraph], taken: TakenApart, counts: Counter[str]) -> WholeDocument:
    builder = TextBuilder()
    begins: dict[int, int] = {}
    guessed = heading_levels(found)
    levels = outline_levels(found, taken.outline, guessed) or guessed
    for paragraph, level in zip(found, levels, strict=True):
        if level is None:
            start = builder.add(paragraph.text, paragraph.group)
        else:
            start = builder.add_heading(paragraph.text, level)
        for at, page in paragraph.turns:
            begins.setdefault(page, start + at)
    document = builder.done(_properties(taken), +counts)
    offsets = _offsets(taken.pages, begins, len(document.text))
    labels = tuple(page.label for page in taken.pages) if _tell(taken.pages) else ()
    return WholeDocument(
        document.text,
        document.headings,
        pages=offsets,
        labels=labels,
        properties=document.properties,
        counts=document.counts,
    )


def _offsets(pages: tuple[Page, ...], begins: dict[int, int], length: int) -> tuple[int, ...]:
    """Return where each page begins; one without text begins where the next one does."""
    offsets: list[int] = []
    after = length
    for page in reversed(pages):
        after = min(begins.get(page.number, after), after)
        offsets.append(after)
    return tuple(reversed(offsets))


def _tell(pages: tuple[Page, ...]) -> bool:
    """Return whether the pages' labels say more than their places."""
    return any(page.label and page.label != str(page.number) for page in pages)


def _properties(taken: TakenApart) -> Properties:
    about = taken.about
    return Properties(
        telling_title(about.get("Title", "")),
        telling_author(about.get("Author", "")),
        pdf_time(about.get("CreationDate", "")),
        pdf_time(about.get("ModDate", "")),
    )
