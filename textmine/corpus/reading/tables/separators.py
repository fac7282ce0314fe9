"""What separates the cells of a table: named, or guessed."""

import csv
import io
from collections import Counter
from itertools import islice

from textmine.corpus.reading.tables.header import HEADER_SAMPLE
from textmine.errors import InputError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def named_separator(given: str) -> str:
    """Return the separator that a name or a character stands for; raise InputError for others."""
    names = {name: separator for separator, name in SEPARATORS.items()} | {"\\t": "\t"}
    separator = names.get(given, given)
    if len(separator) != 1 or separator in '"\r\n':
        raise InputError(
            f"'{given}' cannot separate cells.",
            hint=f"Give one character, or a name: {', '.join(SEPARATORS.values())}.",
        )
    return separator


def guess_separator(text: str) -> str:
    """Return the separator that cuts the first rows into the same number of cells most often.

    Lines of one cell that stand above wider ones are a title.
    """

    def evenness(separator: str) -> tuple[float, int]:
        sample = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        widths = [len(row) for row in islice(sample, 51) if row][:50]
        begin = next((at for at, width in enumerate(widths[:HEADER_SAMPLE]) if width > 1), 0)
        widths = widths[begin:]
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        header = widths[0] if widths else 1
        even = times / (len(widths) + begin) if width > 1 and header == width else 0.0
        return (even, width)

    return max(SEPARATORS, key=evenness)
