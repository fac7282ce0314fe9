"""Read what Taguette keeps and exports: its database and its pages, with the places in them."""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from textmine.errors import InputError, NotFoundError
from textmine.exchange.naming import made_guid
from textmine.exchange.positions import from_utf8_bytes
from textmine.exchange.project import (
    LossCounter,
    Mark,
    Project,
    ProjectCode,
    Selection,
    SourceText,
    User,
)
from textmine.exchange.refi.reading import ReadProject
from textmine.exchange.sqlite_file import Tables, number_of, open_tables, text_of

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol table tr blockquote pre section article header footer "
    "dl dt dd figure figcaption body br hr".split()
)
_SILENT = frozenset("script style head title".split())


@dataclass(frozen=True)
class HtmlPlaces:
    """The text of a page with a line a block, where line ends were put in before `inserted`.

    `plain` is what stands between its tags; `inserted` are code points into it, ascending.
    """

    text: str
    plain: str
    inserted: tuple[int, ...]

    @classmethod
    def of(cls, page: str) -> HtmlPlaces:
        """Read a page; scripts and styles have no text."""
        parser = _Parser()
        parser.feed(page)
        parser.close()
        plain = "".join(parser.parts)
        inserted = tuple(at for at in parser.breaks if 0 < at < len(plain))
        pieces, before = [], 0
        for at in inserted:
            pieces.append(plain[before:at])
            before = at
        return cls("\n".join([*pieces, plain[before:]]), plain, inserted)

    def from_bytes(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
        """Return spans, counted in bytes of the plain text, in code points of the text.

        One that lies outside of it is None.
        """
        offsets = from_utf8_bytes(self.plain, [at for span in spans for at in span])
        longest = len(self.plain)
        places_of_spans: list[tuple[int, int] | None] = []
        for start, end in zip(offsets[::2], offsets[1::2], strict=True):
            if not 0 <= start <= end <= longest:
                places_of_spans.append(None)
                continue
            places_of_spans.append(
                (start + bisect_right(self.inserted, start), end + bisect_left(self.inserted, end))
            )
        return places_of_spans


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.breaks: list[int] = []
        self._length = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take the text between tags."""
        if not self._silent and data:
            self.parts.append(data)
            self._length += len(data)

    def _break(self) -> None:
        """Put in a line end, unless one stands there or was put in."""
        ended = bool(self.parts) and self.parts[-1].endswith("\n")
        if not ended and (not self.breaks or self.breaks[-1] != self._length):
            self.breaks.append(self._length)


_NAMES = ("tag", "name", "path")
_LARGEST_TABLE = 16 * 2**20


def read_taguette(path: Path) -> ReadProject:
    """Read the only project of a Taguette database; raise NotFoundError or InputError."""
    with open_tables(path, "Taguette database") as tables:
        projects = {
            number_of(row[0]): text_of(row[1]) for row in tables.rows("projects", "id", "name")
        }
        if len(projects) != 1:
            raise InputError(
                f"{path.name} has {len(projects)} projects, and there must be one.",
                hint="In Taguette, export one project as SQLite3.",
            )
        lost = LossCounter()
        sources = tuple(_sources(tables, lost))
        used = {
            mark.user
            for source in sources
            for selection in source.selections
            for mark in selection.marks
        }
        logins = [text_of(row[0]) for row in tables.rows("users", "login")]
        project = Project(
            name=next(iter(projects.values())) or path.stem,
            origin="Taguette",
            users=tuple(
                User(made_guid("taguette user", login), login)
                for login in logins
                if made_guid("taguette user", login) in used
            ),
            codes=tuple(
                ProjectCode(
                    _code(number), text_of(name).strip(), description=text_of(description).strip()
                )
                for number, name, description in tables.rows("tags", "id", "path", "description")
            ),
            sources=sources,
            losses=lost.losses,
            remarks=("Positions are bytes of UTF-8, as Taguette counts them.",),
        )
    return ReadProject(project)


def _code(number: object) -> str:
    return made_guid("taguette tag", number_of(number))


def _sources(tables: Tables, lost: LossCounter) -> Iterable[SourceText]:
    users = _who_highlighted(tables)
    tags: dict[int, list[int]] = {}
    for highlight, tag in tables.rows("highlight_tags", "highlight_id", "tag_id"):
        tags.setdefault(number_of(highlight), []).append(number_of(tag))
    by_document: dict[int, list[tuple[int, int, int]]] = {}
    columns = ("id", "document_id", "start_offset", "end_offset")
    for number, document, start, end in tables.rows("highlights", *columns):
        of_document = by_document.setdefault(number_of(document), [])
        of_document.append((number_of(number), number_of(start), number_of(end)))
    for number, name, description, page in tables.rows(
        "documents", "id", "name", "description", "contents"
    ):
        places = HtmlPlaces.of(text_of(page))
        highlights = by_document.get(number_of(number), [])
        spans = places.from_bytes([(start, end) for _, start, end in highlights])
        selections = []
        for (highlight, *_), span in zip(highlights, spans, strict=True):
            if span is None:
                lost.add("selections that lie outside of their texts", text_of(name))
            else:
                user, at = users.get(highlight, ("", ""))
                selections.append(_selection(highlight, span, tags.get(highlight, ()), user, at))
        yield SourceText(
            made_guid("taguette document", number_of(number)),
            text_of(name),
            places.text,
            tuple(selections),
            description=text_of(description).strip(),
        )


def _selection(
    highlight: int, span: tuple[int, int], tags: Iterable[int], user: str, at: str
) -> Selection:
    return Selection(
        made_guid("taguette highlight", highlight),
        *span,
        tuple(
            Mark(made_guid("taguette highlight", highlight, tag), _code(tag), user, at)
            for tag in tags
        ),
        user=user,
        created_at=at,
    )


def _who_highlighted(tables: Tables) -> dict[int, tuple[str, str]]:
    """Return the user and the time of the last command on each highlight, by its number."""
    users: dict[int, tuple[str, str]] = {}
    for login, at, payload in tables.rows("commands", "user_login", "date", "payload"):
        try:
            command = json.loads(text_of(payload))
        except (ValueError, RecursionError):
            continue
        if isinstance(command, dict) and command.get("type") == "highlight_add":
            number = number_of(command.get("highlight_id"))
            users[number] = made_guid("taguette user", text_of(login)), text_of(at)
    return users


def is_tag_table(path: Path) -> bool:
    """Whether a table is a codebook as Taguette exports it."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(io.StringIO(stream.readline(10_000))), [])
    except (UnicodeDecodeError, csv.Error, OSError):
        return False
    return "description" in header and any(name in header for name in _NAMES)


def read_tags(path: Path) -> ReadProject:
    """Read a codebook that Taguette exported as a table; raise NotFoundError or InputError."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.stat().st_size > _LARGEST_TABLE:
        raise InputError(f"{path} is too large for a codebook.", hint="Export the tags alone.")
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is damaged: {error}.", hint="Export it again.") from error
    column = next((name for name in _NAMES if rows and name in rows[0]), "")
    if not column:
        raise InputError(f"{path} has no tag.", hint="Export the codebook again.")
    return ReadProject(
        Project(
            name=path.stem,
            origin="Taguette",
            codes=tuple(
                ProjectCode(
                    made_guid("tag", row[column]),
                    (row[column] or "").strip(),
                    description=(row.get("description") or "").strip(),
                )
                for row in rows
                if (row[column] or "").strip()
            ),
        )
    )
