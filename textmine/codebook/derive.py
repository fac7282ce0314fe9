"""Derived dimensions: which of their codes follow from the codes that a unit was given."""

from collections.abc import Collection, Mapping

from textmine.codebook.codebook import Codebook


def derived_codes(book: Codebook, codes: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return the codes of one unit by dimension, with what follows from them.

    On a derived dimension only what follows counts; where nothing follows it is left out.
    """
    full = {dimension: set(dimension_codes) for dimension, dimension_codes in codes.items()}
    for dimension in book.dimensions:
        if dimension.coded:
            continue
        source_codes = full.get(dimension.derived_from, set())
        follows = {dimension.derive[code] for code in source_codes if code in dimension.derive}
        full.pop(dimension.id, None)
        if follows:
            full[dimension.id] = follows
    return full
