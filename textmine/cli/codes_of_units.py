"""textmine compare, cooccurrence and saturation: codes of units compared, paired, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from textmine.choices import Level
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.topics_shared import ClustersOption
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.corpus import Corpus
    from textmine.reading.code_table import CodesRequest

COUNTED: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {"dimension": (options.DimensionsOption, None), "count": (options.CountOption, None)}
)
TESTED: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {"clusters": (ClustersOption, None), "permutations": (options.PermutationsOption, 1999)}
)
WHOSE: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "roles": (options.RolesOption, True),
        "coder": (options.CoderOption, None),
        "codebook": (options.CodebookOption, None),
        "roll_up": (options.RollUpOption, None),
    }
)
"""Options of commands on codes of units: name -> (type, default), in the order of their help."""


def of_units(*tables: Mapping[str, tuple[Any, Any]]) -> Callable[..., Callable[..., None]]:
    """Make a command on the codes of units, with tables of options behind its own."""
    also = {name: option for table in tables for name, option in table.items()}
    return shown("level", "rule", "roll_down", "where", "report", "seed", also=also)


def read_codes(run: Run, corpus: str) -> tuple[Corpus, CodesRequest]:
    """Return the documents that are looked at, and which codes of them are asked for."""
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
    return run.chosen(run.corpus(corpus)), request


_PAIRED = Annotated[
    str | None, "Column that names people who return, such as author: compare them with themselves."
]


@of_units(COUNTED, {"paired": (_PAIRED, None)}, TESTED, WHOSE)
def compare(
    run: Run,
    corpus: options.CodedCorpusArgument,
    by: Annotated[str, "A column; dates by period: case, round, created_at:year."],
) -> Section:
    """Compare how often codes are given in groups, cases or rounds, with whole interviews.

    Passages of one interview are alike. So whole threads (or authors) change groups by chance, or
    groups change inside the people who return, and p is corrected for all codes.

    Example: textmine compare forum --by group
    """
    from textmine.reading.codes_by_group import compare_codes
    from textmine.report.codes_by import codes_by_section

    loaded, request = read_codes(run, corpus)
    comparison = compare_codes(
        run.workspace,
        loaded,
        by,
        request,
        level=run.given["count"],
        kind=run.given["clusters"],
        paired=run.given["paired"],
        n_permutations=run.given["permutations"],
        seed=run.seed,
        tell=run.tell,
    )
    return run.paged(codes_by_section(corpus, comparison), [loaded])


@of_units(COUNTED, TESTED, WHOSE)
def cooccurrence(run: Run, corpus: options.CodedCorpusArgument) -> Section:
    """Show which codes stand together in one text, passage or interview, against chance.

    A lift of 2 means: twice as often as chance inside the interviews has it. With --count passages
    codes stand together at the same stretch of text; stretches that overlap are counted apart.

    Example: textmine cooccurrence forum
    """
    from textmine.reading.pairing import codes_together
    from textmine.report.pairs_of_codes import pairs_section

    loaded, request = read_codes(run, corpus)
    code_pairs = codes_together(
        run.workspace,
        loaded,
        request,
        level=run.given["count"],
        kind=run.given["clusters"],
        n_permutations=run.given["permutations"],
        seed=run.seed,
        tell=run.tell,
    )
    return run.paged(pairs_section(corpus, code_pairs), [loaded])


_COUNT = Annotated[Level | None, "What is counted as it comes in; default: interviews, or threads."]
_BY = Annotated[str | None, "A column, such as case: codes by its values."]
_OWN = {"count": (_COUNT, None), "by": (_BY, None)}


@of_units(COUNTED, _OWN, WHOSE, {"roles": (options.RolesOption, False)})
def saturation(run: Run, corpus: options.CodedCorpusArgument) -> Section:
    """Show whether more interviews bring new codes, and how many codes are likely unseen.

    Example: textmine saturation forum
    """
    from textmine.reading.code_saturation import code_saturation
    from textmine.report.saturation import code_saturation_section

    loaded, request = read_codes(run, corpus)
    curve = code_saturation(
        run.workspace,
        loaded,
        request,
        level=run.given["count"],
        by=run.given["by"],
        seed=run.seed,
        tell=run.tell,
    )
    return run.paged(code_saturation_section(corpus, curve), [loaded])
