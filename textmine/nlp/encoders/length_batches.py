"""Texts of like length read together, in batches whose shape hangs on their length alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_STEP = 8
"""Texts are padded to a multiple of this many tokens."""


@dataclass(frozen=True)
class LengthBatch:
    """Rows that are read together: padded to `length` word pieces, filled up to `size` rows."""

    rows: list[int]
    length: int
    size: int

    @property
    def filled(self) -> list[int]:
        """The rows, the last one repeated until there are `size`."""
        return self.rows + self.rows[-1:] * (self.size - len(self.rows))


def batches_by_length(
    lengths: Sequence[int], n_pieces: int, longest: int = 512
) -> Iterator[LengthBatch]:
    """Put rows of like length together, the longest first, about `n_pieces` word pieces a batch.

    No row is longer than `longest`, and none is padded beyond it.

    Every batch of one length has the same shape, whatever else there is: matrix products of another
    shape differ in their last bits, and a text would get another result in other company.
    """
    rounded = [min(-(-length // _STEP) * _STEP, longest) for length in lengths]
    for length in sorted(set(rounded), reverse=True):
        rows = [row for row, row_length in enumerate(rounded) if row_length == length]
        size = max(1, n_pieces // max(length, 1))
        for start in range(0, len(rows), size):
            yield LengthBatch(rows[start : start + size], length, size)
