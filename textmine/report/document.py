"""A report: sections under a title, and what they were made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.present import Section


@dataclass(frozen=True)
class Report:
    """The whole report; `synthetic` puts a banner on every page.

    Where it is `alone` it is one file, and no tables lie beside it.
    """

    title: str
    subtitle: str
    synthetic: bool
    sections: Sequence[Section]
    made_with: str
    inputs: dict[str, str] = field(default_factory=dict)
    alone: bool = False
