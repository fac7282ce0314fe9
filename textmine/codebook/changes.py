"""Changes of the codes of a codebook, each recorded with its reason; no code is ever lost.

Every function returns the next version of the codebook. A code that was merged, split or retired
stays in it, so that codings made with it can be read; it is given no more.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from textmine.choices import Stage
from textmine.codebook import references
from textmine.codebook.codebook import Code, Codebook, Dimension
from textmine.codebook.editing import (
    changed_book,
    given_code,
    placed,
    recorded,
    refuse_taken,
    with_codes,
)
from textmine.errors import InputError


def add_code(
    book: Codebook,
    dimension: str,
    code: Code,
    *,
    reason: str,
    by: str = "",
    date: str = "",
    before: str = "",
    follows: Mapping[str, str] | None = None,
) -> Codebook:
    """Add a code, at the end or before another one.

    `follows` says what follows from it on each dimension that is derived from this one.
    """
    asked = book.dimension(dimension)
    refuse_taken(asked, code.id)
    if code.parent:
        given_code(asked, code.parent)
    codes: tuple[Code, ...] = (*asked.codes, code)
    if before:
        codes = placed(codes, code, asked.code(before).id)
    derived = references.what_follows(book, dimension, code, follows or {})
    added = {other: {code.id: value} for other, value in derived.items()}
    dimensions = references.follow_derived(book, dimension, added=added)
    change = recorded(book, "add", dimension, (), (code.id,), (reason, by, date))
    return changed_book(book, change, dimensions=with_codes(dimensions, dimension, codes))


def rename_code(
    book: Codebook,
    dimension: str,
    code: str,
    *,
    reason: str,
    by: str = "",
    date: str = "",
    to: str = "",
    name: str = "",
) -> Codebook:
    """Give a code another id (`to`), another name, or both; what names its id follows."""
    asked = book.dimension(dimension)
    former = given_code(asked, code)
    new = former.model_copy(update={"id": to or code, "name": name or former.name})
    if new == former:
        raise InputError(
            f"'{code}' of '{dimension}' has this id and name already.",
            hint="Say another id, another name or both.",
        )
    if new.id.casefold() != code.casefold():
        refuse_taken(asked, new.id)
    codes = [
        other.model_copy(update={"parent": new.id}) if other.parent == code else other
        for other in _with(asked, code, new)
    ]
    detail = "" if new.name == former.name else f"name: '{former.name}' -> '{new.name}'"
    why = (reason, by, date)
    change = recorded(book, "rename", dimension, (code,), (new.id,), why, detail)
    dimensions = references.follow_derived(
        book, dimension, keys={code: new.id}, values={code: new.id}
    )
    return changed_book(
        book,
        change,
        dimensions=with_codes(dimensions, dimension, codes),
        rules=references.swap_in_rules(book, dimension, (code,), (code,), (new.id,)),
        product=references.renamed_in_product(book, dimension, code, new.id),
    )


def redefine_code(
    book: Codebook,
    dimension: str,
    code: str,
    *,
    reason: str,
    by: str = "",
    date: str = "",
    definition: str | None = None,
    include: str | None = None,
    exclude: str | None = None,
    examples: Sequence[str] | None = None,
) -> Codebook:
    """Change what a code means; None leaves a part as it is. Its codings are to be looked at."""
    asked = book.dimension(dimension)
    former = given_code(asked, code)
    changes: dict[str, Any] = {"definition": definition, "include": include, "exclude": exclude}
    changes["examples"] = None if examples is None else tuple(examples)
    new = {
        key: value for key, value in changes.items() if value not in (None, getattr(former, key))
    }
    if not new:
        raise InputError(
            f"'{code}' of '{dimension}' would stay as it is.",
            hint="Say another definition, include, exclude or example.",
        )
    change = recorded(
        book, "redefine", dimension, (code,), (code,), (reason, by, date), ", ".join(new)
    )
    codes = _with(asked, code, former.model_copy(update=new))
    return changed_book(book, change, dimensions=with_codes(book.dimensions, dimension, codes))


def move_code(
    book: Codebook,
    dimension: str,
    code: str,
    *,
    reason: str,
    by: str = "",
    date: str = "",
    parent: str | None = None,
    stage: Stage | Literal[""] | None = None,
    before: str = "",
) -> Codebook:
    """Group a code under another `parent` ("" for none), at another stage or another place.

    What is grouped under it moves along.
    """
    asked = book.dimension(dimension)
    former = given_code(asked, code)
    if parent:
        given_code(asked, parent)
        if code in (parent, *asked.ancestors(parent)):
            raise InputError(
                f"'{code}' cannot be grouped under itself.", hint="Name a parent that is not below."
            )
    changes = {"parent": parent, "stage": stage}
    new = {
        key: value for key, value in changes.items() if value not in (None, getattr(former, key))
    }
    details = [f"{key}: '{getattr(former, key)}' -> '{value}'" for key, value in new.items()]
    moved = former.model_copy(update=new)
    codes = _with(asked, code, moved)
    if before and before != code:
        codes = placed(codes, moved, asked.code(before).id)
        details.append(f"before '{before}'")
    if codes == asked.codes:
        raise InputError(
            f"'{code}' of '{dimension}' stands there already.",
            hint="Say another parent, stage or place.",
        )
    why = (reason, by, date)
    change = recorded(book, "move", dimension, (code,), (code,), why, "; ".join(details))
    return changed_book(book, change, dimensions=with_codes(book.dimensions, dimension, codes))


def retire_code(
    book: Codebook, dimension: str, code: str, *, reason: str, by: str = "", date: str = ""
) -> Codebook:
    """Give a code no more; what was coded with it has to be decided again."""
    asked = book.dimension(dimension)
    former = given_code(asked, code)
    references.refuse_parent(asked, code)
    references.refuse_following(book, dimension, code)
    references.refuse_named_in_rules(book, dimension, code)
    references.refuse_named_in_cells(book, dimension, [code])
    change = recorded(book, "retire", dimension, (code,), (), (reason, by, date))
    codes = _with(asked, code, former.model_copy(update={"retired": True}))
    return changed_book(book, change, dimensions=with_codes(book.dimensions, dimension, codes))


def _with(dimension: Dimension, code: str, new: Code) -> tuple[Code, ...]:
    return tuple(new if other.id == code else other for other in dimension.codes)
