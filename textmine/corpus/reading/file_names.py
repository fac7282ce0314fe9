"""Fields of documents from the names of their files, such as {case}_{author}_{round}."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from textmine.corpus.reading.forums.records import some_of
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError
from textmine.schema import AUTHOR, CREATED_AT, GROUP, LANG, SOURCE, TITLE

_PART = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d]\w{0,39}|-")
_FIELDS = frozenset({AUTHOR, CREATED_AT, GROUP, LANG, TITLE})
_DATE = "date"
_HINT = "Write it as in '{case}_{author}_{round}'; {-} stands for what is of no use."


def with_parts_of_names(table: RawTable, pattern: str) -> RawTable:
    """Return a table of documents with columns from the names of their files.

    `pattern` is the name without its ending, with parts in braces: {author}, {created_at} (or
    {date}), {group}, {lang} and {title} are fields, others become meta.*. A slash in it stands for
    that of a folder. In transcripts the author is who answers, if one person does. Files that do
    not fit have no value, and are named. Raises InputError for a pattern that is none, for a part
    that the table has already, and where no file fits.
    """
    form, parts = _form(pattern)
    for name in set(parts) & set(table.columns) - _FIELDS:
        raise InputError(
            f"--from-name '{pattern}': the documents have a column '{name}' already.",
            hint="Give this part of the name another name.",
        )
    sources = table.cells(SOURCE)
    files = list(dict.fromkeys(sources))
    fitting: dict[str, dict[str, str]] = {}
    for file in files:
        match = form.fullmatch(_name(file, pattern.count("/")))
        if match:
            fitting[file] = dict(zip(parts, map(str.strip, match.groups()), strict=True))
    if not fitting:
        raise InputError(f"--from-name '{pattern}' fits no file: {some_of(files, 3)}.", hint=_HINT)
    several = _several(table) if AUTHOR in parts else set()
    answers = table.cells("turn") if "turn" in table.columns else [""] * len(sources)
    columns = [*table.columns, *(part for part in parts if part not in table.columns)]
    rows: list[list[str]] = []
    for row, source, turn in zip(table.rows, sources, answers, strict=True):
        record = dict(zip(table.columns, row, strict=True))
        named = dict(fitting.get(source, {}))
        if turn not in ("", "answer") or source in several:
            named.pop(AUTHOR, None)
        rows.append([(record | named).get(column, "") for column in columns])
    return replace(
        table,
        columns=columns,
        rows=rows,
        fields=table.fields | {part: part for part in parts if part in _FIELDS},
        remarks=[*table.remarks, *_remarks(parts, files, fitting, several)],
        own=table.own | (frozenset(parts) - _FIELDS),
    )


def _form(pattern: str) -> tuple[re.Pattern[str], list[str]]:
    """Return what fits a pattern, and its parts; a part ends where what follows it begins."""
    pieces = _PART.split(unicodedata.normalize("NFC", pattern))
    texts, names = pieces[::2], pieces[1::2]
    parts = [CREATED_AT if name == _DATE else name for name in names if name != "-"]
    wrong = next((name for name in names if not _NAME.fullmatch(name)), None)
    why = ""
    if wrong is not None:
        why = f"has '{{{wrong}}}'"
    elif any("{" in text or "}" in text for text in texts):
        why = "has a brace without its other"
    elif not parts:
        why = "names no part of a file's name"
    elif len(set(parts)) < len(parts):
        why = "names a part twice"
    elif "" in texts[1:-1]:
        why = "has nothing between two parts"
    if why:
        raise InputError(f"--from-name '{pattern}' {why}.", hint=_HINT)
    groups = iter(names)
    form = re.escape(texts[0])
    for text in texts[1:]:
        name = next(groups)
        form += ("[^/]+?" if name == "-" else "([^/]+?)") + re.escape(text)
    return re.compile(form, re.IGNORECASE), parts


def _name(source: str, depth: int) -> str:
    """Return the name of a file without its ending, with `depth` folders above it."""
    path = PurePosixPath(unicodedata.normalize("NFC", source)).with_suffix("")
    return "/".join(path.parts[-depth - 1 :])


def _several(table: RawTable) -> set[str]:
    """Return the files in which several people answer."""
    if "turn" not in table.columns:
        return set()
    answering: dict[str, set[str]] = {}
    for source, turn, author in zip(
        *(table.cells(name) for name in (SOURCE, "turn", AUTHOR)), strict=True
    ):
        if turn == "answer":
            answering.setdefault(source, set()).add(author)
    return {source for source, people in answering.items() if len(people) > 1}


def _remarks(
    parts: Sequence[str],
    files: Sequence[str],
    fitting: Mapping[str, Mapping[str, str]],
    several: set[str],
) -> list[str]:
    first = next(iter(fitting))
    shown = ", ".join(f"{part} '{value}'" for part, value in fitting[first].items())
    remarks = [f"of {first}: {shown}"]
    for part in parts:
        values = sorted({named[part] for named in fitting.values()})
        remarks.append(f"{part}, of names of files: {len(values):,} values: {some_of(values)}")
    others = [file for file in files if file not in fitting]
    if others:
        remarks.append(
            f"{len(others):,} of {len(files):,} files do not fit --from-name, and have none of "
            f"these values: {some_of(others)}"
        )
    if several:
        remarks.append(
            "several people answer, and are called as in the transcript, in: "
            f"{some_of(sorted(several))}"
        )
    return remarks
