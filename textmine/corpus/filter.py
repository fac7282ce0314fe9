"""Choose documents by the values of their columns: split=train, thread_id!=00411."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.corpus.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.schema import META

_CONDITION = re.compile(r"\s*(?P<column>[^!=<>]+?)\s*(?P<operator>!=|=)\s*(?P<value>.*?)\s*")


def select_documents(corpus: Corpus, conditions: Sequence[str]) -> Corpus:
    """Keep the documents for which every condition COLUMN=VALUE or COLUMN!=VALUE holds.

    A column of the source may be named without "meta.". Raises InputError for a condition of
    another form, a column that is not there, or when no document is left.
    """
    keep = [True] * len(corpus)
    for condition in conditions:
        match = _CONDITION.fullmatch(condition)
        if match is None:
            raise InputError(
                f"'{condition}' is not a condition.", hint="Write COLUMN=VALUE or COLUMN!=VALUE."
            )
        cells = corpus.column(_column(corpus, match["column"]))
        equal = match["operator"] == "="
        keep = [
            kept and (cell == match["value"]) == equal
            for kept, cell in zip(keep, cells, strict=True)
        ]
    if not any(keep):
        raise InputError(
            f"No document of '{corpus.name}' has {' and '.join(conditions)}.",
            hint="Check the values with 'textmine corpus export'.",
        )
    return corpus.select(keep, tuple(conditions)) if conditions else corpus


def _column(corpus: Corpus, name: str) -> str:
    known = [str(column) for column in corpus.documents.columns]
    for candidate in (name, META + name):
        if candidate in known:
            return candidate
    names = [column.removeprefix(META) for column in known]
    raise InputError(f"'{corpus.name}' has no column '{name}'.", hint=did_you_mean(name, names))
