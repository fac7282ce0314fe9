"""What a reader is, and what the user may say about a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textmine.choices import Split
from textmine.corpus.reading.raw import RawTable


@dataclass(frozen=True)
class ReadOptions:
    """What the user said about a file; None means: find out."""

    reader: str | None = None
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    split: Split = "none"
    has_header: bool = True
    keep_running_lines: bool = False
    header_rows: int | None = None
    questions: tuple[str, ...] = ()
    keep_quotes: bool = False
    guess_parents: bool = False
    interviewers: tuple[str, ...] = ()
    from_name: str | None = None

    def given(self) -> set[str]:
        """Return the options that were said, by their names on the command line."""
        stated = {
            "encoding": self.encoding is not None,
            "separator": self.separator is not None,
            "sheet": self.sheet is not None,
            "split": self.split != "none",
            "no-header": not self.has_header,
            "keep-running-lines": self.keep_running_lines,
            "header-rows": self.header_rows is not None,
            "question": bool(self.questions),
            "keep-quotes": self.keep_quotes,
            "guess-parents": self.guess_parents,
            "interviewer": bool(self.interviewers),
            "from-name": self.from_name is not None,
        }
        return {name for name, is_said in stated.items() if is_said}


@dataclass(frozen=True)
class Reader:
    """One way to read a file or a folder.

    `read` returns the raw table. `endings` are those of the files it reads by default; `recognises`
    looks into a file (its first bytes, its header) or a folder and says whether it is one of these,
    cheaply and without raising. `options` names the options that mean something to it.
    """

    name: str
    reads: str
    read: Callable[[Path, ReadOptions], RawTable]
    endings: tuple[str, ...] = ()
    options: frozenset[str] = frozenset()
    recognises: Callable[[Path], bool] | None = None
