"""Labels beside documents, as scikit-learn has them, as codings by a coder called `y`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ValidationError

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.codings import Codings
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import Coding

_CODER, _BOOK, _DIMENSION = "y", "labels", "code"


@dataclass(frozen=True)
class Labels:
    """Labels as codings, and the label that each code of a dimension stands for."""

    codings: Codings
    meant: dict[str, dict[str, Any]]


def labels_of(y: Any, corpus: Corpus) -> Labels:
    """Return labels as codings: one for each document, or a frame with a column a dimension.

    A missing label means that nobody coded the document. Raises InputError for another number of
    labels than documents, numbers that count, or fewer than two labels.
    """
    columns = _columns(y)
    rows = len(next(iter(columns.values())))
    if rows != len(corpus):
        raise InputError(
            f"There are {len(corpus)} documents and {rows} labels in y.",
            hint="Give a label for each; tm.read_codes(TABLE, corpus) reads codings.",
        )
    dimensions, codings, meant = [], [], {}
    for name, column in columns.items():
        labels, known = _known(column)
        meant[name] = {str(label): label for label in labels}
        dimensions.append(_dimension(name, labels))
        codings += [
            Coding(corpus.name, identity, name, str(label), _CODER, codebook=_BOOK)
            for identity, label, is_known in zip(corpus.ids, column, known, strict=True)
            if is_known
        ]
    book = Codebook(name=_BOOK, dimensions=tuple(dimensions))
    return Labels(Codings(tuple(codings), book, corpus), meant)


def _columns(y: Any) -> dict[str, Sequence[Any]]:
    if y is None:
        raise InputError(
            "This estimator requires y to be passed, but the target y is None.",
            hint="Give codings or labels.",
        )
    if isinstance(y, pd.DataFrame):
        return {str(name): list(y[name]) for name in y.columns}
    if isinstance(y, pd.Series) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", str(y.name)):
        return {str(y.name): list(y)}
    flat = np.asarray(y, dtype=object)
    if flat.ndim == 2 and flat.shape[1] == 1:
        flat = flat[:, 0]
    if flat.ndim != 1:
        raise InputError(
            f"y is one label a document. Got an array of shape {flat.shape}.",
            hint="Give a data frame with a column a dimension, or codings.",
        )
    return {_DIMENSION: flat.tolist()}


def _known(column: Sequence[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the labels in use, sorted, and which documents have one."""
    cells = pd.Series(list(column), dtype="object")
    known = np.asarray(cells.notna() & (cells.astype(str).str.strip() != ""))
    labels = np.asarray(cells[known].tolist())
    if labels.dtype.kind == "f":
        if not np.array_equal(labels, labels.round()):
            raise InputError("Unknown label type: continuous. y holds numbers, and no codes.")
        labels = labels.astype(np.int64)
    return np.unique(labels), known


def _dimension(name: str, labels: NDArray[Any]) -> Dimension:
    if len(labels) < 2:
        only = f": {labels[0]!r}" if len(labels) else ""
        raise InputError(
            f"y has {len(labels)} class{'' if len(labels) == 1 else 'es'}{only}.",
            hint="A classifier needs two or more to tell apart.",
        )
    try:
        codes = tuple(Code(id=str(label), name=str(label)) for label in labels)
        return Dimension(id=name, name=name, codes=codes)
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"The labels of '{name}' cannot be codes: {message}.") from error
