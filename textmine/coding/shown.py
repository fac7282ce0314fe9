"""What coders saw of a machine's suggestions: said by the table that comes back, and by its draw.

What a draw keeps counts for more than the cells of a sheet, which anybody can change.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from textmine.codebook import Codebook
from textmine.coding.sampling.draws import REVIEW, Draw
from textmine.coding.statements import by_people
from textmine.coding.suggested import (
    CODEBOOK,
    NOBODY,
    SUGGESTIONS_BY,
    is_machine,
    machine_header,
    machine_named,
    suggests,
)
from textmine.corpus.reading.raw import RawTable
from textmine.schema import Coding


@dataclass(frozen=True)
class InView:
    """Whose suggestions stood beside the codes of a table, row by row.

    `by` names the machine where that is known without the table. `draws` are those of the corpus
    whose sheets show suggestions, oldest first: a row of a document of theirs that says nothing
    is taken to be from their sheet.
    """

    table: RawTable
    codebook: Codebook
    by: str = ""
    draws: Sequence[Draw] = ()

    def said_at(self, number: int) -> str:
        """Return the machine that a row names, NOBODY, or "" where it does not say."""
        machine = self._cell(number, SUGGESTIONS_BY)
        if self.by or machine:
            return self.by or machine
        if self._named:
            return self._named
        return f"{CODEBOOK}{self.codebook.name}@{self.codebook.version}" if self._beside else ""

    def draw_of(self, document: str, said: str) -> Draw | None:
        """Return the latest draw that showed suggestions of this machine, "" for any, beside it."""
        held = (draw for draw in reversed(self.draws) if document in self._drawn[draw.name])
        return next((draw for draw in held if said in ("", draw.suggestions_by)), None)

    def came(self, number: int, coding: Coding) -> tuple[Coding, Draw | None]:
        """Return a coding with how it came about, and the draw that alone says so."""
        machine = self.said_at(number)
        if machine == NOBODY:
            return coding, None
        draw = self.draw_of(coding.document, machine)
        if draw is not None and coding.document in self._blind[draw.name]:
            return coding, None
        covered: Collection[str] = draw.suggested if draw else ()
        covered = (
            covered
            or self._beside
            or [coded_dimension.id for coded_dimension in self.codebook.coded_dimensions]
        )
        by = machine or (draw.suggestions_by if draw else "")
        if not by or coding.dimension not in covered:
            return coding, None
        came = replace(coding, suggested_by=by, confirmed=self._confirmed(number, coding, draw))
        return came, None if machine else draw

    def _confirmed(self, number: int, coding: Coding, draw: Draw | None) -> bool:
        codes = draw.suggested_for(coding.dimension, coding.document) if draw else None
        if codes is not None:
            return coding.code in codes or (coding.code is None and not codes)
        return suggests(self._cell(number, machine_header(coding.dimension)), coding.code)

    @cached_property
    def _beside(self) -> list[str]:
        """The dimensions on which the table shows what a machine suggests."""
        coded = [dimension.id for dimension in self.codebook.coded_dimensions]
        return [name for name in coded if machine_header(name) in self.table.columns]

    @cached_property
    def _named(self) -> str:
        """The first machine that any row names: what stands in one holds for those without."""
        if SUGGESTIONS_BY not in self.table.columns:
            return ""
        index = self.table.columns.index(SUGGESTIONS_BY)
        cells = [row[index].strip() for row in self.table.rows]
        machines = (cell for kind in (is_machine, bool) for cell in cells if kind(cell))
        return next(machines, "")

    @cached_property
    def _rows(self) -> Mapping[int, Sequence[str]]:
        return dict(zip(self.table.numbers, self.table.rows, strict=True))

    @cached_property
    def _drawn(self) -> Mapping[str, frozenset[str]]:
        return {
            draw.name: frozenset(candidate.document for candidate in draw.drawn)
            for draw in self.draws
        }

    @cached_property
    def _blind(self) -> Mapping[str, frozenset[str]]:
        return {draw.name: draw.blind for draw in self.draws}

    def _cell(self, number: int, column: str) -> str:
        if column not in self.table.columns:
            return ""
        return self._rows[number][self.table.columns.index(column)].strip()


def as_they_came(
    found: Iterable[tuple[int, Coding]], view: InView
) -> tuple[list[Coding], list[str]]:
    """Return codings, given with their rows, with what is known of a machine's part in them.

    Codes by a coder called model:NAME are the machine's; beside suggestions people do not code
    blind. The sentences say of which codings only their draw knows that.
    """
    came: list[Coding] = []
    silent: dict[str, tuple[Draw, int]] = {}
    for number, coding in found:
        if is_machine(coding.coder):
            model = coding.model or coding.coder.partition(":")[2]
            came.append(replace(coding, origin="machine", model=model))
            continue
        coding_as_it_came, draw = view.came(number, coding)
        came.append(coding_as_it_came)
        if draw is not None:
            silent[draw.name] = draw, silent.get(draw.name, (draw, 0))[1] + 1
    return came, [
        f"{n:,} codings are of documents of draw '{name}', whose sheets show what "
        f"{machine_named(draw.suggestions_by)} suggests. The table does not say that they were "
        f"given without it, so they count as given with it in view. Where they were not, say "
        f"'{NOBODY}' in a column '{SUGGESTIONS_BY}'."
        for name, (draw, n) in sorted(silent.items())
    ]


def stated_blind(codings: Iterable[Coding]) -> tuple[list[Coding], list[str]]:
    """Return codings of people as stated to be blind by whoever enters them, and what is said.

    Where a suggestion is known to have been in view, no statement changes that.
    """
    stated_codings = [
        replace(coding, stated_blind=True)
        if coding.origin == "human" and not coding.suggested_by
        else coding
        for coding in codings
    ]
    stated = sum(coding.stated_blind for coding in stated_codings)
    seen = sum(bool(coding.suggested_by) for coding in stated_codings)
    sentences = [f"{stated:,} codings are kept as stated by you to be blind."]
    if seen:
        sentences.append(
            f"{seen:,} codings are not: a draw or the table says that a suggestion was in view."
        )
    return stated_codings, sentences


def showing(draws: Iterable[Draw]) -> list[Draw]:
    """Return the draws whose sheets show what a machine suggests."""
    return [draw for draw in draws if draw.suggestions_by]


def blind_sentences(codings: Iterable[Coding], draw: Draw) -> list[str]:
    """Return how many codings of a sheet are of documents that by lot showed no suggestion."""
    blind = draw.blind
    n = sum(coding.document in blind for coding in codings)
    sentence = (
        f"{n:,} codes are of documents that by lot showed no suggestion: they count as blind."
    )
    return [sentence] if blind else []


def picked_sentences(draws: Iterable[Draw], codings: Iterable[Coding], machine: str) -> list[str]:
    """Return how many blindly coded documents a model picked for people, for it is unsure of them.

    `machine` is its name as a coder, such as model:NAME. What it scores there is no score of the
    corpus.
    """
    queues = [draw for draw in draws if draw.purpose == REVIEW and draw.suggestions_by == machine]
    picked = {document for draw in queues for document in draw.chosen}
    coded = {by_person.document for by_person in by_people(codings) if not by_person.suggested_by}
    n = len(coded & picked)
    if not n:
        return []
    return [
        f"{n:,} of the {len(coded):,} documents coded blind are from its review queue: "
        f"{machine_named(machine)} was unsure of them, and errs more there than in the corpus."
    ]
