"""Results as `import textmine` returns them: records in a row, and the same as a data frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar("Record")


@dataclass(frozen=True)
class Results(Sequence[Record], Generic[Record]):
    """The results of one call, and the rows that the command prints; `remarks` belong to both."""

    items: tuple[Record, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, place: int | slice) -> Record | tuple[Record, ...]:
        return self.items[place]

    def to_frame(self) -> pd.DataFrame:
        """Return a row a figure, with the columns of the command's CSV."""
        return frame_of_rows(self.rows)


def frame_of_rows(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a data frame, with the columns in the order in which they come up."""
    import pandas as pd

    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pd.DataFrame(rows, columns=columns)
