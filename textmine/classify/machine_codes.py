"""What a model says of documents on one dimension: probabilities, and the codes it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Labels
from textmine.errors import InputError


@dataclass(frozen=True)
class MachineCodes:
    """The machine's codes of documents on one dimension.

    `probabilities` has shape (n_documents, n_classes), each 0 to 1; where a document takes one code
    ("single") rows sum to 1, where it takes several ("multi") each is a probability of its own.
    `given` (bool, same shape) marks the codes that the machine gives: one a row, or any number.
    """

    dimension: str
    labels: Labels
    classes: tuple[str, ...]
    documents: tuple[str, ...]
    probabilities: Floats
    given: Bools

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def codes(self) -> list[tuple[str, ...]]:
        """The codes given to each document, in the order of the classes."""
        return codes_of(self.given, self.classes)

    def codes_at(self, place: int) -> tuple[str, ...]:
        """The codes given to one document."""
        return tuple(self.classes[k] for k in np.flatnonzero(self.given[place]))

    def more_probable_at(self, place: int) -> tuple[str, ...]:
        """The codes that one document was not given though they are likelier, likeliest first.

        Rules and the care for rare codes can give a code that is not the most probable one. Where
        a document takes several codes and has none, a code is likelier than none from one half on.
        """
        p, marks = self.probabilities[place], self.given[place]
        least = float(p[marks].min()) if marks.any() else 0.5
        likelier = [int(k) for k in np.argsort(-p, kind="stable") if p[k] > least and not marks[k]]
        return tuple(self.classes[k] for k in likelier)

    def with_given(self, given: Bools) -> MachineCodes:
        """Return the same probabilities with other codes given."""
        return replace(self, given=given)

    def take(self, places: Sequence[int] | Ints) -> MachineCodes:
        """Return the codes of some documents, by place."""
        at = np.asarray(places, dtype=np.int64)
        return replace(
            self,
            documents=tuple(self.documents[index] for index in at),
            probabilities=self.probabilities[at],
            given=self.given[at],
        )


def codes_of(given: Bools, classes: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the codes that each row of a table of yes and no stands for."""
    codes: list[list[str]] = [[] for _ in given]
    for row, index in np.argwhere(given).tolist():
        codes[row].append(classes[index])
    return [*map(tuple, codes)]


def confidence_of(said: Sequence[MachineCodes]) -> Floats:
    """Return for each document the chance that all its codes are right, shape (n,), 0 to 1.

    On a dimension with one code a document that is the code's probability; on one with several, the
    product over codes of the probability that the yes or no is right. The dimensions' are
    multiplied. All of `said` must be of the same documents in the same order.
    """
    result = np.ones(len(said[0]))
    for part in said:
        if part.documents != said[0].documents:
            raise InputError(
                f"The codes on '{part.dimension}' are of other documents than those on "
                f"'{said[0].dimension}'."
            )
        if part.labels == "single":
            result *= (part.probabilities * part.given).sum(axis=1)
        else:
            right = np.where(part.given, part.probabilities, 1 - part.probabilities)
            result *= right.prod(axis=1)
    return result
