"""Build the text of a document block by block, and remember where things stand in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.corpus.reading.documents.document_text import (
    Comment,
    Heading,
    Properties,
    WholeDocument,
    is_title,
)
from textmine.corpus.reading.documents.metadata import clean
from textmine.errors import InputError


@dataclass
class TextBuilder:
    """Blocks with a blank line between them; items of a list and rows of a table follow closely."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    _last: str = ""

    def add(self, text: str, group: str = "", comments: Iterable[Comment] = ()) -> int:
        """Add a block and comments on places of it; return where it begins.

        A block that is empty leaves no trace, apart from its comments.

        A block stands on the line after the last one when both are of the same `group`, which is
        what it is part of: a list, a table.
        """
        text = clean(text).strip()
        start = self.length
        if text:
            gap = ("\n" if group and group == self._last else "\n\n") if self.length else ""
            self._last = group
            start += len(gap)
            self.parts += [gap, text]
            self.length = start + len(text)
        self.comments += [comment._replace(at=start + comment.at) for comment in comments]
        return start

    def add_heading(self, text: str, level: int, comments: Iterable[Comment] = ()) -> int:
        """Add a heading and comments on places of it; return where it begins."""
        start = self.add(text, comments=comments)
        if self.length > start:
            title = " ".join(clean(text).split())
            self.headings.append(Heading(level, start, self.length, title))
        return start

    def add_notes(self, notes: Sequence[str]) -> None:
        """Add footnotes at the end, as a section "Notes" whose heading is no part of the text."""
        notes = [note for note in notes if clean(note).strip()]
        for index, note in enumerate(notes):
            start = self.add(note, "notes")
            if index == 0:
                self.headings.append(Heading(self._top_level(), start, start, "Notes"))

    def _top_level(self) -> int:
        text = "".join(self.parts)
        return self.headings[0].level + 1 if is_title(text, self.headings) else 1

    def finished(
        self, name: str, notes: Sequence[str], properties: Properties, counts: Counter[str]
    ) -> WholeDocument:
        """Return the document of a word processor's file; raise InputError where it has no text."""
        self.add_notes(notes)
        if not self.length:
            raise InputError(f"{name} has no text.", hint="It may hold only pictures.")
        return self.done(
            properties, counts + Counter(notes=len(notes), comments=len(self.comments))
        )

    def done(self, properties: Properties, counts: Mapping[str, int]) -> WholeDocument:
        """Return the whole document."""
        return WholeDocument(
            "".join(self.parts),
            tuple(self.headings),
            comments=tuple(self.comments),
            properties=properties,
            counts=counts,
        )
