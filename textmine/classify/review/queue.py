"""The order in which people settle what the machine is not sure of, and what is open in each.

First stand texts that nearly repeat each other, for whoever reads one has settled all; the largest
such group first. Then come documents with the fewest codes in question, those with the same
question together, so that the reader has one choice in mind at a time; among them the least sure
first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.review.triage import Triage
from textmine.classify.trained.reliability import CERTAINTY
from textmine.corpus.duplicates.near import near_duplicate_groups
from textmine.stats.systems import conformal

_UNLIKE_ALL = "like no coded example"


@dataclass(frozen=True)
class OpenQuestion:
    """What is open in one document on one dimension.

    `codes` are those that cannot be ruled out, the one or those given, and any that is likelier
    than these, likeliest first, each with its `probabilities` (0 to 1). `doubtful` are the codes
    that have to be decided on, and `n_open` counts the decisions: 0 when the machine's code stands
    alone. `unlike`: the document is like the examples of no code.
    """

    dimension: str
    codes: tuple[str, ...]
    probabilities: tuple[float, ...]
    doubtful: tuple[str, ...]
    n_open: int
    unlike: bool

    @property
    def key(self) -> str:
        """What has to be decided, the same whichever code is more probable."""
        return f"{self.dimension}: {sorted(self.doubtful)} {self.unlike}" if self.n_open else ""

    @property
    def told(self) -> str:
        """What has to be decided, in a few words; "" when nothing has."""
        if self.unlike:
            return f"{self.dimension}: {_UNLIKE_ALL}"
        return f"{self.dimension}: {' or '.join(self.doubtful)}" if self.n_open else ""


@dataclass(frozen=True)
class QueueItem:
    """A document for people: its place in the run, what is open in it, and why it is here.

    `alike` is the number of its group of near-duplicates in the queue, from 1; 0 when it has none.
    `n_alike` says how many they are.
    """

    place: int
    document: str
    confidence: float
    questions: tuple[OpenQuestion, ...]
    alike: int
    n_alike: int

    @property
    def n_open(self) -> int:
        """How many decisions are open on all dimensions together."""
        return sum(question.n_open for question in self.questions)

    @property
    def key(self) -> str:
        """What is open on all dimensions together, as something to group documents by."""
        return "; ".join(question.key for question in self.questions if question.key)

    @property
    def reason(self) -> str:
        """Why the document is in the queue, in a few words."""
        reasons = "; ".join(question.told for question in self.questions if question.told)
        return reasons or f"less sure than what is accepted ({self.confidence:.2f})"


@dataclass(frozen=True)
class ReviewQueue:
    """Documents in the order to settle them.

    `never_ruled_out` has, for each dimension that has such, the codes with too few examples for a
    threshold: they may be right anywhere, and are not listed with each document.
    """

    items: tuple[QueueItem, ...]
    never_ruled_out: dict[str, tuple[str, ...]]
    level: float


def make_queue(
    said: Sequence[MachineCodes], held: Sequence[HeldOutCodes], triage: Triage, texts: Sequence[str]
) -> ReviewQueue:
    """Put the documents of `triage.review` in the order to settle them.

    `said` and `held` are of the same dimensions; `texts` are those of all documents of the run.
    Which codes cannot be ruled out is settled by class-conditional conformal sets of 90 %.
    """
    thresholds = [
        conformal.conformal_thresholds(part.said.probabilities, part.gold, certainty=CERTAINTY)
        for part in (out_codes.blind for out_codes in held)
    ]
    chosen = [int(index) for index in triage.review]
    open_of = [
        open_questions(part.take(chosen), limits)
        for part, limits in zip(said, thresholds, strict=True)
    ]
    group = near_duplicate_groups([texts[index] for index in chosen])
    size = Counter(group.tolist())
    items = [
        QueueItem(
            place=index,
            document=said[0].documents[index],
            confidence=float(triage.confidence[index]),
            questions=tuple(part[row] for part in open_of),
            alike=int(group[row]),
            n_alike=size[int(group[row])],
        )
        for row, index in enumerate(chosen)
    ]
    return ReviewQueue(
        _ordered(items),
        {
            part.dimension: tuple(np.array(part.classes)[limits.always].tolist())
            for part, limits in zip(said, thresholds, strict=True)
            if limits.always.any()
        },
        thresholds[0].level,
    )


def open_questions(
    said: MachineCodes, thresholds: conformal.ConformalThresholds
) -> list[OpenQuestion]:
    """Return what is open in each document on one dimension."""
    possible = conformal.conformal_sets(said.probabilities, thresholds) & ~thresholds.always
    fits = possible | (said.given & thresholds.always)
    questions = []
    rows = zip(said.probabilities, said.given, possible, fits, strict=True)
    for index, (p, marks, may, fit) in enumerate(rows):
        likelier = set(said.more_probable_at(index))
        listed = may | marks | np.array([code in likelier for code in said.classes])
        unlike = said.labels == "single" and not fit.any()
        if unlike:
            listed[np.argsort(-p, kind="stable")[:2]] = True
        places = [int(i) for i in np.argsort(-p, kind="stable") if listed[i]]
        if said.labels == "single":
            n_open = len(said.classes) if unlike else len(places) - 1
            doubtful = places if n_open else []
        else:
            doubtful = [
                i
                for i in places
                if said.classes[i] in likelier
                or ((may[i] != marks[i]) and not thresholds.always[i])
            ]
            n_open = len(doubtful)
        questions.append(
            OpenQuestion(
                said.dimension,
                tuple(said.classes[i] for i in places),
                tuple(float(p[i]) for i in places),
                tuple(said.classes[i] for i in doubtful),
                n_open,
                unlike,
            )
        )
    return questions


def _ordered(items: Sequence[QueueItem]) -> tuple[QueueItem, ...]:
    asked = Counter(item.key for item in items)
    groups: dict[int, list[QueueItem]] = {}
    for item in items:
        groups.setdefault(item.alike, []).append(item)
    for members in groups.values():
        members.sort(key=lambda item: (item.confidence, item.place))

    def key(members: list[QueueItem]) -> tuple[int, bool, int, int, str, float, int]:
        first = members[0]
        alone = len(members) == 1
        return (
            0 if alone else -len(members),
            first.n_open == 0,
            first.n_open,
            -asked[first.key],
            first.key,
            first.confidence,
            first.place,
        )

    ordered: list[QueueItem] = []
    number = 0
    for members in sorted(groups.values(), key=key):
        number += len(members) > 1
        mark = number if len(members) > 1 else 0
        ordered += [
            QueueItem(m.place, m.document, m.confidence, m.questions, mark, m.n_alike)
            for m in members
        ]
    return tuple(ordered)
