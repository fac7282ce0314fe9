"""Read PDF documents: running text with headings and pages, for those that have text at all."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textmine.corpus.reading.documents.builder import TextBuilder
from textmine.corpus.reading.documents.document_text import Properties, WholeDocument
from textmine.corpus.reading.documents.metadata import pdf_time, telling_author, telling_title
from textmine.corpus.reading.documents.pdf_columns import Placed, in_reading_order
from textmine.corpus.reading.documents.pdf_headings import heading_levels
from textmine.corpus.reading.documents.pdf_pages import Bookmark, Line, Page, TakenApart, take_apart
from textmine.corpus.reading.documents.pdf_paragraphs import Paragraph, paragraphs
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError

_RECOGNISE = "Have the text recognised first (OCR), for instance with ocrmypdf."

_EDGE_LINES = 3
"""Baselines at the top and at the bottom of a page that may be running ones."""

_EDGE_SHARE = 0.2
"""Share of the height, at either end, in which they must stand."""

_STEP = 4.0
"""Points by which a running line may move from page to page."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)

_Place = tuple[str, int]

_FEWEST = 3
_SHARE = 0.6
_NUMBER = re.compile(
    r"^(?:(?:chapter|part|annex|appendix)\s+)?(?:[\divx]+|[a-z])(?:\.\d+)*[.:]?\s+", re.IGNORECASE
)


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
            "pictures_with_few_words": sum(
                page.picture and bool(page.lines) for page in taken.pages
            ),
            "sideways_left_out": taken.sideways,
            "odd_characters_left_out": taken.odd,
        }
    )
    ordered: list[tuple[int, list[Placed]]] = []
    for page in pages:
        placed, changed = in_reading_order(page.lines)
        counts["pages_reordered"] += changed
        ordered.append((page.number, placed))
    text_paragraphs, counts["hyphens_joined"] = paragraphs(ordered)
    if not text_paragraphs:
        raise InputError(
            f"{path.name} has only running headers and footers.",
            hint=_RECOGNISE
            if all(page.picture for page in taken.pages)
            else "Keep them with --keep-running-lines.",
        )
    return _built(text_paragraphs, taken, counts)


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
        hint=_RECOGNISE,
    )


def _built(
    all_paragraphs: list[Paragraph], taken: TakenApart, counts: Counter[str]
) -> WholeDocument:
    builder = TextBuilder()
    begins: dict[int, int] = {}
    guessed = heading_levels(all_paragraphs)
    levels = outline_levels(all_paragraphs, taken.outline, guessed) or guessed
    for paragraph, level in zip(all_paragraphs, levels, strict=True):
        if level is None:
            start = builder.add(paragraph.text, paragraph.group)
        else:
            start = builder.add_heading(paragraph.text, level)
        for at, page in paragraph.turns:
            begins.setdefault(page, start + at)
    document = builder.done(_properties(taken), +counts)
    offsets = _offsets(taken.pages, begins, len(document.text))
    labels = tuple(page.label for page in taken.pages)
    if not any(page.label and page.label != str(page.number) for page in taken.pages):
        labels = ()  # they say no more than the places of the pages
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


def _properties(taken: TakenApart) -> Properties:
    about = taken.about
    return Properties(
        telling_title(about.get("Title", "")),
        telling_author(about.get("Author", "")),
        pdf_time(about.get("CreationDate", "")),
        pdf_time(about.get("ModDate", "")),
    )


def outline_levels(
    paragraphs: Sequence[Paragraph], outline: Sequence[Bookmark], guessed: Sequence[int | None]
) -> list[int | None] | None:
    """Return the level of each paragraph that the outline names, None when it cannot be trusted.

    An entry names the first paragraph of its page, or of the one after it, that has its words and
    no entry before it. At least three and three in five must be found. What was guessed to be the
    highest heading before the first of them is the title, level 0.
    """
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, paragraph in enumerate(paragraphs):
        for key in {_key(paragraph.text), _key(_NUMBER.sub("", paragraph.text))}:
            places[paragraph.page, key].append(index)
    levels_found: dict[int, int] = {}
    for mark in outline:
        for key in (_key(mark.title), _key(_NUMBER.sub("", mark.title))):
            near = [*places[mark.page, key], *places[mark.page + 1, key]] if key else []
            free = [index for index in near if index not in levels_found]
            if free:
                levels_found[free[0]] = mark.level
                break
    if len(levels_found) < max(_FEWEST, _SHARE * len(outline)):
        return None
    levels: list[int | None] = [levels_found.get(index) for index in range(len(paragraphs))]
    title = next((index for index in range(min(levels_found)) if guessed[index] == 1), None)
    if title is not None:
        levels[title] = 0
    return levels


def _key(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def without_running_lines(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """Return the pages without running lines, and how many lines were taken out.

    A baseline runs when it stands among the outer three within a fifth of the height, and the same
    words (whatever the numbers in them) stand at the same height on at least three pages, or on two
    of a document of two to four.
    """
    needed = 2 if len(pages) <= 4 else 3
    edges = [_edges(page) for page in pages]
    seen: Counter[_Place] = Counter()
    for edge in edges:
        seen.update({(words, step + by) for words, step in edge for by in (-1, 0, 1)})
    kept_pages: list[Page] = []
    taken = 0
    for page, edge in zip(pages, edges, strict=True):
        running = {
            base for line_key, bases in edge.items() if seen[line_key] >= needed for base in bases
        }
        lines = tuple(line for line in page.lines if line.base not in running)
        taken += len(running)
        kept_pages.append(replace(page, lines=lines))
    return kept_pages, taken


def _edges(page: Page) -> dict[_Place, set[float]]:
    """Return what stands on the outer baselines of a page, and on which baselines that is."""
    rows = _baselines(page.lines)
    edges: dict[_Place, set[float]] = {}
    outer = [*rows[:_EDGE_LINES], *rows[_EDGE_LINES:][-_EDGE_LINES:]]
    low, high = _EDGE_SHARE * page.height, (1 - _EDGE_SHARE) * page.height
    for row in outer:
        if low < row[0].base < high:
            continue
        words = _DIGITS.sub(
            "#", " ".join(line.text for line in sorted(row, key=lambda line: line.left))
        )
        words = "#" if _ROMAN.fullmatch(words) else " ".join(words.split()).lower()
        line_key = (words, round(row[0].base / _STEP))
        edges.setdefault(line_key, set()).update(line.base for line in row)
    return edges


def _baselines(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by baselines, from the top of the page to its bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.base):
        if rows and rows[-1][0].base - line.base < 2.0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
