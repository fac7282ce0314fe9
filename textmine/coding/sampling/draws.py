"""Draws of documents to code, kept for ever: which could be drawn, how likely, and which were."""

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import sqlalchemy as sa

from textmine.coding.database import DRAW, DRAWN, DRAWS, reading, taken_back, writing
from textmine.coding.suggested import machine_coder
from textmine.corpus import Corpus, only_to_code
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.store import Part, Workspace, damage_told

_AGAIN = "Restore it from a copy."
Suggested = dict[str, dict[str, list[str]]]
"""Dimension -> document -> the codes that a machine suggests, the first one first."""

Design = Mapping[str, str | int | float | list[str] | Suggested]
SUGGEST = "suggest"
REVIEW = "review"


@dataclass(frozen=True)
class Candidate:
    """A document that a draw could take.

    `probability` is the chance, 0 to 1, with which a document of its `stratum` that was not drawn
    at random before is drawn at random now. `drawn` says that it was, or that it was chosen beside
    those. `coders` are those who get it then.
    """

    document: str
    stratum: str
    probability: float
    drawn: bool
    coders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draw:
    """One draw: its design as it was asked for, and every document that stood in the frame.

    `design["purpose"]` is "code", or "again" for documents that are coded a second time, which
    says nothing about how they came to be coded at all, or "review" for documents that a machine
    was not sure of: they were chosen, not drawn by chance, and nobody's chance follows from it;
    or "suggest" for documents of an earlier draw whose sheets show suggestions but for a share.
    A draw for coding may name two kinds of documents: `design["chosen"]`, which a model chose
    beside the random part, and `design["given_before"]`, which came by chance now and had been
    given out before because a model chose them.
    """

    corpus: str
    name: str
    created_at: str
    design: Design
    frame: tuple[Candidate, ...] = field(repr=False)

    @property
    def drawn(self) -> list[Candidate]:
        """The documents that are given out to be coded, in the order of the draw."""
        before = self._named("given_before")
        return [
            candidate
            for candidate in self.frame
            if candidate.drawn and candidate.document not in before
        ]

    @property
    def sampled(self) -> list[Candidate]:
        """The documents that chance took: only they may stand for the others in an estimate."""
        chosen = self.chosen
        return [
            candidate
            for candidate in self.frame
            if candidate.drawn and candidate.document not in chosen
        ]

    @property
    def chosen(self) -> frozenset[str]:
        """The documents that a model chose; they stand for themselves alone."""
        return self._named("chosen")

    @property
    def coders(self) -> list[str]:
        """The coders that the documents were dealt to, sorted."""
        return sorted({coder for candidate in self.frame for coder in candidate.coders})

    def documents_of(self, coder: str) -> list[str]:
        """Return the ids that a coder is to code, in the order of the draw."""
        return [candidate.document for candidate in self.drawn if coder in candidate.coders]

    @property
    def purpose(self) -> str:
        """Why documents were drawn: "code", "again", "review" or "suggest"."""
        return str(self.design.get("purpose", "code"))

    @property
    def round(self) -> int:
        """The round of coding that the draw is for."""
        return int(str(self.design.get("round", 1)))

    @property
    def suggestions_by(self) -> str:
        """The machine whose suggestions its sheets show, such as model:NAME; "" for none."""
        if self.purpose == REVIEW and self.design.get("model"):
            return machine_coder(str(self.design["model"]))
        return str(self.design.get("suggestions_by", ""))

    @property
    def blind(self) -> frozenset[str]:
        """The documents beside which the sheets show no suggestion, drawn by lot."""
        return self._named("blind")

    @property
    def suggested(self) -> Suggested:
        """What the machine suggests for every document, blind ones too; empty if it was not kept.

        The codes are those of the codebook's version in `design["codebook"]`.
        """
        suggested = self.design.get("suggested")
        return suggested if isinstance(suggested, dict) else {}

    def suggested_for(self, dimension: str, document: str) -> list[str] | None:
        """Return the codes that were suggested, None where that was not kept."""
        return self.suggested.get(dimension, {}).get(document)

    def _named(self, key: str) -> frozenset[str]:
        named = self.design.get(key)
        return frozenset(named) if isinstance(named, list) else frozenset()


class DrawStore:
    """Draws of a workspace; a draw is added and never changed. One taken back does not count."""

    def __init__(self, url: str, workspace: Workspace | None = None) -> None:
        self.url = url
        self._workspace = workspace

    def add(self, draw: Draw, known: int | None = None) -> None:
        """Keep a draw; raise InputError when the corpus has one of that name.

        With `known`, how many draws of the corpus it was made to follow, also when there is
        another one by now: it might hold the same documents.
        """
        whole = nullcontext() if self._workspace is None else self._workspace.whole()
        with whole, writing(self.url) as connection:
            if known is not None and known != len(self.all(draw.corpus)):
                raise InputError(
                    f"The draws of '{draw.corpus}' changed meanwhile: another command wrote them.",
                    hint="Run this one again.",
                )
            if draw.name in _names(connection, draw.corpus):
                raise InputError(
                    f"There is a draw '{draw.name}' of '{draw.corpus}' already.",
                    hint="textmine never changes a draw: give this one another --name.",
                )
            row = {
                "corpus": draw.corpus,
                "name": draw.name,
                "created_at": draw.created_at,
                "design": json.dumps(dict(draw.design), ensure_ascii=False, sort_keys=True),
            }
            key = connection.execute(DRAWS.insert(), row).inserted_primary_key
            candidates = [
                {
                    "draw": key[0] if key else None,
                    "document": candidate.document,
                    "stratum": candidate.stratum,
                    "probability": candidate.probability,
                    "drawn": candidate.drawn,
                    "coders": json.dumps(candidate.coders, ensure_ascii=False),
                }
                for candidate in draw.frame
            ]
            connection.execute(DRAWN.insert(), candidates)
            if self._workspace is not None and key:
                _record(self._workspace, int(key[0]), draw)

    def all(self, corpus: str) -> list[Draw]:
        """Return every draw of a corpus, oldest first."""
        with (
            damage_told("The database of the codings", _AGAIN),
            reading(self.url, DRAWS) as connection,
        ):
            if connection is None:
                return []
            query = sa.select(DRAWS).where(DRAWS.c.corpus == corpus).order_by(DRAWS.c.id)
            gone = taken_back(connection, DRAW)
            rows = connection.execute(query).mappings().all()
            return [
                Draw(
                    corpus,
                    row["name"],
                    row["created_at"],
                    json.loads(row["design"]),
                    _frame(connection, row["id"]),
                )
                for row in rows
                if row["id"] not in gone
            ]

    def number_of(self, draw: Draw) -> int:
        """Return the number that the database gave to a draw."""
        with reading(self.url, DRAWS) as connection:
            mine = sa.and_(DRAWS.c.corpus == draw.corpus, DRAWS.c.name == draw.name)
            query = sa.select(DRAWS.c.id).where(mine)
            return int(connection.execute(query).scalar_one()) if connection else 0

    def find(self, corpus: str, name: str | None = None) -> Draw:
        """Return a draw by name, or the latest one; raise NotFoundError."""
        draws = self.all(corpus)
        if not draws:
            raise NotFoundError(
                f"'{corpus}' has no draw yet.",
                hint=f"Draw some with 'textmine coding sample {corpus}'.",
            )
        for draw in reversed(draws):
            if draw.name == name or (name is None and draw.purpose != SUGGEST):
                return draw
        raise NotFoundError(
            f"There is no draw '{name}' of '{corpus}'.",
            hint=did_you_mean(name or "", [draw.name for draw in draws]),
        )


def open_draws(workspace: Workspace) -> DrawStore:
    """Return the draws of a workspace; they lie beside the codings."""
    return DrawStore(workspace.codings_url, workspace)


def inclusion_probabilities(draws: Sequence[Draw]) -> dict[str, float]:
    """Return for every document that a draw could take its chance to be drawn by any of them.

    A later draw leaves out what earlier ones took, so that the chance of a document is
    1 - product of (1 - its chance in each draw). For two simple random draws of n1 and n2 out of N
    this is (n1 + n2) / N; for draws with other strata it is nearly so, and off for strata that hold
    few documents.

    What a model chose counts as not drawn: it stays in the frame of every random draw, and has a
    chance like any other document, whether or not chance takes it as well. So the choice has no
    say in who is sampled. To count it with the chance 1, as it was sure to be chosen by that model,
    would not do: the model is made of codes of earlier draws, chooses none of their documents, and
    its kind of document would count twice, once by the earlier sample and once for itself.
    """
    missed: dict[str, float] = {}
    for draw in draws:
        if draw.purpose == "code":
            for candidate in draw.frame:
                before = missed.get(candidate.document, 1.0)
                missed[candidate.document] = before * (1 - candidate.probability)
    return {document: 1 - chance for document, chance in missed.items()}


def _record(workspace: Workspace, number: int, draw: Draw) -> None:
    """Write a draw into the history, with what it was made from."""
    reads = [f"corpora/{draw.corpus}", f"codings/{draw.corpus}"]
    if draw.design.get("active"):
        reads.append(f"models/{draw.design['active']}")
    part = Part(
        where=f"draws/{draw.corpus}", number=number, what=said_of_draw(draw), after=draw.created_at
    )
    workspace.record(part, reads=reads)


def said_of_draw(draw: Draw) -> str:
    """Say in words what a draw is."""
    return f"'{draw.name}' of '{draw.corpus}', {len(draw.drawn):,} documents"


def _names(connection: sa.Connection, corpus: str) -> set[str]:
    query = sa.select(DRAWS.c.name).where(DRAWS.c.corpus == corpus)
    return set(connection.execute(query).scalars())


def _frame(connection: sa.Connection, draw: int) -> tuple[Candidate, ...]:
    query = sa.select(DRAWN).where(DRAWN.c.draw == draw).order_by(DRAWN.c.id)
    return tuple(
        Candidate(
            row["document"],
            row["stratum"],
            row["probability"],
            row["drawn"],
            tuple(json.loads(row["coders"])),
        )
        for row in connection.execute(query).mappings()
    )


def n_beyond_draws(workspace: Workspace, corpus: Corpus) -> int:
    """Return how many documents no draw could take, 0 where there is no draw at all.

    What was drawn from a part of a corpus stands for that part alone. Questions of interviewers
    are drawn by none, and not counted.
    """
    chances = inclusion_probabilities(open_draws(workspace).all(corpus.name))
    if not chances:
        return 0
    return sum(not chances.get(identity) for identity in only_to_code(corpus, chances).ids)
