"""Small invented projects as files, as several programs would write them."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from textmine.exchange.naming import made_guid
from textmine.exchange.project import (
    Mark,
    Project,
    ProjectCode,
    Selection,
    SourceText,
    User,
)

SHARED = Path(os.environ.get("TEXTMINE_DATA", Path(__file__).parents[3] / "shared" / "data")).parent


def shared_file(relative: str) -> Path:
    """A file beside the optional data; the test is skipped where it is not there."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"{relative} is not there: it lies beside the folder that TEXTMINE_DATA names")
    return path


def guid(name: str) -> str:
    return made_guid("test", name)


ANA, BEN = guid("Ana"), guid("Ben")
NOISE, FARES, TRANSPORT = guid("Noise"), guid("Fares"), guid("Transport")
CODES = (
    ProjectCode(TRANSPORT, "Transport", codable=False),
    ProjectCode(FARES, "Fares", TRANSPORT, "cost of tickets", "#ff0000"),
    ProjectCode(NOISE, "Noise"),
)
USERS = (User(ANA, "Ana"), User(BEN, "Ben"))
TEXT = "Fares are too high 😀 for students.\nThe café is loud at night."


def at(text: str, words: str, code: str, user: str) -> Selection:
    """A selection of words with a code by a user."""
    start = text.index(words)
    return span(start, start + len(words), code, user)


def span(start: int, end: int, code: str, user: str) -> Selection:
    key = guid(f"{start} {end} {code} {user}")
    mark = Mark(made_guid("mark", key), code, user, "2026-01-05T10:00:00Z")
    return Selection(key, start, end, (mark,), user=user)


def source(name: str, text: str, *selections: Selection) -> SourceText:
    return SourceText(guid(name), name, text, selections)


def project(*sources: SourceText, origin: str = "made up") -> Project:
    """A project with two coders, a folder with a code, and a code at the top."""
    return Project("pilot", origin, USERS, CODES, sources=sources)


def two_coders() -> Project:
    return project(
        source(
            "m1",
            TEXT,
            at(TEXT, "Fares are too high 😀", FARES, ANA),
            at(TEXT, "too high 😀 for students", FARES, BEN),
            at(TEXT, "loud at night", NOISE, BEN),
        ),
        source("m2", "Nothing to add."),
    )


HEAD = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}">
<Users><User guid="{ANA}" name="Ana"/><User guid="{BEN}" name="Ben"/></Users>
<CodeBook><Codes><Code guid="{NOISE}" name="Noise" isCodable="true"/>
<Code guid="{FARES}" name="Fares" isCodable="true"/></Codes></CodeBook>
<Sources>"""


def qdpx(
    path: Path,
    sources: str,
    files: Mapping[str, bytes],
    *,
    origin: str = "Some program",
    after: str = "",
    top: str = "project.qde",
    start: bytes = b"",
) -> Path:
    """A project file by another program: its sources as XML, and its files by name."""
    names = {"ANA": ANA, "BEN": BEN, "NOISE": NOISE, "FARES": FARES}
    text = HEAD.format(origin=origin, **names) + sources + f"</Sources>{after}</Project>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(top, start + text.encode())
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def selection_xml(start: int, end: int, *codings: tuple[str, str], name: str = "") -> str:
    """A selection as XML with codings: code and user."""
    inner = "".join(
        f'<Coding guid="{guid(f"{start}{end}{code}{user}")}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{code}"/></Coding>'
        for code, user in codings
    )
    told = f' name="{name}"' if name else ""
    return (
        f'<PlainTextSelection guid="{guid(f"s{start}{end}")}" startPosition="{start}" '
        f'endPosition="{end}"{told}>{inner}</PlainTextSelection>'
    )


def text_source(name: str, inner: str, path: str | None = None) -> str:
    """A text source as XML, whose file is called NAME.txt."""
    where = path if path is not None else f"internal://{name}.txt"
    start = f'<TextSource guid="{guid(name)}" name="{name}" plainTextPath="{where}">'
    return f"{start}{inner}</TextSource>"


def coding_xml(code: str, user: str) -> str:
    """A coding as XML."""
    inner = f'<CodeRef targetGUID="{code}"/>'
    return f'<Coding guid="{guid(code + user)}" creatingUser="{user}">{inner}</Coding>'


def coded_words(found: Project) -> list[tuple[str, str, str, str]]:
    """Source, coder, code and words of every coding, sorted."""
    names = {code.guid: code.name for code in found.codes}
    return sorted(
        (
            one.name,
            found.user_names.get(mark.user, ""),
            names.get(mark.code, ""),
            "" if selection is None else one.text[selection.start : selection.end],
        )
        for one, selection, mark in found.every_mark()
    )
