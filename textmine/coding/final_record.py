"""Final codes as they are handed on: the codes, whose they are, and what each rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.errors import InputError

_NOTHING: frozenset[str] = frozenset()
_MOST_NAMES = 3


@dataclass(frozen=True)
class FinalDimension:
    """The final codes of one dimension, and what each of them rests on.

    `codes` maps each document that has them to its codes, none of them where none applies. These
    documents are `settled`, `unanimous` (two coders or more say the same) or `single` (one coder
    alone); `open` ones have no codes, for their coders differ; `twice` are all that two or more
    coded. `coders` and `settlers` are those whose word they are; of the settled ones `undisputed`
    are those whose coders all say what was settled, `lone` those that one coder coded and that were
    accepted as they are, `by_majority` those that most of the coders decided, and `deciders` who
    decided the others (people as they named themselves, or MAJORITY). `unsettled` says why nobody
    can say which codes stand, `selection` why those that stand do not stand for the other
    documents; both are "" where there is no reason.
    """

    codes: Mapping[str, frozenset[str]]
    coders: tuple[str, ...] = ()
    settlers: tuple[str, ...] = ()
    settled: frozenset[str] = _NOTHING
    unanimous: frozenset[str] = _NOTHING
    single: frozenset[str] = _NOTHING
    open: frozenset[str] = _NOTHING
    twice: frozenset[str] = _NOTHING
    undisputed: frozenset[str] = _NOTHING
    lone: frozenset[str] = _NOTHING
    by_majority: frozenset[str] = _NOTHING
    deciders: tuple[str, ...] = ()
    unsettled: str = ""
    selection: str = ""

    @property
    def agreed(self) -> frozenset[str]:
        """The documents whose coders, two or more, say the same; settled as that or not."""
        return self.unanimous | self.undisputed

    @property
    def decided(self) -> frozenset[str]:
        """The documents whose codes somebody, or a majority, decided."""
        return self.settled - self.undisputed - self.lone

    @property
    def how(self) -> str:
        """How many documents have final codes, by what these rest on."""
        alone = _listed(self.coders) if len(self.coders) == 1 else "one coder alone"
        parts = [
            f"{len(documents):,} {what}"
            for documents, what in (
                (self.agreed, f"on which {_these(self.coders)} agree"),
                (self.by_majority, "settled by majority"),
                (self.decided - self.by_majority, "settled by adjudication"),
                (self.single | self.lone, f"coded by {alone}"),
            )
            if documents
        ]
        left = f"; {len(self.open):,} on which they differ are open and left out"
        return (", ".join(parts) or "none") + (left if self.open else "")


@dataclass(frozen=True)
class FinalCodes:
    """The final codes of a corpus by dimension, and the chance with which documents were drawn.

    `coder` is the one coder whose codes these are, "" where several say them, and `asked` who was
    named and settled what others differed on. Methods that take dimensions speak of all that were
    coded where none is named.
    """

    corpus: str
    parts: Mapping[str, FinalDimension]
    chances: Mapping[str, float]
    coder: str = ""
    origin: str = ""
    asked: str = ""

    def on(self, dimension: str) -> FinalDimension:
        """Return what is final on a dimension, nothing where nobody coded it.

        Raises InputError where several coders coded it and nobody can say whose codes stand.
        """
        part = self.parts.get(dimension, FinalDimension({}))
        if part.unsettled:
            several = " (--majority: by majority)" if part.open and len(part.coders) > 2 else ""
            raise InputError(
                f"Several coders coded this corpus: {', '.join(part.coders)}. {part.unsettled}",
                hint=f"Say whose: --coder NAME; or settle it: 'textmine coding adjudicate "
                f"{self.corpus}{'' if part.open else ' --majority --accept-single'}'{several}.",
            )
        return part

    def who(self, *dimensions: str) -> str:
        """Return whose codes these are, as a label: "agreed, and where ann and bob agree"."""
        if self.coder:
            return self.coder
        parts = self._parts(dimensions)
        coders = unique_names(name for part in parts for name in part.coders)
        settlers = _listed(unique_names(name for part in parts for name in part.settlers))
        unanimous = any(part.unanimous for part in parts)
        if not settlers:
            return f"{_these(coders)}, who agree" if unanimous else _listed(coders) or "anybody"
        alone = _listed(coders) if len(coders) == 1 else "where one coder coded alone"
        others = [f"where {_these(coders)} agree"] if unanimous else []
        others += [alone] if any(part.single for part in parts) else []
        return f"{settlers}, and {' or '.join(others)}" if others else settlers

    def how(self, *dimensions: str) -> str:
        """Return the sentence that says what the final codes rest on, with counts."""
        by_how: dict[str, list[str]] = {}
        for name, part in self._named_parts(dimensions).items():
            by_how.setdefault(part.how, []).append(name)
        sentence = ". On ".join(f"{', '.join(names)}: {how}" for how, names in by_how.items())
        return f"Final codes on {sentence}."

    def kind(self, *dimensions: str) -> str:
        """Return the origin of the codes: "human", "machine", or "adjudicated" if any is."""
        if self.origin:
            return self.origin
        return "adjudicated" if any(p.settled for p in self._parts(dimensions)) else "human"

    def selection(self, *dimensions: str) -> str:
        """Return why the coded documents were chosen by their codes, "" if they were not."""
        return " ".join(dict.fromkeys(p.selection for p in self._parts(dimensions) if p.selection))

    def remarks(self, *dimensions: str) -> list[str]:
        """Return what is to be said of these codes where they are not one coder's, or not all."""
        parts = self._parts(dimensions)
        mixed = any(bool(p.settled) + bool(p.unanimous) + bool(p.single) > 1 for p in parts)
        agreed = any(p.unanimous or p.open for p in parts)
        sentences = [
            f"'{self.asked}' settled what coders differ on: what they agree on stands beside it."
            if self.asked and mixed
            else "",
            self.how(*dimensions) if mixed or agreed else "",
            self.selection(*dimensions),
        ]
        return [sentence for sentence in sentences if sentence]

    def only(self, documents: Collection[str]) -> FinalCodes:
        """Return the same of some documents."""
        wanted = frozenset(documents)
        return replace(self, parts={name: _only(part, wanted) for name, part in self.parts.items()})

    def _named_parts(self, dimensions: Sequence[str]) -> dict[str, FinalDimension]:
        wanted = dimensions or tuple(self.parts)
        return {
            name: self.parts[name]
            for name in wanted
            if name in self.parts and not self.parts[name].unsettled
        }

    def _parts(self, dimensions: Sequence[str]) -> list[FinalDimension]:
        return list(self._named_parts(dimensions).values())


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, sorted."""
    return tuple(sorted(set(names)))


def _listed(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _these(coders: Sequence[str]) -> str:
    """Return the coders who agree: by name where they are few."""
    return _listed(coders) if len(coders) <= _MOST_NAMES else f"the {len(coders)} coders"


def _only(part: FinalDimension, documents: frozenset[str]) -> FinalDimension:
    return replace(
        part,
        codes={document: codes for document, codes in part.codes.items() if document in documents},
        settled=part.settled & documents,
        unanimous=part.unanimous & documents,
        single=part.single & documents,
        open=part.open & documents,
        twice=part.twice & documents,
        undisputed=part.undisputed & documents,
        lone=part.lone & documents,
        by_majority=part.by_majority & documents,
    )
