"""Whose codes are read, or everybody's where nobody can say, and how far codes reach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from textmine.coding import Codings
from textmine.corpus import Corpus, Level, units_at
from textmine.corpus.hierarchy import CASE, only_to_code, talk_level
from textmine.errors import InputError
from textmine.reading.coded_at import DOCUMENTS, CodedAt, by_rule
from textmine.reading.quotation import Quotation
from textmine.reading.wanted import Wanted
from textmine.schema import AUTHOR, THREAD_ID


@dataclass(frozen=True)
class Voices:
    """The codings that passages are taken from, and those of everybody beside them.

    Where codings are `apart`, each coder's are read by themselves: nobody can say yet which of them
    stand. `who` names whose they are, `by_machine` says that it is no person, `remarks` what is to
    be said of it.
    """

    codings: Codings
    beside: Codings
    apart: bool
    who: str
    by_machine: bool = False
    remarks: tuple[str, ...] = ()


def voices_of(
    codings: Codings,
    dimensions: Sequence[str] = (),
    coder: str | None = None,
    at: CodedAt = DOCUMENTS,
) -> Voices:
    """Return the codings of a coder on dimensions (all where none is named), or the final ones.

    A rule of `at` says which of their codes count.

    Every coder's are taken where nobody can say whose codes stand on one of the dimensions: coders
    differ, and nothing is settled. Raises InputError for a coder who is not there, or coded none of
    these dimensions, and where people coded nothing and no machine is named.
    """
    asked = codings
    if dimensions:
        items = tuple(coding for coding in codings if coding.dimension in dimensions)
        asked = replace(codings, items=items)
        if coder is not None and coder not in asked.coders and coder in codings.coders:
            raise InputError(
                f"'{coder}' coded nothing on {' and '.join(dimensions)}.",
                hint=f"Those who did: {', '.join(asked.coders)}.",
            )
    chosen = asked.by(coder)
    final = chosen.by_whom
    why = [part.unsettled for part in final.parts.values() if part.unsettled]
    if not why:
        chosen = by_rule(chosen, at, tuple(dimensions))
        final = chosen.by_whom
        return Voices(
            chosen,
            codings,
            apart=False,
            who=final.who(),
            by_machine=final.kind() == "machine",
            remarks=(*chosen.remarks[len(codings.remarks) :], *final.remarks()),
        )
    everybody = asked.human()
    if at.rule is not None:
        raise InputError(
            f"{why[0]} So a rule cannot say which codes count.",
            hint=f"Say --coder NAME, or settle it: 'textmine coding adjudicate {final.corpus}'.",
        )
    names = ", ".join(everybody.coders)
    remark = (
        f"{why[0]} So here is what each of them coded, with who coded it ({names}). --coder NAME "
        f"takes one of them; 'textmine coding adjudicate {final.corpus}' settles it."
    )
    return Voices(everybody, codings, apart=True, who=names, remarks=(remark,))


@dataclass(frozen=True)
class Reach:
    """What has the codes, of what was coded.

    `n_rows` documents of the corpus hold the passages, which are passages of files where these were
    cut; `coded` are those that somebody coded on the dimensions of the codes, of the `n_corpus`
    that were looked at. `units` are the numbers of units at each level that the corpus has, the
    smallest first. `n_differ` passages were coded otherwise by somebody.
    """

    n_passages: int
    n_rows: int
    units: tuple[tuple[Level, int], ...]
    coded: int
    n_corpus: int
    n_differ: int

    def at(self, level: Level) -> int | None:
        """Return the number of units at a level, None where the corpus has no such units."""
        return dict(self.units).get(level)


def reach_of(
    quotations: Sequence[Quotation],
    voices: Voices,
    wanted: Wanted,
    corpus: Corpus,
    documents: Collection[str] | None = None,
    n_differ: int = 0,
) -> Reach:
    """Return how far codes reach; `quotations` are all of their passages.

    Coders differ on `n_differ` of them. Only `documents` are looked at, where they are named.
    """
    looked: list[set[str]] = [
        {coding.document for coding in voices.codings if coding.dimension == name}
        for name in wanted.dimensions
    ]
    coded = set.union(*looked) if wanted.any else set.intersection(*looked)
    looked_at = {*only_to_code(corpus, coded).ids}
    looked_at &= looked_at if documents is None else {*documents}
    reach = reach_of_documents(quotations, corpus)
    n_coded = len(coded & looked_at)
    return replace(reach, coded=n_coded, n_corpus=len(looked_at), n_differ=n_differ)


def reach_of_documents(quotations: Sequence[Quotation], corpus: Corpus) -> Reach:
    """Return how far quotations reach in a corpus, all documents of which were looked at."""
    row = {identity: index for index, identity in enumerate(corpus.ids)}
    rows = {row[quotation.document] for quotation in quotations}
    units = []
    for level in levels_in(corpus):
        labels = units_at(corpus, level)
        units.append((level, len({labels[row] for row in rows if labels[row]})))
    return Reach(len(quotations), len(rows), tuple(units), len(corpus), len(corpus), n_differ=0)


def levels_in(corpus: Corpus) -> list[Level]:
    """Return the levels above the passage that a corpus has units at, the smallest first."""
    levels: list[Level] = ["documents"]
    if not corpus.info.cut_files and any(corpus.column(THREAD_ID)):
        levels.append(talk_level(corpus))
    if any(corpus.column(AUTHOR)):
        levels.append("authors")
    if any(corpus.column(CASE)):
        levels.append("cases")
    return levels
