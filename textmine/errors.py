"""The one exception tree of textmine.

TextmineError
├── InputError (ValueError)      a value, a file or a row that cannot be used
│   ├── BadRowsError                several rows of one file, all named in one go
│   └── UsageError                  arguments that mean nothing, or two things (exit code 2)
├── NotFoundError (LookupError)  a workspace, corpus, codebook, model or document that is not there
├── StoreError (OSError)         a folder or a store that cannot be read or written
├── TakenError                   a name under which something else stands already
├── WorkersError (RuntimeError)  processes or a cluster that cannot do their part
├── ExtraMissingError (ImportError)  an optional package that a step needs
└── GateError                    a result that misses the limit the user set (exit code 3)
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from textmine.in_number import in_number

_QUOTED = re.compile(r"'[^']*'")


class TextmineError(Exception):
    """Base of every error that textmine raises on purpose: a sentence, and what to do about it."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message, self.hint = in_number(message), in_number(hint)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(TextmineError, ValueError):
    """A value, a file or a row that cannot be used."""


class UsageError(InputError):
    """Arguments that mean nothing, or cannot be given together."""

    exit_code = 2


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row: the row as a spreadsheet counts it (the header is row 1).

    `cell` names sheet and cell where the table is a workbook.
    """

    row: int
    column: str
    problem: str
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.cell}: {self.problem}"
        where = f", column '{self.column}'" if self.column else ""
        return f"row {self.row}{where}: {self.problem}"


class BadRowsError(InputError):
    """Several bad rows of one file, reported together."""

    shown = 20

    def __init__(self, source: str, problems: Sequence[RowProblem], *, hint: str = "") -> None:
        self.source = source
        self.problems = tuple(problems)
        rows = len({problem.row for problem in problems})
        lines = [f"{rows} {'row' if rows == 1 else 'rows'} of {source} cannot be used:"]
        lines += [f"  {problem}" for problem in self.problems[: self.shown]]
        if len(self.problems) > self.shown:
            lines.append(f"  … and {len(self.problems) - self.shown} more. In all:")
            kinds = Counter(_QUOTED.sub("'…'", problem.problem) for problem in self.problems)
            lines += [f"  {times:,} x {kind}" for kind, times in kinds.most_common(8)]
        super().__init__("\n".join(lines), hint=f"\n{hint}" if hint else "")


class NotFoundError(TextmineError, LookupError):
    """Something that was named and is not there."""


class StoreError(TextmineError, OSError):
    """A folder or a store that cannot be read or written."""


class TakenError(TextmineError):
    """A name under which something else stands already."""


class WorkersError(TextmineError, RuntimeError):
    """Processes or a cluster that cannot do their part of the work."""


class ExtraMissingError(TextmineError, ImportError):
    """An optional package that this step needs and that is not installed."""


class GateError(TextmineError):
    """A result that misses the limit that the user set."""

    exit_code = 3


def _is_word(text: str) -> bool:
    """Return whether a likeness of spelling can mean anything: not between 1 and 10, or a and b."""
    return sum(map(str.isalpha, text)) >= 2


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or all of them when none is near."""
    names = sorted({*known})
    if not names:
        return "There are none yet."
    near = get_close_matches(given, names, n=1) if _is_word(given) else []
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"Did you mean '{near[0]}'? Known: {listed}." if near else f"Known: {listed}."
