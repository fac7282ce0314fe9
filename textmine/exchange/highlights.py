"""Read Taguette's table of highlights (.csv, .xlsx): words without places, found in known texts."""

from __future__ import annotations

from pathlib import Path

from textmine.corpus import Corpus, ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.errors import InputError
from textmine.exchange.naming import made_guid, source_guid
from textmine.exchange.project import LossCounter, Mark, Project, ProjectCode, Selection, SourceText

COLUMNS = ("id", "document", "tag", "content")
_ENDINGS = (".csv", ".xlsx")


def is_highlights(path: Path) -> bool:
    """Whether a table is one of highlights, by its columns."""
    if not path.is_file() or path.suffix.lower() not in _ENDINGS:
        return False
    try:
        return {*COLUMNS} == {*read_raw(path, ReadOptions()).columns}
    except InputError:
        return False


def read_highlights(path: Path, corpus: Corpus) -> Project:
    """Find the words of each highlight in the document of a corpus that is called like theirs.

    White space may differ. Words that a document has not, or has several times, are lost. The table
    does not say who coded.
    """
    raw = read_raw(path, ReadOptions())
    cells = [raw.cells(name) for name in COLUMNS]
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    titles = {title: one for one, title in zip(corpus.ids, corpus.column("title"), strict=True)}
    lost = LossCounter()
    tags: dict[str, ProjectCode] = {}
    found: dict[str, dict[tuple[int, int], list[Mark]]] = {}
    for number, document, tag, content in zip(*cells, strict=True):
        tags.setdefault(tag, ProjectCode(made_guid("tag", tag), tag))
        name = document if document in texts else titles.get(document, "")
        if not name:
            lost.add("highlights in documents that the corpus does not have", document)
            continue
        places = _places(texts[name], content)
        if len(places) != 1:
            how = "has several times" if places else "does not have"
            lost.add(f"highlights whose words the document {how}", f"{document}: {content[:40]}")
            continue
        mark = Mark(made_guid("highlight", number, tag), tags[tag].guid)
        found.setdefault(name, {}).setdefault(places[0], []).append(mark)
    return Project(
        name=path.stem,
        origin="Taguette",
        codes=tuple(tags.values()),
        sources=tuple(
            SourceText(
                source_guid(corpus.name, "document", name),
                name,
                texts[name],
                tuple(
                    Selection(made_guid("highlight", name, *span), *span, tuple(marks))
                    for span, marks in spans.items()
                ),
            )
            for name, spans in found.items()
        ),
        losses=lost.losses,
        remarks=("Words are looked for in the texts: the table has no places.",),
    )


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever white space is between them; two at the most."""
    squeezed, origin = _squeezed(text)
    wanted = " ".join(words.split())
    found: list[tuple[int, int]] = []
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0 and len(found) < 2:
        found.append((origin[at], origin[at + len(wanted) - 1] + 1))
        at = squeezed.find(wanted, at + 1)
    return found


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return a text with single blanks, and where each of its characters stands in it."""
    signs: list[str] = []
    origin: list[int] = []
    for index, sign in enumerate(text):
        blank = sign.isspace()
        if blank and (not signs or signs[-1] == " "):
            continue
        signs.append(" " if blank else sign)
        origin.append(index)
    return "".join(signs), origin
