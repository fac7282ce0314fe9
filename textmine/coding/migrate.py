"""Read codings in the current version of their codebook; list what to look at again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textmine.codebook import Codebook, current_code
from textmine.coding.store import open_codings
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Workspace

_FEW = 3


@dataclass(frozen=True)
class Review:
    """A coding that has to be looked at again, and the change of the codebook because of which."""

    corpus: str
    document: str
    coder: str
    dimension: str
    code: str
    reason: str


@dataclass(frozen=True)
class MigratedCodings:
    """Codings as they read in the current codebook, and those that have to be decided again.

    A coding whose code was split or retired is in `review` and not among the `codings`; one whose
    code was given another definition is in both.
    """

    codings: tuple[Coding, ...]
    review: tuple[Review, ...]


def migrate_codings(codings: Sequence[Coding], codebook: Codebook) -> MigratedCodings:
    """Read codings made with an earlier version of a codebook as codings of this one.

    Where one code of several has to be decided again, all that the coder said of the document on
    that dimension has to: the others alone would say that none of the new codes applies.
    """
    if all(one.code is None or one.codebook_version >= codebook.version for one in codings):
        return MigratedCodings(tuple(codings), ())
    kept: dict[Coding, None] = {}
    review: list[Review] = []
    undecided: set[tuple[str, ...]] = set()
    for coding in codings:
        if coding.code is None or coding.codebook_version >= codebook.version:
            kept[coding] = None
            continue
        now = current_code(codebook, coding.dimension, coding.code, coding.codebook_version)
        review += [
            Review(
                coding.corpus,
                coding.document,
                coding.coder,
                coding.dimension,
                coding.code,
                f"{change.action} in version {change.version}: {change.reason}",
            )
            for change in now.review
        ]
        if now.code is None:
            undecided.add(_statement(coding))
        else:
            # Two codes that were merged are one code now.
            kept[replace(coding, code=now.code)] = None
    settled = [coding for coding in kept if _statement(coding) not in undecided]
    return MigratedCodings(tuple(settled), tuple(review))


def misfits_of(codings: Iterable[Coding], codebook: Codebook) -> list[Coding]:
    """Return the codings, as they read now, whose dimension or code the codebook does not have."""
    codes = {
        dimension.id: {code.id for code in dimension.codes} for dimension in codebook.dimensions
    }
    return [
        coding
        for coding in codings
        if coding.code is not None and coding.code not in codes.get(coding.dimension, ())
    ]


def refuse_misfits(codings: Iterable[Coding], codebook: Codebook) -> None:
    """Raise InputError where the codebook lacks codes that were given: no count would have them.

    That happens where somebody changes the id of a code in the file alone.
    """
    lacking = Counter((one.dimension, str(one.code)) for one in misfits_of(codings, codebook))
    if not lacking:
        return
    listed = ", ".join(f"'{code}' on '{on}' ({n:,})" for (on, code), n in lacking.most_common(_FEW))
    more = f" and {len(lacking) - _FEW:,} more" if len(lacking) > _FEW else ""
    raise InputError(
        f"{lacking.total():,} codings have a code that codebook '{codebook.name}' does not have: "
        f"{listed}{more}.",
        hint="Was it renamed or removed in the file? Write it back there, and then say it with "
        f"'textmine codebook change'. 'textmine codebook check {codebook.name}' lists the codings.",
    )


def _statement(coding: Coding) -> tuple[str, ...]:
    unit = (coding.corpus, coding.level, coding.document)
    return *unit, coding.dimension, coding.coder, str(coding.round)


def to_review(workspace: Workspace, codebook: Codebook) -> list[Review]:
    """List every standing coding, of any corpus, that a change of its codebook calls back."""
    codings = open_codings(workspace).of_codebook(codebook.name)
    return list(migrate_codings(codings, codebook).review)
