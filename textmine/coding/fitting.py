"""Whether the codings made with a codebook still fit it."""

from textmine.codebook import Codebook
from textmine.coding.migrate import Review, to_review
from textmine.coding.rule_check import rule_breaks
from textmine.coding.store import open_codings
from textmine.coding.tables.importing import misfits
from textmine.errors import InputError
from textmine.store import Workspace


def check_codings(workspace: Workspace, book: Codebook) -> list[Review]:
    """Return the codings that have to be looked at again after changes of the codebook.

    Raises InputError where codings of people or machines do not fit it or break its rules.
    """
    wrong = misfits(open_codings(workspace), book)
    if wrong:
        raise InputError(
            f"{len(wrong)} codings do not fit codebook '{book.name}':\n  " + "\n  ".join(wrong),
            hint="\nWas a code renamed or removed in the file? Write it back there, and then say "
            f"it with 'textmine codebook change rename {book.name}' or another change.",
        )
    broken = rule_breaks(workspace, book)
    if broken:
        raise InputError(
            f"{len(broken)} times codings break a rule of codebook '{book.name}':\n  "
            + "\n  ".join(broken),
            hint="\nCode these documents again, or correct the rule.",
        )
    return to_review(workspace, book)
