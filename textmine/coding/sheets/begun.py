"""Whether a coder has filled anything in on a sheet."""

from pathlib import Path

from textmine.cells import clean
from textmine.coding.tables.layout import MEMO
from textmine.corpus import read_raw
from textmine.errors import TextmineError


def is_begun(path: Path) -> bool:
    """Return whether a cell for a code or a remark is filled; also where it cannot be read.

    The day of a file does not say so: a folder that is copied is saved anew.
    """
    try:
        table = read_raw(path)
    except TextmineError:
        return True
    memos = [name for name in table.columns if name.startswith(MEMO)]
    dimensions = {name.removeprefix(MEMO) for name in memos}
    asked = [name for name in table.columns if name.partition(" = ")[0] in dimensions]
    return any(clean(cell) for name in (*asked, *memos) for cell in table.cells(name))
