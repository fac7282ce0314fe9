"""The one place where all output leaves: nothing in a text or a name acts on a terminal.

What acts is shown as \x1b or \u202e, see `cells.acting`; so is what the encoding of the output does
not have.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from typer.core import TyperGroup

from textmine.cells.acting import ACTS, marked

__all__ = ["InertGroup", "InertStream", "escaped_json", "inert_output", "marked", "raw_stream"]


def escaped_json(text: str) -> str:
    """Return JSON in which the same characters are escaped, so that its values stay as they are."""
    return ACTS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class InertStream:
    """A text stream that marks what would act; `raw` is the stream that it writes to."""

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        """Write a text with marks; return its length."""
        marked_text = marked(text)
        try:
            self.raw.write(marked_text)
        except UnicodeEncodeError:
            encoding = self.raw.encoding
            self.raw.write(marked_text.encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Hand over what was written."""
        self.raw.flush()

    def isatty(self) -> bool:
        """Return whether a person is looking."""
        return self.raw.isatty()

    def fileno(self) -> int:
        """Return the number of the file."""
        return self.raw.fileno()

    @property
    def encoding(self) -> str:
        """The encoding of the stream."""
        return self.raw.encoding

    @property
    def errors(self) -> str | None:
        """What the stream does with letters that it does not have."""
        return self.raw.errors

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self.raw.closed


@contextmanager
def inert_output() -> Iterator[None]:
    """Mark, within the block, whatever is printed to stdout and stderr."""
    before: tuple[Any, Any] = (sys.stdout, sys.stderr)
    inert: Any = [
        stream if not stream or isinstance(stream, InertStream) else InertStream(stream)
        for stream in before
    ]
    sys.stdout, sys.stderr = inert
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def raw_stream(stream: Any) -> Any:
    """Return the stream beneath, for what draws by itself and was given inert texts only."""
    return stream.raw if isinstance(stream, InertStream) else stream


class InertGroup(TyperGroup):
    """Commands whose output, help and errors included, is inert."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command."""
        with inert_output():
            return super().main(*arguments, **options)
