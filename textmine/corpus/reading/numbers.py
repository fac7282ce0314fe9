"""Read a column of numbers, with points or commas before the decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

_COMMA = re.compile(r"-?\d+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")


def read_numbers(cells: Sequence[str]) -> pd.Series:
    """Return the numbers; what is none is NaN.

    A comma is read as the decimal point where no cell has a point, and no cell has commas in the
    way of thousands only ("1,000").

    >>> read_numbers(["1,5", "2", ""]).tolist()
    [1.5, 2.0, nan]
    """
    has_comma = [cell for cell in cells if _COMMA.fullmatch(cell)]
    thousands = all(re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", cell) for cell in has_comma)
    if has_comma and not thousands and not any(map(_POINT.fullmatch, cells)):
        cells = [cell.replace(",", ".") for cell in cells]
    return pd.to_numeric(pd.Series(list(cells), dtype="object"), errors="coerce").astype("float64")
