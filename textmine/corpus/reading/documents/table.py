"""Put documents, whole or cut into passages, into the rows of a raw table; say what was counted."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.choices import Split
from textmine.corpus.reading.documents.document_text import WholeDocument, is_title
from textmine.corpus.reading.documents.passages import cut
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem, TextmineError
from textmine.schema import CREATED_AT, ID, LANG, SOURCE, TEXT, THREAD_ID, TITLE

PHRASES = {
    "running_lines_left_out": "running headers, footers and page numbers were left out "
    "(--keep-running-lines keeps them)",
    "running_lines_kept": "running headers, footers and page numbers were kept",
    "hyphens_joined": "words that were hyphenated at line ends were joined",
    "pages_reordered": "pages whose lines ran across columns were put into reading order",
    "pages_without_text": "pages have no text: they are pictures or blank",
    "pictures_with_few_words": "pages are pictures with a few words, as scans with a stamp are: "
    "have their text recognised first (OCR)",
    "sideways_left_out": "characters that stand sideways on their page were left out",
    "insertions_kept": "tracked insertions were kept as text",
    "deletions_left_out": "tracked deletions were left out",
    "comments": "comments are kept beside the text, in meta.comments",
    "notes": "footnotes and endnotes stand at the end of their document, with their marks",
    "headers_left_out": "page headers and footers of word processor files were left out",
    "odd_characters_left_out": "characters that stand for nothing were left out",
}
"""Key in the facts of a corpus -> what a person reads behind the number."""


def total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up the counts of several documents, in the order of PHRASES, without zeros."""
    every = list(counts)
    sums = {key: sum(count.get(key, 0) for count in every) for key in PHRASES}
    return {key: number for key, number in sums.items() if number}


def remarks(totals: Mapping[str, int]) -> list[str]:
    """Say each count in words."""
    return [f"{number:,} {PHRASES[key]}" for key, number in totals.items()]


FILE_AUTHOR = "file_author"
"""Who the file says made it: a fact about the file, and nobody who speaks in it."""

_SHOWN = 5
"""Files of which a remark is told."""

_ALWAYS = (ID, TEXT, TITLE, THREAD_ID, SOURCE, "section", "line", "start", "end")
_WHERE_KNOWN = (FILE_AUTHOR, CREATED_AT, "modified", LANG, "page", "last_page", "page_label")
_LAST = ("comments",)
_FIELDS = (ID, TEXT, TITLE, THREAD_ID, SOURCE, CREATED_AT, LANG)


@dataclass(frozen=True)
class ReadFile:
    """A file of a folder, or the only one: its name, and its document or what is wrong."""

    identity: str
    name: str
    result: WholeDocument | RowProblem


def documents_table(
    source: str, files: Sequence[ReadFile], split: Split, facts: dict[str, str], notes: list[str]
) -> RawTable:
    """Return one row a document, or one a passage of it, in the order of the files.

    A passage is called after its document, which stands in `thread_id`; `start` and `end` are its
    code points in the document's whole text, `line` its first line and `page` its first page there.
    A file with a problem takes a row number of its own. Columns that no document can fill are left
    out.
    """
    rows: list[dict[str, str]] = []
    numbers: list[int] = []
    problems: list[RowProblem] = []
    wholes = [file.result for file in files if isinstance(file.result, WholeDocument)]
    for file in files:
        if isinstance(file.result, RowProblem):
            number = 2 + len(rows) + len(problems)
            problem = file.result.problem
            problems.append(RowProblem(number, file.name, problem, cell=file.name))
            continue
        for row in _rows(file, file.result, split):
            numbers.append(2 + len(rows) + len(problems))
            rows.append(row)
    known = {name for row in rows for name, cell in row.items() if cell}
    optional = [name for name in (*_WHERE_KNOWN, *_LAST) if name in known]
    columns = [*_ALWAYS, *optional]
    totals = total(whole.counts for whole in wholes)
    encodings = ", ".join(sorted({whole.encoding for whole in wholes if whole.encoding}))
    facts |= {"encoding": encodings} if encodings else {}
    facts |= {"split": split, **{key: str(number) for key, number in totals.items()}}
    notes_on_files = [*notes, *remarks(totals), *_guessed(files)]
    bare = [
        file.name
        for file in files
        if isinstance(file.result, WholeDocument) and not file.result.headings
    ]
    if bare and split == "sections":
        more = f" and {len(bare) - _SHOWN:,} more" if len(bare) > _SHOWN else ""
        notes_on_files.append(
            f"{len(bare):,} of {len(wholes):,} files have no headings that can be told from their "
            f"text, and stay whole ({', '.join(bare[:_SHOWN])}{more}): --split paragraphs cuts at "
            "blank lines too"
        )
    if CREATED_AT in optional:
        notes_on_files.append(
            "created_at is when the files say that they were made, not when they came out"
        )
    if FILE_AUTHOR in optional:
        n = len({row[FILE_AUTHOR] for row in rows} - {""})
        notes_on_files.append(
            f"{n:,} {'name' if n == 1 else 'names'} of who made the files in meta.{FILE_AUTHOR}: "
            f"that need not be who speaks in them (--author {FILE_AUTHOR} takes them for authors)"
        )
    return RawTable(
        source,
        columns,
        [[row.get(name, "") for name in columns] for row in rows],
        numbers,
        facts,
        problems,
        {name: name for name in _FIELDS if name in columns},
        notes_on_files,
    )


def file_problem(name: str, error: TextmineError) -> RowProblem:
    """Return what is wrong with a file; its name, which stands before it, is said once."""
    return RowProblem(0, name, str(error).removeprefix(f"{name} "))


def _guessed(files: Sequence[ReadFile]) -> list[str]:
    """Return what is to be said of single files, such as an encoding that was guessed."""
    notes = [
        f"{file.name}: {file.result.remark}"
        for file in files
        if isinstance(file.result, WholeDocument) and file.result.remark
    ]
    more = [f"and of {len(notes) - _SHOWN:,} files more in the same way"]
    return [*notes[:_SHOWN], *(more if len(notes) > _SHOWN else [])]


def _rows(file: ReadFile, document: WholeDocument, split: Split) -> list[dict[str, str]]:
    about = document.properties
    same = {
        TITLE: _title(document) or file.identity.rsplit("/", 1)[-1],
        THREAD_ID: file.identity,
        SOURCE: file.name,
        FILE_AUTHOR: about.author,
        CREATED_AT: about.created,
        "modified": about.modified,
        LANG: about.language,
    }
    passages = cut(document.text, split, document.headings)
    rows: list[dict[str, str]] = []
    for number, passage in enumerate(passages, start=1):
        identity = file.identity if split == "none" else f"{file.identity}#{number:03d}"
        where = {
            ID: identity,
            TEXT: passage.text,
            "section": passage.section,
            "line": str(passage.line),
            "start": str(passage.start),
            "end": str(passage.end),
        }
        following = passages[number].start if number < len(passages) else len(document.text) + 1
        since = 0 if number == 1 else passage.start
        pages = pages_of(document, passage.start, passage.end)
        comments = comments_on(document, since, following)
        rows.append({**same, **where, **pages, "comments": comments})
    return rows


def _title(document: WholeDocument) -> str:
    if document.properties.title:
        return document.properties.title
    return document.headings[0].title if is_title(document.text, document.headings) else ""


def pages_of(document: WholeDocument, start: int, end: int) -> dict[str, str]:
    """Return the pages, from 1, on which text[start:end] begins and ends, and the first's label."""
    if not document.pages:
        return {}
    first = max(bisect_right(document.pages, start), 1)
    last = max(bisect_right(document.pages, max(end - 1, start)), first)
    label = document.labels[first - 1] if document.labels else ""
    return {"page": str(first), "last_page": str(last), "page_label": label}


def comments_on(document: WholeDocument, start: int, stop: int) -> str:
    """Return the comments on the stretch [start, stop), one a line, each behind its author."""
    return "\n".join(
        f"{comment.author}: {comment.text}" if comment.author else comment.text
        for comment in document.comments
        if start <= comment.at < stop
    )
