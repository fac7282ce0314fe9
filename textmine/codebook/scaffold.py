"""Start a codebook: from dimensions and codes that are named, a table of codes, or another book."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from textmine.codebook.code_headings import dimension_id
from textmine.codebook.codebook import Codebook
from textmine.codebook.files import list_codebooks, save_codebook
from textmine.codebook.table_of_codes import (
    FOLLOWS,
    code_of,
    dimension_fields,
    pairs_of,
    roles_of,
    rows_of_codes,
)
from textmine.errors import InputError, did_you_mean
from textmine.store import Workspace


def dimension_from_text(text: str) -> dict[str, Any]:
    """Read 'goal=A:knowledge sharing,B:achieving ends' as a dimension with its codes.

    >>> dimension_from_text("tone=good,bad:not good")["codes"][1]
    {'id': 'bad', 'name': 'not good'}
    """
    identity, equals, listed = text.partition("=")
    codes = []
    for part in filter(None, map(str.strip, listed.split(","))):
        code, _, name = part.partition(":")
        codes.append({"id": code.strip(), "name": name.strip() or code.strip()})
    if not equals or not codes:
        raise InputError(
            f"--dimension '{text}' cannot be read.",
            hint="Write DIMENSION=CODE:name,CODE:name, as in 'goal=A:sharing,B:achieving'.",
        )
    called = identity.strip()
    identity = dimension_id(called)
    return {"id": identity, "name": _name_of(called), "codes": codes}


def dimensions_from_rows(
    source: str, rows: Sequence[Mapping[str, str]], numbers: Sequence[int]
) -> list[dict[str, Any]]:
    """Read the rows of a table of codes as dimensions; `numbers` are the rows as a sheet counts.

    Raises InputError and BadRowsError as `rows_of_codes` does.
    """
    by_dimension = rows_of_codes(source, rows, numbers)
    dimensions = []
    for identity, mine in by_dimension.items():
        fields: dict[str, Any] = dict(dimension_fields(source, mine))
        fields |= {"roles": roles_of(fields["roles"])} if "roles" in fields else {}
        name = fields.pop("dimension_name", "") or _name_of(identity)
        dimensions.append({"id": identity, "name": name, **fields, "codes": [*map(code_of, mine)]})
    for dimension in dimensions:
        sources = by_dimension.get(dimension.get("derived_from", ""), [])
        follows = {row.cells["code"]: pairs_of(row.said(FOLLOWS) or "") for row in sources}
        derive = {
            code: to[dimension["id"]] for code, to in follows.items() if dimension["id"] in to
        }
        if derive:
            dimension["derive"] = derive
    return dimensions


def new_codebook(
    name: str,
    dimensions: Sequence[Mapping[str, Any]],
    *,
    multi: Collection[str] = (),
    ordinal: Collection[str] = (),
    title: str = "",
    unit: str = "document",
) -> Codebook:
    """Make a codebook of dimensions; those in `multi` take several codes, `ordinal` are ordered.

    Raises InputError when that makes no valid codebook.
    """
    known = [dimension["id"] for dimension in dimensions]
    multi, ordinal = [*map(dimension_id, multi)], [*map(dimension_id, ordinal)]
    for option, named in (("--multi", multi), ("--ordinal", ordinal)):
        for dimension in named:
            if dimension not in known:
                raise InputError(
                    f"{option} names a dimension '{dimension}' that is not there.",
                    hint=did_you_mean(dimension, known),
                )
    content = {
        "name": name,
        "title": title,
        "unit": unit,
        "dimensions": [
            {
                **dimension,
                **({"labels": "multi"} if dimension["id"] in multi else {}),
                **({"scale": "ordinal"} if dimension["id"] in ordinal else {}),
            }
            for dimension in dimensions
        ],
    }
    try:
        return Codebook.model_validate(content)
    except ValidationError as error:
        raise InputError(
            f"That makes no valid codebook: {_fault(error.errors()[0], dimensions)}.",
            hint="Correct it there.",
        ) from error


def _fault(error: Mapping[str, Any], dimensions: Sequence[Mapping[str, Any]]) -> str:
    """Say in words what a first error of validation finds, and in which dimension."""
    what, at = error["loc"], error["loc"][1:2]
    named = f"dimension '{dimensions[at[0]]['id']}'" if at and what[0] == "dimensions" else ""
    if error["type"] == "string_pattern_mismatch":
        kind = "name of a dimension" if named else "name"
        signs = "letters, digits and '_'" if named else "letters, digits, '.', '_' and '-'"
        return f"'{error['input']}' cannot be a {kind}, which is of {signs}"
    if error["type"] == "too_short" and named:
        return f"{named} has one code, and needs two or more"
    if error["type"] == "string_too_short" and named:
        return f"{named} has a code without an id"
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if named and named in message else f"{named or 'the whole'}: {message}"


def copied_codebook(book: Codebook, name: str) -> Codebook:
    """Return a codebook under another name, at version 1 of a history of its own."""
    return Codebook.model_validate(
        book.model_copy(update={"name": name, "version": 1, "changes": ()}).model_dump()
    )


def write_new_codebook(workspace: Workspace, book: Codebook) -> Path:
    """Write a codebook that is not there yet, below comments on what else may be said in it."""
    with workspace.whole():
        for listed in list_codebooks(workspace):
            if listed.codebook.name == book.name:
                raise InputError(
                    f"There is a codebook '{book.name}' already: {listed.path}.",
                    hint="Choose another name.",
                )
        return save_codebook(workspace, book)


def _name_of(identity: str) -> str:
    return identity if " " in identity else identity.replace("_", " ").capitalize()
