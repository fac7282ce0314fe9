"""The steps that every change of a codebook is made of: find, place, record, check the whole."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from textmine.codebook.codebook import Action, Change, Code, Codebook, Dimension
from textmine.errors import InputError


def given_code(dimension: Dimension, code: str, *, codable: bool = False) -> Code:
    """Return a code that is not retired (and, where asked, no heading); raise InputError."""
    known_code = dimension.code(code)
    if known_code.retired:
        raise InputError(
            f"'{code}' of '{dimension.id}' is retired.",
            hint=f"Given are: {', '.join(dimension.code_ids)}.",
        )
    if codable and not known_code.codable:
        raise InputError(
            f"'{code}' of '{dimension.id}' is a heading, which no document is coded with.",
            hint="Name the codes below it.",
        )
    return known_code


def refuse_taken(dimension: Dimension, code: str) -> None:
    """Raise InputError when a code has an id already, be it a retired one."""
    for other in dimension.codes:
        if other.id.casefold() == code.casefold():
            state = "a retired code" if other.retired else "a code"
            raise InputError(
                f"'{dimension.id}' has {state} '{other.id}' already.", hint="Choose another id."
            )


def placed(codes: Sequence[Code], code: Code, before: str) -> tuple[Code, ...]:
    """Return the codes with one of them put before another."""
    others = [other for other in codes if other.id != code.id]
    index = [other.id for other in others].index(before)
    return (*others[:index], code, *others[index:])


def with_codes(
    dimensions: Sequence[Dimension], dimension: str, codes: Sequence[Code]
) -> tuple[Dimension, ...]:
    """Return the dimensions, one of them with other codes."""
    return tuple(
        other.model_copy(update={"codes": tuple(codes)}) if other.id == dimension else other
        for other in dimensions
    )


def recorded(
    book: Codebook,
    action: Action,
    dimension: str,
    codes: Sequence[str],
    into: Sequence[str],
    why: tuple[str, str, str],
    detail: str = "",
) -> Change:
    """Return the record of a change that leads to the next version; `why`: reason, by, date."""
    reason, by, date = why
    if not reason.strip():
        raise InputError("A change needs a reason.", hint="Give the reason in a sentence.")
    return Change(
        version=book.version + 1,
        action=action,
        dimension=dimension,
        codes=tuple(codes),
        into=tuple(into),
        detail=detail,
        reason=reason.strip(),
        by=by,
        date=date,
    )


def changed_book(book: Codebook, change: Change, **parts: Any) -> Codebook:
    """Return the next version of a codebook with other parts; raise InputError if it is invalid."""
    new = book.model_copy(
        update={**parts, "version": change.version, "changes": (*book.changes, change)}
    )
    for dimension in new.dimensions:
        if len(dimension.code_ids) < 2:
            raise InputError(
                f"'{dimension.id}' would have fewer than two codes to give.",
                hint="Add another first: 'textmine codebook change add'.",
            )
    try:
        return Codebook.model_validate(new.model_dump())
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(
            f"After this change '{book.name}' would be no valid codebook: {message}.",
            hint=f"Nothing was changed. Correct codebooks/{book.name}.toml first, or change less.",
        ) from error
