"""Read threads as papers and reports print them: Topic, From, Date and text, one after another."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.forums.mail_headers import bare_subject
from textmine.corpus.reading.forums.records import Record, as_table, first_bytes
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError

_NAMES = {
    "topic": "topic thread subject title re thema betreff titel sujet titre asunto tema título "
    "oggetto argomento titolo assunto onderwerp",
    "author": "from author by name posted_by written_by user username poster speaker sender von "
    "autor verfasser absender name de auteur nombre usuario da autore nome van",
    "date": "date posted posted_on posted_at sent time datum gesendet verfasst_am fecha envoyé "
    "data inviato enviado verzonden",
    "text": "text message body content post comment nachricht beitrag mensaje texto messaggio "
    "testo texte contenu bericht",
}

_FIELDS = {
    name.replace("_", " "): field for field, names in _NAMES.items() for name in names.split()
}
_LINE = re.compile(
    r"[ \t>*#]{0,6}("
    + "|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True))
    + r")[ \t*]{0,4}[:：][ \t*]{0,4}(.*)",
    re.IGNORECASE,
)

_RULE = re.compile(r"\s*(?:[-=_*~#]\s?){3,}\s*")


@dataclass
class _Header:
    """The labelled lines above a message, and the lines [first, after) on which they stand."""

    first: int
    after: int
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def read_transcript(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a text file of threads; each message is a document, numbered by its lines.

    A header is two or more labelled lines that stand together, or a line with a topic alone; where
    no header has two lines, every line with an author is one. A message without a topic belongs to
    the thread above it, and its text runs to the next header. Raises InputError without messages.
    """
    decoded = read_text(path, options.encoding)
    lines = decoded.text.split("\n")
    headers = find_headers(lines)
    messages = [
        header for header in headers if "author" in header.values or "date" in header.values
    ]
    if not messages:
        raise InputError(
            f"{path} has no lines such as 'From: Ann' and 'Date: 3 May 2024' above its messages.",
            hint="Label the author and the date of every message, or read it as a folder of texts; "
            "for an interview say --reader interview.",
        )
    used = Counter(label for header in headers for label in header.labels.values())
    records, threads = _records(headers, lines, path.name)
    with_text = [record for record in records if record["text"]]
    facts = {
        "read as": "transcript",
        "encoding": decoded.encoding,
        "threads": str(len(threads)),
        "labels": ", ".join(used),
    }
    numbers = [int(record["line"]) for record in with_text]
    remarks = [*([decoded.remark] if decoded.remark else []), *_not_placed(lines, headers)]
    silent = [record["line"] for record in records if not record["text"]]
    if silent:
        remarks.append(f"{len(silent):,} headers have no text below: line {', '.join(silent[:5])}")
    if not with_text:
        raise InputError(f"{path} has headers and no texts.", hint="Is the text there?")
    return as_table(path.name, with_text, facts, remarks, (), numbers)


def find_headers(lines: list[str]) -> list[_Header]:
    """Return the headers in a text, in their order."""
    blocks: list[_Header] = []
    for index, line in enumerate(lines):
        label_line = labelled(line)
        if label_line is None:
            continue
        name, label, value = label_line
        last = blocks[-1] if blocks else None
        if last and name not in last.values and _adjoins(lines, last, index):
            last.after = index + 1
        else:
            last = _Header(index, index + 1)
            blocks.append(last)
        last.values[name], last.labels[name] = value, label
    whole = [len({"topic", "author", "date"} & block.values.keys()) > 1 for block in blocks]
    if not any(whole):
        has_author = any("author" in block.values for block in blocks)
        return [
            block for block in blocks if has_author and {"author", "topic"} & block.values.keys()
        ]
    common = {
        label
        for block, is_whole in zip(blocks, whole, strict=True)
        for label in (block.labels.values() if is_whole else ())
    }
    followed = [_stands_above(header, other) for header, other in pairwise(blocks)] + [False]
    return [
        block
        for block, is_whole, is_followed in zip(blocks, whole, followed, strict=True)
        if is_whole or block.labels.get("topic") in common or is_followed
    ]


def _stands_above(block: _Header, following: _Header) -> bool:
    """Return whether a topic stands by itself shortly above the header of a message."""
    near = following.first - block.after < 3
    return near and set(block.values) == {"topic"} and "author" in following.values


def _adjoins(lines: list[str], header: _Header, index: int) -> bool:
    """Only a topic may have one blank line below it; a text that has begun is no header."""
    between = lines[header.after : index]
    if "text" in header.values:
        return False
    return not between or (set(header.values) == {"topic"} and not "".join(between).strip())


def _records(
    headers: list[_Header], lines: list[str], source: str
) -> tuple[list[Record], dict[str, str]]:
    threads: dict[str, str] = {}
    count: Counter[str] = Counter()
    records: list[Record] = []
    title = ""
    ends = [header.first for header in headers[1:]] + [len(lines)]
    for header, end in zip(headers, ends, strict=True):
        title = bare_subject(header.values.get("topic", "")) or title
        thread = threads.setdefault(title.casefold(), f"t{len(threads) + 1:02d}")
        if not {"author", "date"} & header.values.keys():
            continue
        count[thread] += 1
        text, last = _text(header, lines, end)
        records.append(
            {
                "id": f"{thread}.{count[thread]:03d}",
                "text": text,
                "title": title,
                "author": header.values.get("author", ""),
                "created_at": header.values.get("date", ""),
                "thread_id": thread,
                "position": str(count[thread]),
                "source": source,
                "line": str(header.first + 1),
                "last_line": str(last),
            }
        )
    return records, threads


def _text(header: _Header, lines: list[str], end: int) -> tuple[str, int]:
    """Return what stands below a header, without rules around it, and its last line from 1."""
    start = header.after
    while end > start and (not lines[end - 1].strip() or _RULE.fullmatch(lines[end - 1])):
        end -= 1
    while start < end and (not lines[start].strip() or _RULE.fullmatch(lines[start])):
        start += 1
    below = "\n".join(lines[start:end])
    opening = header.values.get("text", "")
    return "\n".join(part for part in (opening, below) if part).strip(), max(end, header.after)


def _not_placed(lines: list[str], headers: list[_Header]) -> list[str]:
    sentences = []
    bounds = [(0, headers[0].first)]
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        if not {"author", "date"} & header.values.keys():
            bounds.append((header.after, following.first if following else len(lines)))
    for start, end in bounds:
        loose = [
            at for at in range(start, end) if lines[at].strip() and not _RULE.fullmatch(lines[at])
        ]
        if loose:
            where = f"line {loose[0] + 1}"
            where = f"{where} to {loose[-1] + 1}" if len(loose) > 1 else where
            sentences.append(f"{where} belongs to no message: '{lines[loose[0]].strip()[:60]}'")
    return (
        sentences
        if len(sentences) < 6
        else [*sentences[:5], f"… and {len(sentences) - 5:,} more such places"]
    )


def _recognises(path: Path) -> bool:
    if path.suffix.lower() not in (".txt", ".text", ".md"):
        return False
    start = first_bytes(path, 65_536).decode("utf-8", "replace")
    headers = find_headers(start.replace("\r\n", "\n").split("\n"))
    return len([header for header in headers if {"author", "date"} <= header.values.keys()]) > 1


TRANSCRIPT = Reader(
    "transcript",
    "text file of threads with Topic:, From: and Date: above every message",
    read_transcript,
    (),
    frozenset({"encoding"}),
    _recognises,
)


def labelled(line: str) -> tuple[str, str, str] | None:
    """Return field, label and value of a line such as "From: Ann", None for any other line.

    >>> labelled("**Posted on:** 3 May 2024")
    ('date', 'Posted on', '3 May 2024')
    >>> labelled("From here on: nothing")
    """
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    return _FIELDS[match[1].lower()], match[1], match[2].strip().strip("*").strip()
