"""A corpus of 300 messages whose codes are all known, and a machine that is often wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pandas as pd

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.out_of_fold import HeldOutCodes, write_held_out
from textmine.codebook import Code, Codebook, Dimension, Product
from textmine.coding import open_draws
from textmine.coding.sampling.draws import Candidate, Draw
from textmine.corpus import Corpus
from textmine.corpus.corpus import CorpusInfo
from textmine.schema import Coding
from textmine.store import Workspace

SIZE = 300
SHARES = {"a": 0.5, "b": 0.3, "c": 0.2}
TONES = {"1": 0.6, "2": 0.4}


def _dimension(name, codes, **more):
    made = tuple(Code(id=code, name=f"about {code}") for code in codes)
    return Dimension(id=name, name=name, codes=made, **more)


BOOK = Codebook(
    name="town-book",
    dimensions=(
        _dimension("subject", SHARES),
        _dimension("tone", TONES),
        _dimension("marks", ("x", "y"), labels="multi"),
        _dimension(
            "side", ("ab", "c2"), derived_from="subject", derive={"a": "ab", "b": "ab", "c": "c2"}
        ),
    ),
    product=Product(name="cells", rows="subject", columns="tone", cells={"a1": "calm a"}),
)


@dataclass
class Town:
    """The corpus, the codes of every document by dimension, and what the machine says."""

    corpus: Corpus
    codes: dict[str, list[frozenset[str]]]
    machine: dict[str, MachineCodes]
    model: SimpleNamespace
    ids: list[str] = field(default_factory=list)

    def codings(self, documents: Collection[str], coder: str = "ann", **more) -> list[Coding]:
        """Every code of some documents, as one coder would have given it."""
        place_of = {identity: place for place, identity in enumerate(self.ids)}
        return [
            Coding(self.corpus.name, document, dimension, code, coder, codebook=BOOK.name, **more)
            for document in documents
            for dimension, codes in self.codes.items()
            for code in sorted(codes[place_of[document]]) or [None]
        ]

    def share(self, dimension: str, code: str) -> float:
        return float(np.mean([code in codes for codes in self.codes[dimension]]))


def make_town(name: str = "town", seed: int = 0, accuracy: float = 0.45) -> Town:
    """Threads of five messages; the machine's probabilities are a mix of truth and noise."""
    rng = np.random.default_rng(seed)
    ids = [f"d{place:03d}" for place in range(SIZE)]
    documents = pd.DataFrame(
        {
            "id": ids,
            "text": [f"{name} message number {place}" for place in range(SIZE)],
            "thread_id": [f"t{place // 5:02d}" for place in range(SIZE)],
            "group": rng.choice(["residents", "staff"], SIZE, p=[0.7, 0.3]),
            "position": range(SIZE),
        }
    )
    info = CorpusInfo(name=name, source={}, columns={}, counts={})
    codes = {
        "subject": [frozenset({str(c)}) for c in rng.choice([*SHARES], SIZE, p=[*SHARES.values()])],
        "tone": [frozenset({str(c)}) for c in rng.choice([*TONES], SIZE, p=[*TONES.values()])],
        "marks": [
            frozenset(m for m, p in (("x", 0.4), ("y", 0.2)) if rng.random() < p) for _ in ids
        ],
    }
    machine = {
        dimension: _said(dimension, codes[dimension], ids, rng, accuracy) for dimension in codes
    }
    model = SimpleNamespace(
        name="m",
        codebook=BOOK,
        dimensions=tuple(
            SimpleNamespace(dimension=said.dimension, labels=said.labels, classes=said.classes)
            for said in machine.values()
        ),
        manifest=SimpleNamespace(details={"corpus": "town"}, synthetic=False),
        trained_on=frozenset(),
    )
    return Town(Corpus(name, documents, info), codes, machine, model, ids)


def _said(dimension, codes, ids, rng, accuracy) -> MachineCodes:
    classes = tuple(BOOK.dimension(dimension).code_ids)
    truth = np.array([[code in given for code in classes] for given in codes], dtype=float)
    labels = BOOK.dimension(dimension).labels
    if labels == "single":
        noise = rng.dirichlet(np.ones(len(classes)), len(ids))
        probabilities = accuracy * truth + (1 - accuracy) * noise
        given = probabilities == probabilities.max(axis=1, keepdims=True)
    else:
        probabilities = accuracy * truth + (1 - accuracy) * rng.random(truth.shape)
        given = probabilities > 0.6
    return MachineCodes(dimension, labels, classes, tuple(ids), probabilities, given)


def keep_held_out(space: Workspace, town: Town, coded: Sequence[str]) -> None:
    """Write the files that training would have left: held-out codes of these, and of the rest."""
    folder = space.folder("models", "m")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(coded)
    at = np.array([identity in wanted for identity in town.ids])
    parts = []
    for dimension, said in town.machine.items():
        gold = [[c in codes for c in said.classes] for codes in town.codes[dimension]]
        parts.append(
            HeldOutCodes(
                said.take(np.flatnonzero(at)),
                np.array(gold, dtype=bool)[at],
                np.arange(at.sum()) % 3,
                said.take(np.flatnonzero(~at)),
            )
        )
    write_held_out(folder, parts)


def make_draw(
    town: Town,
    sampled: Collection[str],
    frame: Collection[str] | None = None,
    *,
    before: Collection[str] = (),
    strata: dict[str, str] | None = None,
    name: str = "draw-1",
    **design,
) -> Draw:
    """A draw that took these documents out of a frame; `before` was taken earlier."""
    inside = list(town.ids if frame is None else frame)
    taken, earlier = set(sampled), set(before)
    free: dict[str, list[str]] = {}
    for document in inside:
        if document not in earlier:
            free.setdefault((strata or {}).get(document, "all"), []).append(document)
    chance = {key: sum(d in taken for d in docs) / len(docs) for key, docs in free.items()}
    candidates = [
        Candidate(document, key, chance.get(key, 1.0), document in taken)
        for document in inside
        for key in ((strata or {}).get(document, "all"),)
    ]
    return Draw(town.corpus.name, name, "2024-01-01", design, tuple(candidates))


def add_draw(space: Workspace, draw: Draw) -> None:
    open_draws(space).add(draw)
