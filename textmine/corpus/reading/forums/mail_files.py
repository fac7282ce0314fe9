"""Find the single messages in mail archives: mbox files, .eml files, folders and Maildirs."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from textmine.corpus.reading.file_bytes import read_bytes
from textmine.corpus.reading.forums.records import first_bytes
from textmine.errors import InputError, TextmineError

_FROM = re.compile(rb"^From .*\d\d:\d\d.*$", re.MULTILINE)
_FIELD = re.compile(rb"^[!-9;-~]+[ \t]*:")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAIL_FILES = (".eml", ".mbox", ".mbx")


def messages_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name of its place and the bytes of every message of a file or folder.

    Raises InputError where a folder holds no messages, and for damaged archives.
    """
    if not path.is_dir():
        yield from _of_file(path, path.name)
        return
    files = mail_files(path)
    if not files:
        raise InputError(
            f"{path} holds no .eml, no .mbox and no cur or new folder of a Maildir.",
            hint="Name the folder that holds the messages.",
        )
    for file in files:
        name = file.relative_to(path).as_posix()
        try:
            yield from _of_file(file, name)
        except TextmineError as error:
            raise InputError(f"{name}: {error.message}", hint=error.hint) from error


def mail_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold messages, in the order of their names."""
    return sorted(
        file
        for file in folder.rglob("*")
        if (file.suffix.lower() in _MAIL_FILES or file.parent.name in ("cur", "new"))
        and not file.name.startswith(".")
        and file.is_file()
    )


def _of_file(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    data = read_bytes(path).replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        return
    if not data.startswith(b"From "):
        yield name, data
        return
    starts = [match.start() for match in _FROM.finditer(data) if _begins(data, match)]
    starts = starts if starts and starts[0] == 0 else [0, *starts]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
        line_end = data.find(b"\n", start, end)
        body = data[line_end + 1 : end] if line_end >= 0 else b""
        yield f"{name}#{number}", _ESCAPED.sub(rb"\1", body)


def _begins(data: bytes, match: re.Match[bytes]) -> bool:
    """Return whether a From line has a blank line before it and a header after it."""
    before = data[max(0, match.start() - 2) : match.start()]
    after = data[match.end() + 1 : match.end() + 200]
    return before in (b"", b"\n\n", b"\n") and bool(_FIELD.match(after))


def holds_mail(path: Path) -> bool:
    """Return whether a path looks like mail: an ending, a Maildir, or a From line at the start."""
    if path.is_dir():
        maildir = (path / "cur").is_dir() and (path / "new").is_dir()
        return maildir or any(
            file.suffix.lower() in _MAIL_FILES for file in islice(path.rglob("*"), 5_000)
        )
    if path.suffix.lower() in (".eml", ".mbox", ".mbx"):
        return True
    start = _start(path)
    match = _FROM.match(start)
    return match is not None and bool(_FIELD.match(start[match.end() + 1 :]))


def _start(path: Path) -> bytes:
    import gzip
    import zlib

    if path.suffix.lower() != ".gz":
        return first_bytes(path, 2_000).replace(b"\r\n", b"\n")
    try:
        with gzip.open(path) as stream:
            return stream.read(2_000).replace(b"\r\n", b"\n")
    except (OSError, EOFError, zlib.error):
        return b""
