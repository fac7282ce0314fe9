"""Whether chance chose the documents whose codes are counted, as far as anything says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding import FinalCodes

_EQUAL = 1e-9


@dataclass(frozen=True)
class Drawn:
    """How documents came to have codes.

    `chances` are the lowest and the highest with which they were drawn, None where these are equal
    or not known; that of `n_unknown` documents is not known. `n_beyond` documents of the corpus
    could not be drawn. `selection` says why codes chose the documents, "" where they did not.
    """

    origin: str
    chances: tuple[float, float] | None
    n_unknown: int
    n_beyond: int
    selection: str

    @property
    def evenly(self) -> bool:
        """Whether people coded a draw in which every document of the corpus had the same chance."""
        odd = self.chances or self.n_unknown or self.n_beyond or self.selection
        return self.origin != "machine" and not odd


def drawn_of(
    final: FinalCodes, dimensions: Sequence[str], documents: Sequence[str], n_beyond: int
) -> Drawn:
    """Return how these documents came to have codes on the dimensions."""
    known = [final.chances[document] for document in documents if document in final.chances]
    even = not known or max(known) - min(known) < _EQUAL
    return Drawn(
        final.kind(*dimensions),
        None if even else (min(known), max(known)),
        len(documents) - len(known),
        n_beyond,
        final.selection(*dimensions),
    )
