"""The tables of codes of a corpus in a workspace: whose codes, of what, in which units."""

from dataclasses import dataclass

from textmine.choices import Together
from textmine.codebook import Codebook
from textmine.coding import Codings, FinalCodes, n_beyond_draws, one_per_group
from textmine.config import Tell, untold
from textmine.corpus import Corpus, Level
from textmine.corpus.hierarchy import TURN
from textmine.errors import InputError, UsageError
from textmine.reading.coded_at import DOCUMENTS, CodedAt, by_rule, codings_at, rule_of_units
from textmine.reading.coded_units import CodedUnits
from textmine.reading.counting import tabulation
from textmine.schema import ID
from textmine.store import Workspace


@dataclass(frozen=True)
class TabulationRequest:
    """Whose codes are counted, of what, and how.

    `coder` None takes the final codes, `codebook` None the one used. Of several `dimensions` the
    first is crossed with each of the others, and with the groups of each column in `by`; of none,
    the codebook's product is counted, or with `by` every dimension that was coded. `counts` are the
    units, () those of the level `at` which codes are read, or whole documents. `roll_up` reads
    nested codes as those they are grouped under; `per_group` counts exact and near copies of a text
    once.
    """

    coder: str | None = None
    dimensions: tuple[str, ...] = ()
    codebook: str | None = None
    roll_up: str | None = None
    per_group: bool = False
    by: tuple[str, ...] = ()
    counts: tuple[Level, ...] = ()
    together: Together = "text"
    roles: bool = True
    at: CodedAt = DOCUMENTS

    @property
    def units(self) -> tuple[Level | None, ...]:
        """What is counted; None for whole documents."""
        return self.counts or (self.at.counted,)

    @property
    def plain(self) -> bool:
        """Whether one table of whole documents is asked for."""
        return not self.by and self.units == (None,) and len(self.dimensions) < 2

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The columns of the corpus that have to be read, None for all."""
        few = not self.by and self.units == (None,) and self.at == DOCUMENTS
        return (ID, TURN) if few and not self.per_group else None


def tabulate_corpus(
    workspace: Workspace, corpus: Corpus, request: TabulationRequest, tell: Tell = untold
) -> list[tabulation.Tabulation]:
    """Count the codes of a corpus, and tell whose they are and what is left out.

    Returns a table for every two sides, at each level that is counted. Raises InputError when there
    are no such codes, or when copies were not looked for.
    """
    if request.per_group and (request.units != (None,) or request.at != DOCUMENTS):
        raise UsageError(
            "Only a count of documents can count copies of a text once.",
            hint="Leave out --count, --level or --per group.",
        )
    stands = codings_at(workspace, corpus, request.at, request.codebook, request.roll_up)
    chosen = stands.by(request.coder)
    sides = _sides(chosen.codebook, chosen.by_whom, request)
    dimensions = dict.fromkeys(
        name for rows, columns, groups in sides for name in (rows, None if groups else columns)
    )
    used = [name for name in dimensions if name is not None]
    chosen = by_rule(chosen, request.at, tuple(used))
    rules = [rule for level in request.units for rule in rule_of_units(request.at, level)]
    for remark in (*chosen.remarks, *rules, *chosen.by_whom.remarks(*used)):
        tell(remark)
    n_corpus = None
    if request.per_group:
        chosen, n_corpus = _once(chosen, corpus, tell)
    n_beyond = n_beyond_draws(workspace, corpus)
    together = "unit" if chosen.level else request.together
    texts_of_request: dict[tuple[Level, bool], CodedUnits] = {}
    tables = []
    for rows, columns, groups in sides:
        for level in request.units:
            wanted = tabulation.Counted(rows, columns, groups, level, together, request.roles)
            if wanted.texts not in texts_of_request:
                texts_of_request[wanted.texts] = tabulation.texts_of(chosen, wanted, used)
            tables.append(
                tabulation.tabulate(
                    chosen,
                    wanted,
                    per_group=request.per_group,
                    n_corpus=n_corpus,
                    n_beyond=n_beyond,
                    texts=texts_of_request[wanted.texts],
                )
            )
    for remark in dict.fromkeys(sentence for table in tables for sentence in table.remarks):
        tell(remark)
    return tables


def _sides(
    book: Codebook, final: FinalCodes, request: TabulationRequest
) -> list[tuple[str, str | None, bool]]:
    """Return the rows and columns of each table, and whether the columns are groups."""
    first, *others = request.dimensions or (None,)
    if request.dimensions and len(set(request.dimensions)) < len(request.dimensions):
        raise InputError("A table needs two different dimensions.", hint="Name each once.")
    if first is None and request.by:
        there = [dimension.id for dimension in book.dimensions if dimension.id in final.parts]
        settled = [name for name in there if not final.parts[name].unsettled] or there[:1]
        return [(name, column, True) for column in request.by for name in settled]
    if not others and not request.by:
        named = tabulation.tabulated_dimensions(final, book, first)
        return [(named[0], named[1] if len(named) > 1 else None, False)]
    row = tabulation.tabulated_dimensions(final, book, first)[0]
    crossed: list[tuple[str, str | None, bool]] = [
        (row, book.dimension(name).id, False) for name in others if name is not None
    ]
    return [*crossed, *((row, column, True) for column in request.by)]


def _once(chosen: Codings, corpus: Corpus, tell: Tell) -> tuple[Codings, int]:
    """Return the codings of one document of each group of copies, and how many texts there are."""
    once = one_per_group(chosen.by_whom, corpus)
    tell(
        f"{once.n_coded:,} documents with codes are {once.n_groups:,} when copies count once, "
        f"by the first with the codes; copies of {once.n_differ:,} of these texts have "
        "different codes."
    )
    return once.narrowed(chosen), once.n_corpus
