"""Codings as one collection: whose they are, on what, and which codes they give each document.

"No code" has one meaning: a document that somebody coded and found no code for has the empty set;
a document that nobody coded is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import overload

from textmine.codebook import Codebook
from textmine.coding.code_matrix import CodeMatrix, matrices_of
from textmine.coding.final_codes import final_codes
from textmine.coding.final_record import FinalCodes
from textmine.coding.statements import by_coders, by_machines, coder_names, codes_of
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.lazily import pd
from textmine.schema import Coding

AGREED = "agreed"
"""Stands for the final codes: what was settled, and what all coders of a document say."""

_ALWAYS = ("document", "coder", "origin", "dimension", "code")
_DEFAULTS = {attribute.name: attribute.default for attribute in fields(Coding)}


@dataclass(frozen=True)
class Codings(Sequence[Coding]):
    """Codings of the documents of one corpus with one codebook; a sequence of `Coding`.

    `remarks` are what is to be said of how they were read. Of codings that were narrowed by `by`,
    `final` says whose they are and what they rest on, and `every` has what they were chosen from.
    `level` says that interviews, cases or authors were coded as a whole, "" that documents were.
    """

    items: tuple[Coding, ...]
    codebook: Codebook
    corpus: Corpus | None = field(default=None, repr=False, compare=False)
    remarks: tuple[str, ...] = ()
    final: FinalCodes | None = None
    every: tuple[Coding, ...] = field(default=(), repr=False)
    level: str = ""

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Coding]:
        return iter(self.items)

    @overload
    def __getitem__(self, place: int) -> Coding: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Coding, ...]: ...

    def __getitem__(self, place: int | slice) -> Coding | tuple[Coding, ...]:
        return self.items[place]

    def coded(self) -> Codings:
        """Return itself; raise InputError where nobody coded anything with its codebook."""
        if not self.items and self.corpus is not None:
            raise InputError(
                f"None of the {self.level or 'documents'} of '{self.corpus.name}' is coded with "
                f"'{self.codebook.name}'.",
                hint=" ".join(self.remarks)
                or "Name another --codebook, or import codes with 'textmine coding import'.",
            )
        return self

    def by(self, coder: str | None = None) -> Codings:
        """Return the codings of one coder, or without one (or with "agreed") the final ones.

        Final is what was settled by adjudication, else what all coders of a document say; never
        what a machine says. Raises InputError for a coder who is not there.
        """
        named = None if coder == AGREED and AGREED not in coder_names(self.items) else coder
        final = final_codes(self.coded().items, named, machine=True)
        standing = tuple(_standing(self.items, final))
        return replace(self, items=standing, final=final, every=self.items)

    def on(self, dimension: str) -> Codings:
        """Return the codings on one dimension; raise InputError for one that is not there."""
        self.codebook.dimension(dimension)
        on_dimension = tuple(coding for coding in self.items if coding.dimension == dimension)
        final = self.final
        if final is not None:
            parts = {name: part for name, part in final.parts.items() if name == dimension}
            final = replace(final, parts=parts)
        return replace(self, items=on_dimension, final=final)

    def human(self) -> Codings:
        """Return what human coders said themselves: nothing that was settled between them."""
        return self._only(by_coders(self.items))

    def machine(self) -> Codings:
        """Return what machines said."""
        return self._only(by_machines(self.items))

    @property
    def by_whom(self) -> FinalCodes:
        """Whose codes these are: the final ones, where nobody was named."""
        return self.by().by_whom if self.final is None else self.final

    @property
    def coders(self) -> list[str]:
        """The names of those whose codings these are, machines and settlers too, sorted."""
        return coder_names(self.items)

    def codes(self) -> Mapping[str, frozenset[str]]:
        """Return the codes of each coded document, the empty set where no code applies.

        Raises InputError for codings on several dimensions, or of several coders.
        """
        dimension = self._one_dimension()
        if self.final is not None:
            return self.final.on(dimension).codes
        if len(self.coders) > 1:
            raise InputError(
                f"These are codings of several coders: {', '.join(self.coders)}.",
                hint='Say whose: codings.by("agreed").codes(), or by one coder\'s name.',
            )
        return codes_of(self.items).get(dimension, {})

    def matrix(self, coders: Iterable[str] = ()) -> CodeMatrix:
        """Return what each coder said of each document on one dimension, human coders by default.

        Raises InputError for codings on several dimensions.
        """
        dimension = self._one_dimension()
        named = list(coders) or coder_names(by_coders(self.items))
        mine = matrices_of(self.on(dimension).items, self.codebook, named)
        return next(matrix for matrix in mine if matrix.dimension == dimension)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a coding; columns in which no coding says anything are left out."""
        columns = [
            name
            for name, default in _DEFAULTS.items()
            if name in _ALWAYS or any(getattr(coding, name) != default for coding in self.items)
        ]
        columns = [*_ALWAYS, *(name for name in columns if name not in (*_ALWAYS, "corpus"))]
        rows = [[getattr(coding, name) for name in columns] for coding in self.items]
        return pd.DataFrame(rows, columns=columns)

    def _only(self, items: Iterable[Coding]) -> Codings:
        return replace(self, items=tuple(items), final=None, every=())

    def _one_dimension(self) -> str:
        dimensions = [
            dimension.id for dimension in self.codebook.dimensions if _has(self.items, dimension.id)
        ]
        if len(dimensions) == 1:
            return dimensions[0]
        if not dimensions:
            raise InputError(
                "There are no codings.", hint="Read some: tm.read_codes(FILE, corpus)."
            )
        raise InputError(
            f"These are codings on several dimensions: {', '.join(dimensions)}.",
            hint=f'Name one: codings.on("{dimensions[0]}").',
        )


def _has(items: Iterable[Coding], dimension: str) -> bool:
    return any(coding.dimension == dimension for coding in items)


def _standing(codings: Iterable[Coding], final: FinalCodes) -> Iterator[Coding]:
    """Yield the codings that final codes rest on."""
    for coding in codings:
        part = final.parts.get(coding.dimension)
        if part is None or coding.document not in part.codes:
            continue
        if final.coder:
            stands = coding.coder == final.coder
        elif coding.document in part.settled:
            stands = coding.origin == "adjudicated" and coding.coder in part.settlers
        else:
            stands = coding.coder in part.coders and coding.origin != "adjudicated"
        if stands:
            yield coding
