"""Several codes become one, or one becomes several."""

from collections.abc import Collection, Mapping, Sequence

from textmine.codebook import editing, references
from textmine.codebook.codebook import Code, Codebook, Dimension
from textmine.errors import InputError, did_you_mean


def _there(dimension: Dimension, code: str) -> Code:
    """Return a code to merge or split into; raise InputError that says how a new one is named."""
    if code in {known.id for known in dimension.codes}:
        return editing.given_code(dimension, code, codable=True)
    raise InputError(
        f"Dimension '{dimension.id}' has no code '{code}'.",
        hint=f"A new one is named with what it is called: '{code}:its name'. "
        + did_you_mean(code, dimension.code_ids),
    )


def merge_codes(
    book: Codebook,
    dimension: str,
    codes: Sequence[str],
    into: Code | str,
    *,
    reason: str,
    by: str = "",
    date: str = "",
    follows: Mapping[str, str] | None = None,
) -> Codebook:
    """Merge codes into a new code, or into one that is there already (named by its id).

    A new code takes over parent, stage and what follows from it where all the merged ones agree;
    codes grouped under a merged one are grouped under it.
    """
    asked = book.dimension(dimension)
    new = isinstance(into, Code)
    target = into if isinstance(into, Code) else _there(asked, into)
    merged = [code for code in dict.fromkeys(codes) if new or code != target.id]
    former = [editing.given_code(asked, code, codable=True) for code in merged]
    if len(merged) < (2 if new else 1):
        raise InputError(
            f"That merges too few codes into '{target.id}'.",
            hint="Name two or more; to rename one: 'textmine codebook change rename'.",
        )
    references.refuse_named_in_cells(book, dimension, merged)
    if new:
        editing.refuse_taken(asked, target.id)
        target = _heir(asked, target, former)
    derived = references.what_follows(
        book, dimension, target, follows or {}, merged if new else [target.id]
    )
    dimensions = references.follow_derived(
        book,
        dimension,
        added={other: {target.id: value} for other, value in derived.items()},
        values=dict.fromkeys(merged, target.id),
    )
    whole = merged if new else [*merged, target.id]
    change = editing.recorded(book, "merge", dimension, merged, (target.id,), (reason, by, date))
    return editing.changed_book(
        book,
        change,
        dimensions=editing.with_codes(dimensions, dimension, _merged(asked, merged, target)),
        rules=references.swap_in_rules(book, dimension, whole, whole, [target.id]),
    )


def split_code(
    book: Codebook,
    dimension: str,
    code: str,
    into: Sequence[Code | str],
    *,
    reason: str,
    by: str = "",
    date: str = "",
) -> Codebook:
    """Split a code into new codes, or codes that are there already (named by their ids).

    New ones take over its parent, its stage and what follows from it; what was coded with it has to
    be decided again.
    """
    asked = book.dimension(dimension)
    former = editing.given_code(asked, code, codable=True)
    there = [_there(asked, part) for part in into if isinstance(part, str)]
    fresh = [_heir(asked, part, [former]) for part in into if isinstance(part, Code)]
    ids = [part.id if isinstance(part, Code) else part for part in into]
    if code in ids or len({part.casefold() for part in ids}) < max(2, len(ids)):
        raise InputError(
            f"'{code}' must become two or more other codes.",
            hint="Give every part an id of its own. To keep the code and take something out of "
            "it, redefine it and add another.",
        )
    for part in fresh:
        editing.refuse_taken(asked, part.id)
    references.refuse_parent(asked, code)
    references.refuse_following(book, dimension, code)
    references.refuse_named_in_cells(book, dimension, [code])
    added: dict[str, dict[str, str]] = {}
    for part in fresh:
        for other, value in references.what_follows(book, dimension, part, {}, [code]).items():
            added.setdefault(other, {})[part.id] = value
    codes: tuple[Code, ...] = _retired(asked, [code])
    for part in fresh:
        codes = editing.placed((*codes, part), part, code)
    change = editing.recorded(book, "split", dimension, (code,), ids, (reason, by, date))
    whole = [code, *(part.id for part in there)]
    return editing.changed_book(
        book,
        change,
        dimensions=editing.with_codes(
            references.follow_derived(book, dimension, added=added), dimension, codes
        ),
        rules=references.swap_in_rules(book, dimension, (code,), whole, ids),
    )


def _merged(dimension: Dimension, merged: Sequence[str], target: Code) -> tuple[Code, ...]:
    """Return the codes with the merged ones retired and what stood under them under the target."""
    codes: tuple[Code, ...] = _retired(dimension, merged)
    if any(code.id == target.id for code in codes):
        above = [parent for parent in dimension.ancestors(target.id) if parent not in merged]
        target = target.model_copy(update={"parent": above[0] if above else ""})
    else:
        codes = editing.placed(
            (*codes, target), target, next(c.id for c in codes if c.id in merged)
        )
    return tuple(
        target
        if code.id == target.id
        else code.model_copy(update={"parent": target.id})
        if code.parent in merged and code.id not in merged
        else code
        for code in codes
    )


def _retired(dimension: Dimension, ids: Collection[str]) -> tuple[Code, ...]:
    return tuple(
        code.model_copy(update={"retired": True}) if code.id in ids else code
        for code in dimension.codes
    )


def _heir(dimension: Dimension, new: Code, former: Sequence[Code]) -> Code:
    """Return a new code with the parent and the stage that all the former ones have."""
    if new.parent:
        editing.given_code(dimension, new.parent)
    if new.parent in {code.id for code in former}:
        raise InputError(
            f"'{new.parent}' is about to go, so '{new.id}' cannot be below it.",
            hint="Name another parent.",
        )
    parents, stages = {code.parent for code in former}, {code.stage for code in former}
    parent = new.parent or (parents.pop() if len(parents) == 1 else "")
    stage = new.stage or (stages.pop() if len(stages) == 1 else "")
    return new.model_copy(update={"parent": parent, "stage": stage})
