"""What names a code elsewhere in its codebook, and how that follows when the code changes."""

from collections.abc import Collection, Mapping, Sequence

from textmine.codebook.codebook import Code, Codebook, Dimension, Product, Rule
from textmine.errors import InputError

Terms = dict[str, tuple[str, ...]]


def swap_in_rules(
    book: Codebook,
    dimension: str,
    touched: Collection[str],
    whole: Collection[str],
    new: Sequence[str],
) -> tuple[Rule, ...]:
    """Return the rules with the codes in `whole` replaced by `new` wherever one `touched` is named.

    Raises InputError for a rule that names only a part of `whole`: it would come to mean something
    else.
    """

    def swapped(number: int, terms: Terms) -> Terms:
        named = terms.get(dimension, ())
        if not set(touched) & set(named):
            return terms
        missing = [code for code in whole if code not in named]
        if missing:
            there = [code for code in whole if code in named]
            raise InputError(
                f"Rule {number} names {_listed(there)} and not {_listed(missing)}; after this "
                "change it could no longer tell them apart.",
                hint=f"Let it name all of them or none first, in {_file(book)}.",
            )
        first = min(named.index(code) for code in whole)
        later = [code for code in named[first:] if code not in whole]
        return terms | {dimension: (*named[:first], *new, *later)}

    return tuple(
        rule.model_copy(
            update={key: swapped(number, getattr(rule, key)) for key in ("when", "only", "never")}
        )
        for number, rule in enumerate(book.rules, start=1)
    )


def renamed_in_product(book: Codebook, dimension: str, old: str, new: str) -> Product | None:
    """Return the product with its cells called by the new id of a code."""
    product = book.product
    if product is None:
        return None
    rows, columns = book.dimension(product.rows), book.dimension(product.columns)
    names = {
        row + column: (new if (rows.id, row) == (dimension, old) else row)
        + (new if (columns.id, column) == (dimension, old) else column)
        for row in rows.code_ids
        for column in columns.code_ids
    }
    cells = {names[cell]: meaning for cell, meaning in product.cells.items()}
    return product.model_copy(update={"cells": cells})


def follow_derived(
    book: Codebook,
    dimension: str,
    *,
    added: Mapping[str, Mapping[str, str]] | None = None,
    keys: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> tuple[Dimension, ...]:
    """Return the dimensions with `derive` brought up to date.

    `added` says for each derived dimension what follows there from new codes; `keys` and `values`
    map codes of `dimension` to what they are now, where `derive` leads from them or to them.
    """

    def current(other: Dimension) -> dict[str, str]:
        if other.derived_from == dimension:
            derive = {(keys or {}).get(key, key): value for key, value in other.derive.items()}
            return derive | dict((added or {}).get(other.id, {}))
        if other.id == dimension:
            return {key: (values or {}).get(value, value) for key, value in other.derive.items()}
        return other.derive

    return tuple(other.model_copy(update={"derive": current(other)}) for other in book.dimensions)


def refuse_named_in_rules(book: Codebook, dimension: str, code: str) -> None:
    """Raise InputError when a rule names a code that is about to leave."""
    for number, rule in enumerate(book.rules, start=1):
        if any(code in terms.get(dimension, ()) for terms in (rule.when, rule.only, rule.never)):
            raise InputError(
                f"Rule {number} names '{code}' ({rule.reason}).",
                hint=f"Take it out of the rule first, in {_file(book)}.",
            )


def refuse_named_in_cells(book: Codebook, dimension: str, codes: Collection[str]) -> None:
    """Raise InputError when a cell of the product is called by a code that is about to leave."""
    product = book.product
    if product is None:
        return
    cells = [
        row + column
        for row in book.dimension(product.rows).code_ids
        for column in book.dimension(product.columns).code_ids
        if row + column in product.cells
        and (
            (product.rows == dimension and row in codes)
            or (product.columns == dimension and column in codes)
        )
    ]
    if cells:
        raise InputError(
            f"The product names {_listed(cells)} by {_listed(codes)}.",
            hint=f"Take these lines out of [product.cells] first, in {_file(book)}.",
        )


def refuse_following(book: Codebook, dimension: str, code: str) -> None:
    """Raise InputError when a derived code that is about to leave still follows from another."""
    derived = book.dimension(dimension)
    sources = [source for source, follows in derived.derive.items() if follows == code]
    if sources:
        raise InputError(
            f"'{code}' follows from {_listed(sources)} of '{derived.derived_from}'.",
            hint=f"Say first what else follows, under 'derive' in {_file(book)}.",
        )


def refuse_parent(dimension: Dimension, code: str) -> None:
    """Raise InputError when codes that can still be given are grouped under one about to leave."""
    below = [other.id for other in dimension.codes if other.parent == code and not other.retired]
    if below:
        raise InputError(
            f"{_listed(below)} of '{dimension.id}' {'are' if len(below) > 1 else 'is'} grouped "
            f"under '{code}'.",
            hint="Move first what stands there: 'textmine codebook change move'.",
        )


def what_follows(
    book: Codebook, dimension: str, code: Code, said: Mapping[str, str], former: Sequence[str] = ()
) -> dict[str, str]:
    """Return for each dimension derived from this one what follows there from a new code.

    Where it is not `said`, it is what followed from all the `former` codes alike. Raises InputError
    when neither decides it.
    """
    derived = {other.id: other for other in book.dimensions if other.derived_from == dimension}
    for name in said:
        if name not in derived:
            raise InputError(
                f"'{name}' does not follow from '{dimension}'.",
                hint=f"Derived from it: {', '.join(derived) or 'none'}.",
            )
    follows = {}
    for other in derived.values():
        before = {other.derive[source] for source in former if source in other.derive}
        if other.id in said:
            follows[other.id] = other.code(said[other.id]).id
        elif len(before) == 1:
            follows[other.id] = before.pop()
        elif code.given:
            raise InputError(
                f"Say which code of '{other.id}' follows from '{code.id}'.",
                hint=f"Say --follows {other.id}=CODE, one of {', '.join(other.code_ids)}.",
            )
    return follows


def _file(book: Codebook) -> str:
    return f"codebooks/{book.name}.toml"


def _listed(codes: Collection[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
