"""Have a PDF taken apart by a program of its own, so that a bad file can harm nothing else."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from textmine.corpus.reading.documents import pdf_child
from textmine.corpus.reading.documents.metadata import clean
from textmine.errors import ExtraMissingError, InputError, NotFoundError

INSTALL = "Install it with: pip install 'textmine[documents]'."
_SECONDS = 900
_TOO_LONG = -14
"""The status of a program that was ended by its alarm clock."""
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u00a0": " ",
        "\x02": "-",
        "\ufffe": "-",
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
    }
)
"""Joined letters, and the signs that stand for hyphens and bullets of symbol fonts."""


class Bookmark(NamedTuple):
    """An entry of the outline: level from 1, title, and the page (from 1) that it leads to."""

    level: int
    title: str
    page: int


class Line(NamedTuple):
    """A run of text on one baseline of a page, in points from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: float


@dataclass(frozen=True)
class Page:
    """A page: its lines in the order of the file, and what is printed as its number, if known.

    `picture`: pictures cover half of it at least, and it has hardly any text.
    """

    number: int
    lines: tuple[Line, ...]
    height: float = 842.0
    label: str = ""
    broken: bool = False
    picture: bool = False


@dataclass(frozen=True)
class TakenApart:
    """The pages of a PDF, what it says about itself, and what was left out of its text.

    `odd` counts signs that stand for nothing, `sideways` those of text that stands sideways.
    """

    pages: tuple[Page, ...]
    about: dict[str, str] = field(default_factory=dict)
    outline: tuple[Bookmark, ...] = ()
    odd: int = 0
    sideways: int = 0


def take_apart(path: Path) -> TakenApart:
    """Return the lines of every page of a PDF.

    Raises ExtraMissingError without pypdfium2, NotFoundError when the file is not there, and
    InputError when it is locked, damaged, too large, or takes more than half a minute for a page.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if find_spec("pypdfium2") is None:
        raise ExtraMissingError(
            f"{path.name}: reading PDF needs pypdfium2, which is not installed.", hint=INSTALL
        )
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, "-P", str(Path(pdf_child.__file__)), str(path.resolve())]
        try:
            status = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            status = _TOO_LONG
        output.seek(0)
        messages = list(_messages(output.read()))
    _check(path, messages, status)
    odd = 0
    pages = []
    for message in messages:
        if "page" in message:
            page, strange = _page(message)
            pages.append(page)
            odd += strange
    about: dict[str, str] = next(
        (message["about"] for message in messages if "about" in message), {}
    )
    sideways = sum(message.get("sideways", 0) for message in messages)
    outline: list[list[Any]] = next(
        (message["outline"] for message in messages if "outline" in message), []
    )
    marks = tuple(Bookmark(level, clean(title), page) for level, title, page in outline)
    return TakenApart(tuple(pages), about, marks, odd, sideways)


def _messages(output: bytes) -> Iterator[dict[str, Any]]:
    for line in output.split(b"\n"):
        if line.endswith(b"}"):
            yield json.loads(line)


def _check(path: Path, messages: list[dict[str, Any]], status: int) -> None:
    """Raise InputError unless the program came to its end."""
    again = "Open it in another program and print it to a new PDF."
    error = next((message["error"] for message in messages if "error" in message), "")
    if error == "locked":
        raise InputError(
            f"{path.name} is locked with a password.", hint="Save it without one and try again."
        )
    if error == "large":
        raise InputError(
            f"{path.name} is too large: over {pdf_child.MOST_PAGES:,} pages or "
            f"{pdf_child.MOST_CHARACTERS:,} characters.",
            hint="Split it into several files.",
        )
    if error:
        raise InputError(f"{path.name} is not a PDF, or it is damaged.", hint=again)
    if not any("end" in message for message in messages):
        page = sum("page" in message for message in messages) + 1
        why = "takes too long" if status == _TOO_LONG else "cannot be read"
        raise InputError(f"{path.name} {why}: page {page} stops the PDF library.", hint=again)


def _page(message: dict[str, Any]) -> tuple[Page, int]:
    """Return a page and how many of its signs stood for nothing; sideways text is left out."""
    lines = []
    odd = 0
    for text, left, right, base, size, bold in message.get("runs", ()):
        plain = text.translate(_LIGATURES)
        line_text = " ".join(
            clean("".join(sign for sign in plain if not _stands_for_nothing(sign))).split()
        )
        odd += sum(map(_stands_for_nothing, plain))
        if line_text:
            lines.append(Line(line_text, left, right, base, max(size, 0.1), bold))
    return (
        Page(
            message["page"],
            tuple(lines),
            message.get("height", 842.0),
            clean(message.get("label") or "").strip(),
            message.get("broken", False),
            message.get("picture", False),
        ),
        odd,
    )


def _stands_for_nothing(sign: str) -> bool:
    return sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or "\ufdd0" <= sign <= "\ufdef"
