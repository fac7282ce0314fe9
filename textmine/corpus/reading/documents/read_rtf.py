"""Read rich text (.rtf): text, headings, lists, tables, notes, tracked changes, comments."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.corpus.reading.documents import rtf_marks as marks
from textmine.corpus.reading.documents.builder import TextBuilder
from textmine.corpus.reading.documents.document_text import Comment, Properties, WholeDocument
from textmine.corpus.reading.documents.metadata import (
    clean,
    iso_time,
    telling_author,
    telling_title,
)
from textmine.corpus.reading.limits import LIMITS
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError

_STYLE = re.compile(r"\{\\s(\d{1,5})\\[^{};]{0,2000} (title|heading ([1-9]));", re.IGNORECASE)
_TIME = r"\{\\%s\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})(?:\\hr(\d{1,2})\\min(\d{1,2}))?"
_SPAN = re.compile(
    f"([{marks.NOTE}-{marks.AUTHOR}])([^{marks.END}{marks.NOTE}-{marks.AUTHOR}]*){marks.END}"
)
_HERE = re.compile(f"{marks.HERE}(\\d+){marks.HERE}")
_MARK = re.compile("[\ufdd0-\ufdef]")
_DEEPEST = 9


def read_rtf(path: Path, options: ReadOptions = ReadOptions()) -> WholeDocument:
    """Read rich text as Word, TextEdit, WordPad and LibreOffice write it, with changes accepted.

    Headings are known by their styles or outline levels, a table has a line for each row and a tab
    between cells. Notes stand at the end behind their marks, comments beside the text. Raises
    InputError for a file that is no rich text or is empty, NotFoundError when it is not there.
    """
    from striprtf.striprtf import destinations, rtf_to_text

    source = _source(path)
    levels = {style: int(level or 0) for style, _, level in _STYLE.findall(source)}
    marked = marks.Marked(levels)
    marked.read(source, destinations)
    written = "".join(marked.pieces)
    decoded: str = rtf_to_text(written, marked.encoding, "replace")  # type: ignore[no-untyped-call]
    decoded = decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    reading = _Reading()
    reading.read(clean(decoded))
    properties = replace(
        reading.properties, created=_time(source, "creatim"), modified=_time(source, "revtim")
    )
    notes = [f"[{number}] {note}" for number, note in enumerate(reading.notes, start=1)]
    document = reading.builder.finished(path.name, notes, properties, marked.counts)
    cut_off = "" if marked.is_whole else "the file stops before its end: its last words may be lost"
    return replace(document, remark=cut_off)


def _source(path: Path) -> str:
    """Return the bytes of rich text, a character each."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.stat().st_size > LIMITS.markup_bytes:
        raise InputError(
            f"{path.name} is over {LIMITS.markup_bytes:,} bytes.",
            hint="Take its pictures out, or split it.",
        )
    source = path.read_bytes().decode("latin-1")
    start = source.find("{\\rtf")
    if start < 0 or source[:start].strip("\xef\xbb\xbf \r\n\t"):
        raise InputError(
            f"{path.name} is not rich text (.rtf): it does not begin with {{\\rtf.",
            hint="Open it in a word processor and save it as .rtf or .docx.",
        )
    return source[start:]


def _time(source: str, word: str) -> str:
    match = re.search(_TIME % word, source)
    if match is None:
        return ""
    year, month, day, hour, minute = (int(number or 0) for number in match.groups())
    return iso_time(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00")


@dataclass
class _Reading:
    """The state of reading one text with its marks."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    notes: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    properties: Properties = field(default_factory=Properties)
    who: str = ""

    def read(self, decoded: str) -> None:
        for _ in range(_DEEPEST):
            decoded, n = _SPAN.subn(self._span, decoded)
            if not n:
                break
        for paragraph in decoded.split(marks.PARAGRAPH):
            written, _, level = paragraph.partition(marks.LEVEL)
            group = "list" if marks.ITEM in written else ""
            cells = written.split(marks.CELL)
            if len(cells) > 2:
                group = "table"
                written = "\t".join(" ".join(cell.split()) for cell in cells)
            first, *behind = _HERE.split(written)
            text = _MARK.sub("", first).lstrip()
            comments: list[Comment] = []
            for number, piece in zip(behind[::2], behind[1::2], strict=True):
                comments.append(self.comments[int(number)]._replace(at=len(text.rstrip())))
                text = (text + _MARK.sub("", piece)).lstrip()
            if level and len(text) <= 300:
                self.builder.add_heading(text, int(level[0]), comments)
            else:
                self.builder.add(text, group, comments)

    def _span(self, match: re.Match[str]) -> str:
        """Return what stands in the text for a note, a comment, a mark of a list or a property."""
        kind, words = match[1], " ".join(_MARK.sub("", match[2]).split())
        if kind == marks.NOTE and words:
            self.notes.append(words)
            return f"[{len(self.notes)}]"
        if kind == marks.COMMENT and words:
            self.comments.append(Comment(0, self.who, words))
            return f"{marks.HERE}{len(self.comments) - 1}{marks.HERE}"
        if kind == marks.LISTED and words:
            sign = words if any(map(str.isalnum, words)) else "-"
            return f"{marks.ITEM}{sign} "
        if kind == marks.WHO:
            self.who = words
        elif kind == marks.TITLE:
            self.properties = replace(self.properties, title=telling_title(words))
        elif kind == marks.AUTHOR:
            self.properties = replace(self.properties, author=telling_author(words))
        return ""
