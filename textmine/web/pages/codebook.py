"""Codebook: look at it, make one, change its codes with a reason, see what to look at again."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from textmine.codebook import (
    Code,
    Codebook,
    add_code,
    find_codebook,
    list_codebooks,
    merge_codes,
    new_codebook,
    redefine_code,
    rename_code,
    retire_code,
    write_new_codebook,
)
from textmine.codebook.rules import rule_sentence
from textmine.coding.changing import ChangeRequest, change_codebook
from textmine.coding.migrate import to_review
from textmine.coding.starting import start_codebook
from textmine.errors import InputError
from textmine.web.places import codebook_named
from textmine.web.serving.handlers import CODERS, LEAD, Answer, Asked, Go, Page, Route

DIMENSIONS = 4
"""Dimensions that the form for a new codebook has room for."""


def codebooks(asked: Asked) -> Answer:
    """List the codebooks, and ask for what a new one holds."""
    return Page(
        "codebooks.html",
        {"codebooks": list_codebooks(asked.workspace), "places": range(1, DIMENSIONS + 1)},
    )


def codebook(asked: Asked) -> Answer:
    """Show a codebook, its history and what has to be looked at again."""
    book = find_codebook(codebook_named(asked.needed("name")), asked.workspace)
    review = to_review(asked.workspace, book)
    if not asked.leads:
        review = [review_item for review_item in review if review_item.coder == asked.session.coder]
    return Page(
        "codebook.html",
        {
            "book": book,
            "review": review,
            "rules": [(rule_sentence(rule), rule.reason) for rule in book.rules],
            "changes": list(reversed(book.changes)),
        },
    )


def make(asked: Asked) -> Answer:
    """Make a codebook of the dimensions in the form, or a copy of another one."""
    name = codebook_named(asked.needed("name").strip())
    source = asked.form.get("source", "")
    if source:
        start_codebook(asked.workspace, name, source=codebook_named(source))
    else:
        asked.workspace.folder("codebooks", name)
        dimensions = [
            dimension
            for number in range(1, DIMENSIONS + 1)
            if (dimension := _dimension(asked.form, number)) is not None
        ]
        if not dimensions:
            raise InputError("No dimension has codes.", hint="Write a code a line.")
        book = new_codebook(name, dimensions, title=asked.form.get("title", ""))
        write_new_codebook(asked.workspace, book)
    return _to(name)


def change(asked: Asked) -> Answer:
    """Change a codebook with a reason; the version before is kept."""
    name, kind = codebook_named(asked.needed("name")), asked.needed("kind")
    if kind not in _CHANGES:
        raise InputError(f"'{kind}' is no change of a codebook.")
    by = asked.session.account or asked.session.coder
    request = ChangeRequest(name, asked.form.get("reason", ""), by)
    book = find_codebook(name, asked.workspace)
    steps = _steps(kind, book, asked.form)
    if not steps:
        raise InputError("That changes nothing.", hint="Change a word, or leave it.")
    for step in steps:
        change_codebook(asked.workspace, request, partial(_changed, step, asked.form))
    return _to(name)


def _steps(kind: str, book: Codebook, form: Mapping[str, str]) -> list[str]:
    """Return the changes that a form asks for: a code with another name is renamed first."""
    if kind != "redefine":
        return [kind]
    code = book.dimension(form.get("dimension", "")).code(form.get("code", ""))
    renamed = form.get("code_name", "").strip() not in ("", code.name)
    fields = _told(form)
    other = any(fields[part] != getattr(code, part) for part in fields)
    other = other or _examples(form) != list(code.examples)
    return [name for name, asked in (("rename", renamed), ("redefine", other)) if asked]


def _changed(kind: str, form: Mapping[str, str], book: Codebook, why: dict[str, str]) -> Codebook:
    return _CHANGES[kind](book, form, why)


def _to(name: str) -> Answer:
    return Go(f"/codebook/one?{urlencode({'name': name})}")


def _dimension(form: Mapping[str, str], number: int) -> dict[str, Any] | None:
    """Return a dimension of the form, None where it is empty."""
    name = form.get(f"dimension-{number}", "").strip()
    lines = [line.strip() for line in form.get(f"codes-{number}", "").splitlines() if line.strip()]
    if not name and not lines:
        return None
    if not name:
        raise InputError(f"Dimension {number} has codes and no name.", hint="Name it.")
    return {
        "id": _identity(name),
        "name": name,
        "question": form.get(f"question-{number}", "").strip(),
        "labels": "multi" if form.get(f"multi-{number}") else "single",
        "codes": [_code(line) for line in lines],
    }


def _identity(name: str) -> str:
    """Return a name as an id: letters, digits and '_'."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()
    return plain if plain[:1].isalpha() else f"d_{plain}".rstrip("_")


def _code(line: str) -> dict[str, str]:
    """Read "rent: the price of space" as a code and its definition."""
    identity, _, definition = line.partition(":")
    return {"id": identity.strip(), "name": identity.strip(), "definition": definition.strip()}


def _added(book: Codebook, form: Mapping[str, str], why: dict[str, Any]) -> Codebook:
    code = form.get("code", "").strip()
    if not code:
        raise InputError("A code needs an id.", hint="Write a short one.")
    name = form.get("code_name", "").strip() or code
    new = Code(id=code, name=name, **_told(form))
    return add_code(book, form.get("dimension", ""), new, **why)


def _renamed(book: Codebook, form: Mapping[str, str], why: dict[str, Any]) -> Codebook:
    name = form.get("code_name", "").strip()
    return rename_code(book, form.get("dimension", ""), form.get("code", ""), name=name, **why)


def _redefined(book: Codebook, form: Mapping[str, str], why: dict[str, Any]) -> Codebook:
    dimension, code = form.get("dimension", ""), form.get("code", "")
    fields = _told(form) | why
    return redefine_code(book, dimension, code, examples=_examples(form), **fields)


def _told(form: Mapping[str, str]) -> dict[str, Any]:
    parts = ("definition", "include", "exclude")
    return {part: "\n".join(form[part].strip().splitlines()) for part in parts if part in form}


def _examples(form: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in form.get("examples", "").splitlines() if line.strip()]


def _retired(book: Codebook, form: Mapping[str, str], why: dict[str, Any]) -> Codebook:
    return retire_code(book, form.get("dimension", ""), form.get("code", ""), **why)


def _merged(book: Codebook, form: Mapping[str, str], why: dict[str, Any]) -> Codebook:
    codes = [form.get("code", "")]
    return merge_codes(book, form.get("dimension", ""), codes, form.get("into", ""), **why)


_CHANGES: dict[str, Callable[[Codebook, Mapping[str, str], dict[str, Any]], Codebook]] = {
    "add": _added,
    "rename": _renamed,
    "redefine": _redefined,
    "retire": _retired,
    "merge": _merged,
}

ROUTES = (
    Route("/codebook", "GET", CODERS, codebooks, menu="Codebook"),
    Route("/codebook", "POST", LEAD, make),
    Route("/codebook/one", "GET", CODERS, codebook),
    Route("/codebook/change", "POST", LEAD, change),
)
