"""Interviews, cases and authors that were coded as a whole: their names, and codes handed down."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import cast, get_args

from textmine.choices import Whole
from textmine.coding.codings import Codings
from textmine.corpus import Corpus, reading_order, units_at
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding

WHOLE: tuple[Whole, ...] = get_args(Whole)


def whole_level(given: str) -> Whole | None:
    """Return the level that is named, None for documents; threads are interviews.

    Raises InputError for another word.
    """
    named = "interviews" if given == "threads" else given
    if named in ("", "documents"):
        return None
    if named not in WHOLE:
        known = ("documents", "threads", *WHOLE)
        raise InputError(f"'{given}' cannot be coded.", hint=did_you_mean(given, known))
    return named


def names_of(corpus: Corpus, level: Whole) -> list[str]:
    """Return the interviews, cases or authors of a corpus, in the order of their first documents.

    Raises InputError for a level that the corpus does not have.
    """
    return [name for name in dict.fromkeys(units_at(corpus, level)) if name]


def first_lines(corpus: Corpus, level: Whole, length: int = 300) -> dict[str, str]:
    """Return how each unit begins: its first document in reading order, cut at `length`."""
    labels, texts = units_at(corpus, level), corpus.texts
    lines: dict[str, str] = {}
    for index in map(int, reading_order(corpus.documents).index):
        if labels[index]:
            lines.setdefault(labels[index], cut_text(texts[index], length))
    return lines


def cut_text(text: str, length: int) -> str:
    """Return the beginning of a text on one line, with a mark where more follows."""
    line = " ".join(text[: 2 * length].split())
    return line if len(line) <= length else line[:length].rstrip() + " …"


def said_of_whole(codings: Iterable[Coding]) -> list[str]:
    """Say how many codings are of interviews, cases or authors as a whole, level by level."""
    counted = Counter(coding.level for coding in codings if coding.level)
    return [
        f"{n:,} coding{' is' if n == 1 else 's are'} of {level} as a whole and not among these "
        f"(--level {level} without --rule reads them)."
        for level, n in sorted(counted.items())
    ]


def rolled_down(codings: Codings) -> Codings:
    """Return codings of whole units as codings of each document that belongs to them.

    Codings of documents are returned as they are.
    """
    if not codings.level or codings.corpus is None:
        return codings
    members: defaultdict[str, list[str]] = defaultdict(list)
    level = cast(Whole, codings.level)
    labels = units_at(codings.corpus, level)
    for identity, label in zip(codings.corpus.ids, labels, strict=True):
        members[label].append(identity)
    items = tuple(
        replace(coding, document=document, level="")
        for coding in codings
        for document in members[coding.document]
    )
    remark = f"The codes of whole {level} are given to each of their documents."
    return replace(
        codings, items=items, remarks=(*codings.remarks, remark), final=None, every=(), level=""
    )
