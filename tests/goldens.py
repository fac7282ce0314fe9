"""What commands print and write, kept as text in tests/golden/ and held against it.

A block of such a file is a command and what it left:

    $ textmine agreement forum            the command
    ...                                   stdout as it was
    ! 44 disagreements written            a line of stderr
    = exit 3                              the exit code, where it is not 0
    > 0c3a5d9b71e2f604  differ.csv        a file written: the first 16 digits of its SHA-256
    > not hashed        models/m.skops    a file whose bytes are not the same on every computer
    < corpora/old/corpus.toml             a file taken away

Of a stdout longer than `SHOWN` lines its beginning stands there, and the hash of all of it.

What is hashed of a file:
- texts (CSV, JSON, TOML, Markdown, HTML): the text as `settled` leaves it, with figures rounded,
  because the last digits differ between processors, and without the hashes of other files and
  random marks;
- figures (SVG, in HTML too): their words and values; where they stand depends on the fonts of the
  computer;
- workbooks and Word documents: the parts in the zip, without docProps (when, by which version) and
  pictures;
- Parquet and SQLite: the rows, since the bytes change with the version of the writer;
- .skops, .npy and .png: nothing, they hold figures in full, or depend on the fonts of the computer;
  the cards, scores, probabilities and SVGs beside them are hashed.
schemas.txt says which columns the rows have that -f json prints: textmine/KIND/VERSION: columns.

`.history` and `.textmine` are left out: `textmine undo --list` shows the one, the other is scratch.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.conftest import Ran, Run, sharp_figures
from textmine import __version__

GOLDEN = Path(__file__).parent / "golden"
RENEWING = os.environ.get("GOLDEN") == "renew"
SCHEMAS = "schemas.txt"
SHOWN = 60
_UNREAD = ("docProps/", "word/media/", "customXml/")
"""Parts of workbooks and documents that are not read."""
_WHEN_HASHED = {
    "Python": "3.11.7",
    "numpy": "2.4.6",
    "scipy": "1.17.1",
    "spaCy": "3.8.18",
    "scikit-learn": "1.9.1",
    "pandas": "3.1.1",
}
"""Versions that methods name, as they were when texts were hashed: others are read as these."""
ASK = "Run make golden and look at the difference if the change is wanted."


OF_THE_SAMPLE = {
    "DIMENSION": "goal_orientation|knowledge_domain",
    "CODER": "coder-[12]",
    "CORPUS": "forum|new",
}
"""What stands for the names of the sample in columns that are named after them."""


def settled(text: str, root: Path) -> str:
    """Return a text without what rightly differs between runs, days, folders and releases."""
    # The folder in which the test runs.
    text = text.replace(str(root), "FOLDER")
    # When it ran; all dates of the samples are before 2024. A narrow table cuts a time in two.
    day, hour = r"\b20(?:2[4-9]|[3-9]\d)-\d\d-\d\d", r"[T ]\d\d:\d\d(?::[\d.]+)?"
    times = rf"{day}(?:{hour})?|:\d\d(?=[+]00:00)"
    text = re.sub(times, lambda found: re.sub(r"\d", "0", found[0]), text)
    # How long it took.
    text = re.sub(r"\b\d+\.\d s\.$", "0.0 s.", text, flags=re.MULTILINE)
    # The version of textmine, which a release changes.
    return re.sub(rf'(textmine"?:? "?){re.escape(__version__)}', r"\1VERSION", text)


def keep_steady(patch: pytest.MonkeyPatch) -> None:
    """Let what commands print depend neither on how they were started, nor on chance."""
    patch.setenv("COLUMNS", "100")
    patch.setattr("sys.argv", ["textmine"])
    patch.setattr(sys.modules["__main__"], "__package__", None, raising=False)
    for name in ("FORCE_COLOR", "TEXTMINE_DATA"):
        patch.delenv(name, raising=False)
    # The seed of aliases is secret, and drawn anew for each key.
    patch.setattr("secrets.token_hex", lambda n=16: "7" * 2 * n)


class Recorder:
    """Runs commands and keeps a block of each, by the first word of the command."""

    def __init__(self, run_in: Callable[[Path], Run], root: Path) -> None:
        self.folder = root
        self._run_in, self._root = run_in, root
        self._blocks: dict[str, list[str]] = {}
        self._schemas: dict[str, str] = {}

    def __call__(self, typed: str, *arguments: str) -> Ran:
        """Run a command, keep its block, return what it left."""
        before = stamps(self._root)
        # A document of Word says the height of a figure, which hangs on the dots of its picture.
        with sharp_figures() if "docx" in typed else contextlib.nullcontext():
            ran = self._run_in(self.folder)(*arguments)
        after = stamps(self._root)
        if ran.out.startswith('{"schema": ') and ran.rows:
            columns = " | ".join(ran.rows[0])
            for word, names in OF_THE_SAMPLE.items():
                columns = re.sub(rf"\b(?:{names})\b", word, columns)
            self._schemas.setdefault(json.loads(ran.out)["schema"], columns)
        block = [f"$ {typed}", *told(ran, self._root)]
        for place in sorted({*before, *after}):
            if place not in after:
                block.append(f"< {place}")
            elif before.get(place) != after[place]:
                block.append(f"> {digest(self._root / place, self._root):<16}  {place}")
        self._blocks.setdefault(arguments[0], []).append("\n".join(block))
        return ran

    @property
    def texts(self) -> dict[str, str]:
        """The text of each golden file by its name, and one of the columns that JSON has."""
        found = {f"{name}.txt": "\n\n".join(blocks) + "\n" for name, blocks in self._blocks.items()}
        schemas = sorted(f"{schema}: {columns}\n" for schema, columns in self._schemas.items())
        return found | {SCHEMAS: "".join(schemas)}


def told(ran: Ran, root: Path) -> list[str]:
    """Return the lines of a block that tell stdout, stderr and the exit code."""
    out = [line.rstrip() for line in settled(ran.out, root).splitlines()]
    if len(out) > SHOWN:
        more = f"… {len(out)} lines in all: {_short(settled(ran.out, root).encode())}"
        out = [*out[:SHOWN], more]
    err = [f"! {line}".rstrip() for line in settled(ran.err, root).splitlines()]
    return [*out, *err, *([f"= exit {ran.code}"] if ran.code else [])]


def stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    """Return of every file that counts what changes when it is written anew."""
    found = {}
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in (".history", ".textmine")]
        for path in (Path(folder, name) for name in files):
            stat = path.stat()
            place = path.relative_to(root).as_posix()
            found[place] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def digest(path: Path, root: Path) -> str:
    """Return the hash of what counts in a file, or that it has none."""
    if path.suffix in (".skops", ".npy", ".png", ".db", ".qdpx"):
        return "not hashed"
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as parts:
            names = sorted(name for name in parts.namelist() if not name.startswith(_UNREAD))
            text = "\n".join(f"{name}\n{parts.read(name).decode()}" for name in names)
    elif path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        text = f"{table.schema.remove_metadata()}\n{table.to_pylist()}"
    else:
        text = path.read_bytes().decode()
    return _short(portable(settled(text, root)).encode())


def portable(text: str) -> str:
    """Return the content of a file without what differs between computers.

    That is: hashes of other files and random marks, versions of libraries, where the parts of a
    figure stand, and the last digits of numbers.
    """
    text = re.sub(r"\b(?:[0-9a-f]{32}){1,2}\b", "HASH", text)
    text = re.sub(r'"versions": \{[^{}]*\}', '"versions": {}', text)
    for name, version in _WHEN_HASHED.items():
        text = re.sub(rf"\b{name} \d[\w.]*\w", f"{name} {version}", text)
    text = re.sub(r"<svg.*?</svg>", _words_of_figure, text, flags=re.DOTALL)
    # A little more than nothing is added, so that an exact half is rounded up everywhere.
    return re.sub(
        r"-?\b\d+\.\d{4,}(?:e[-+]\d+)?",
        lambda found: f"{round(float(found[0]) + 1e-7, 3) + 0.0:.3f}",
        text,
    )


def differences(folder: Path, texts: Mapping[str, str]) -> str:
    """Return how texts differ from the golden files of a folder, "" if not at all.

    While the golden files are renewed the texts take their place instead.
    """
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    if RENEWING:
        for name in kept.keys() - texts.keys():
            (folder / name).unlink()
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return ""
    lines: list[str] = []
    for name in sorted(kept.keys() | texts.keys()):
        before, after = (some.get(name, "").splitlines() for some in (kept, texts))
        place = (folder / name).relative_to(GOLDEN.parents[1]).as_posix()
        lines += difflib.unified_diff(before, after, place, "now", lineterm="")
    return "\n".join([*lines, ASK]) if lines else ""


def unraised(text: str) -> list[str]:
    """Return the schemas whose columns are not what they were, and whose version is."""
    kept = GOLDEN / SCHEMAS
    before = kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []
    now = dict(line.split(": ", 1) for line in text.splitlines())
    told = (line.split(": ", 1) for line in before)
    return [schema for schema, columns in told if now.get(schema, columns) != columns]


def _words_of_figure(found: re.Match[str]) -> str:
    return "\n".join(re.findall(r'aria-label="[^"]*"|(?<=>)[^<]+(?=</text>)', found[0]))


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
