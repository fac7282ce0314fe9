"""One function over partitions: in this process, in several, or on a Dask cluster."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.spread.kept_parts import KeptParts
    from textmine.spread.part import HERE, Part, Where
    from textmine.spread.run_parts import run_parts
else:
    __getattr__, __all__ = lazily(__name__)
