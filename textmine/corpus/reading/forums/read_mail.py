"""Read e-mails: mbox files, .eml files, folders of them and Maildirs."""

import email
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.policy import Compat32
from itertools import pairwise
from pathlib import Path

from textmine.corpus.reading.forums.mail_body import MailBody, readable, split_body
from textmine.corpus.reading.forums.mail_files import holds_mail, messages_of
from textmine.corpus.reading.forums.mail_headers import bare_subject, header, ids, sender, sent_at
from textmine.corpus.reading.forums.records import Record, as_json, as_table, some_of
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem

_BROKEN = (MessageError, RecursionError, ValueError, TypeError, LookupError, AttributeError)
"""What the email package raises for messages that break its rules in ways it does not expect."""


_LONGEST = 8_000
"""Characters of a header that says how a message is made."""


class _Bounded(Compat32):
    """Cuts headers that the email package takes apart in time that grows with their square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST] if name.lower().startswith("content-") else value


_POLICY = _Bounded()


@dataclass
class _Read:
    """Messages by id, their ancestors, and what was met beside them."""

    records: dict[str, Record] = field(default_factory=dict)
    ancestors: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    empty: dict[str, list[str]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    copies: dict[str, int] = field(default_factory=dict)


def read_mail(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read the messages of a file or folder, each a document; rows are counted as messages.

    The text is what the writer wrote; `quoted` and `signature` hold the rest of the body, and
    `own_spans` the [start, end) of the text in it, in code points. With `keep_quotes` the text is
    the whole body. A message without words of its own is left out and named.
    Raises InputError when there is no message.
    """
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    read = _Read()
    number = 0
    for number, (file_name, data) in enumerate(messages_of(path), start=1):
        try:
            _add(
                read,
                email.message_from_bytes(data, policy=_POLICY),
                data,
                file_name,
                number,
                options.keep_quotes,
            )
        except _BROKEN as error:
            reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
            read.problems.append(
                RowProblem(number, file_name, f"the parts of the message are not clear: {reason}")
            )
    if not read.records and not read.problems:
        raise InputError(
            f"{path} holds no message with a text.",
            hint="It should be an .mbox, an .eml, a folder of .eml files or a Maildir.",
        )
    _link(read)
    facts = {"read as": "mail", "messages": str(number)}
    records = list(read.records.values())
    return as_table(path.name, records, facts, _remarks(read), read.problems, read.numbers)


def _add(
    read: _Read, message: Message, data: bytes, source: str, number: int, keep_quotes: bool
) -> None:
    raw, attached = readable(message)
    raw = raw.replace("\0", "\ufffd")
    body = split_body(raw)
    text = raw.strip() if keep_quotes else body.text
    ids_given = ids(header(message, "Message-ID"))
    identity = ids_given[0] if ids_given else "sha256-" + hashlib.sha256(data).hexdigest()[:16]
    if not (message.keys() and text):
        why = "nothing but quotations" if raw.strip() else "no text"
        read.empty.setdefault(why, []).append(identity)
        return
    read.seen["without an id"] += not ids_given
    if identity in read.records:
        read.seen["twice"] += 1
        if read.records[identity]["text"] == text:
            return
        read.seen["differing"] += 1
        identity = _unused(identity, read)
    record = _record(message, read, body, text, attached)
    answered = ids(header(message, "In-Reply-To"))[:1]
    chain = [
        ancestor for ancestor in ids(header(message, "References")) if ancestor not in answered
    ]
    read.ancestors[identity] = [*chain, *answered]
    read.records[identity] = {"id": identity, **record, "source": source}
    read.numbers.append(number)


def _unused(identity: str, read: _Read) -> str:
    copy = read.copies.get(identity, 1) + 1
    while f"{identity}#{copy}" in read.records:
        copy += 1
    read.copies[identity] = copy
    return f"{identity}#{copy}"


def _record(
    message: Message, read: _Read, body: MailBody, text: str, attached: list[str]
) -> Record:
    name, address = sender(header(message, "From"))
    if address:
        name = read.names.setdefault(address, name) if name else read.names.get(address, "")
    written, subject = header(message, "Date"), header(message, "Subject")
    time = sent_at(written)
    read.seen["undated"] += not time
    read.seen["attached"] += len(attached)
    read.seen["with attachments"] += bool(attached)
    read.seen["quoting"] += bool(body.quoted)
    read.seen["signed"] += bool(body.signature)
    title = bare_subject(subject)
    return {
        "text": text,
        "title": title,
        "author": f"{name} <{address}>" if name and address else name or address,
        "created_at": time,
        "thread_id": "",
        "parent_id": "",
        "address": address,
        "date": "" if time else written,
        "subject": subject if subject != title else "",
        "list": header(message, "List-Id"),
        "to": header(message, "To"),
        "cc": header(message, "Cc"),
        "quoted": body.quoted,
        "signature": body.signature,
        "own_spans": as_json([list(span) for span in body.spans]) if text == body.text else "",
        "attachments": as_json(attached),
        "n_attachments": str(len(attached)) if attached else "",
        "missing_ancestors": "",
    }


def _link(read: _Read) -> None:
    for identity, position in find_places(read.ancestors).items():
        record = read.records[identity]
        record["parent_id"] = position.parent
        record["thread_id"] = position.thread
        record["missing_ancestors"] = as_json(list(position.missing))
        read.seen["nearest"] += bool(position.missing and position.parent)
        read.seen["orphans"] += bool(position.missing and not position.parent)


_SAID = (
    ("quoting", "messages quote others: what they quote stands in quoted (text: --keep-quotes)"),
    ("signed", "messages have a signature or a list's foot: it stands in signature"),
    ("with attachments", "messages have attachments, which are named and not read"),
    ("nearest", "messages answer one that is not there: their parent is the nearest before it"),
    ("orphans", "messages answer only ones that are not there; see missing_ancestors"),
    ("without an id", "messages have no Message-ID: they are called after their content"),
    ("undated", "messages have no date that can be read: it stands in date"),
    ("twice", "messages have the id of another; those with the same text count once"),
    ("differing", "of them differ in their text: they are kept with #2, ... behind the id"),
)


def _remarks(read: _Read) -> list[str]:
    sentences = [f"{read.seen[key]:,} {sentence}" for key, sentence in _SAID if read.seen[key]]
    for why, names in read.empty.items():
        sentences.append(f"{len(names):,} messages left out ({why}): {some_of(names)}")
    return sentences


MAIL = Reader(
    "mail",
    "e-mails: .mbox or .eml, a folder of them, a Maildir",
    read_mail,
    (".mbox", ".mbx", ".eml"),
    frozenset({"keep-quotes"}),
    holds_mail,
)


@dataclass(frozen=True)
class Place:
    """Where a message stands: the nearest ancestor that is there, those that are not, the thread.

    `missing` are the ancestors nearer than `parent` (all of them where there is no parent).
    """

    parent: str
    missing: tuple[str, ...]
    thread: str


def find_places(ancestors: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """Return the place of every message, given its ancestors from the farthest to the nearest.

    The thread is named after its first message, whether that is there or not: two answers to a
    message that was not kept share a thread. References that lead in a circle are not followed.

    >>> find_places({"b": ["a"], "d": ["a", "b", "c"]})["d"]
    Place(parent='b', missing=('c',), thread='a')
    """
    above: dict[str, str] = {}
    roots: dict[str, str] = {}
    lines = {
        message: [*dict.fromkeys(ancestor for ancestor in chain if ancestor != message), message]
        for message, chain in ancestors.items()
    }
    own_words = [line[-2:] for line in lines.values()]
    for line in [*own_words, *lines.values()]:
        for upper, lower in pairwise(line):
            if lower not in above and _root(roots, upper) != lower:
                above[lower] = roots[lower] = upper
    places: dict[str, Place] = {}
    for message in ancestors:
        missing: list[str] = []
        at = above.get(message, "")
        while at and at not in ancestors:
            missing.append(at)
            at = above.get(at, "")
        places[message] = Place(at, tuple(missing), _root(roots, message))
    return places


def _root(roots: dict[str, str], message: str) -> str:
    """Return the first of a message's line, and shorten the way to it."""
    path: list[str] = []
    at = message
    while at in roots:
        path.append(at)
        at = roots[at]
    roots.update(dict.fromkeys(path, at))
    return at
