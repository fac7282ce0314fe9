"""What commands share that compare, pair or count the codes of units: options, and reading them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CoderOption,
    CountOption,
    DimensionsOption,
    PermutationsOption,
    RolesOption,
    RollUpOption,
)
from textmine.cli.page import write_page
from textmine.cli.topics_shared import ClustersOption

if TYPE_CHECKING:
    from textmine.corpus import Corpus
    from textmine.present import Section
    from textmine.reading.code_table import CodesRequest

COUNTED: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {"dimension": (DimensionsOption, None), "count": (CountOption, None)}
)
TESTED: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {"clusters": (ClustersOption, None), "permutations": (PermutationsOption, 1999)}
)
WHOSE: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "roles": (RolesOption, True),
        "coder": (CoderOption, None),
        "codebook": (CodebookOption, None),
        "roll_up": (RollUpOption, None),
    }
)
"""Options of commands on codes of units: name -> (type, default), in the order of their help."""


def of_units(*tables: Mapping[str, tuple[Any, Any]]) -> Callable[..., Callable[..., None]]:
    """Make a command on the codes of units, with tables of options behind its own."""
    also = {name: option for table in tables for name, option in table.items()}
    return shown("level", "rule", "roll_down", "where", "report", "seed", also=also)


def read_codes(run: Run, corpus: str) -> tuple[Corpus, CodesRequest]:
    """Return the documents that are looked at, and which codes of them are asked for."""
    from textmine.corpus import load_corpus, select_documents
    from textmine.reading.code_table import CodesRequest

    given = run.given
    request = CodesRequest(
        given["coder"],
        tuple(given["dimension"] or ()),
        given["codebook"],
        given["roll_up"],
        given["roles"],
        run.coded_at(),
    )
    return select_documents(load_corpus(run.workspace, corpus), run.where), request


def with_page(run: Run, section: Section, corpus: Corpus) -> Section:
    """Return a section, of which --report writes a page."""
    write_page(run, [section], [corpus], section.title, "", {})
    return section
