"""What a code of an earlier version is now, by the recorded changes of its codebook."""

from dataclasses import dataclass

from textmine.codebook.codebook import Change, Codebook
from textmine.errors import InputError


@dataclass(frozen=True)
class CodeNow:
    """What an old code is now: its `code`, or None where it has to be decided again.

    `review` holds the changes because of which the document has to be looked at again.
    """

    code: str | None
    review: tuple[Change, ...] = ()


def current_code(book: Codebook, dimension: str, code: str, version: int) -> CodeNow:
    """Follow a code given with `version` of a codebook through the changes made since.

    A renamed or merged code is simply called otherwise; a redefined one stays and has to be looked
    at; a split or retired one has to be decided again. A code that the codebook never had is
    returned as it is.
    """
    if version > book.version:
        raise InputError(
            f"'{code}' of '{dimension}' was given with version {version} of codebook "
            f"'{book.name}', which is at version {book.version}.",
            hint="Bring back the newer codebook.",
        )
    review: list[Change] = []
    for change in book.changes:
        if change.version <= version or change.dimension != dimension or code not in change.codes:
            continue
        if change.action in {"rename", "merge"}:
            code = change.into[0]
        elif change.action == "redefine":
            review.append(change)
        elif change.action in {"split", "retire"}:
            return CodeNow(None, (*review, change))
    retired = any(
        (asked.id, other.id) == (dimension, code) and other.retired
        for asked in book.dimensions
        for other in asked.codes
    )
    return CodeNow(None if retired else code, tuple(review))
