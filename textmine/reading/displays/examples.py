"""A typical and a deviant passage of each cell of a display, quoted word for word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.corpus import Corpus
from textmine.corpus.spaceless import n_between_spaces
from textmine.nlp.unlike import repeats
from textmine.reading.displays.sides import Place
from textmine.reading.likeness import by_words, centrality
from textmine.reading.order import unclear
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation
from textmine.reading.quotations import quote_passages


@dataclass(frozen=True)
class Examples:
    """The passage most like the others of a cell, and the one least like them.

    Of two passages `deviant` is the other one; None where there is none that says something else.
    """

    typical: Quotation | None = None
    deviant: Quotation | None = None


def examples_of(corpus: Corpus, cells: Sequence[Sequence[Place]]) -> list[Examples]:
    """Return the examples of each cell: by mean cosine of the words of its passages (TF-IDF).

    Passages that are not understood alone, of fewer than five different words, or less than half as
    long as is usual in the cell (median), come last: what they share with others says little. The
    two never repeat each other. A passage that stands in no text
    is left out.
    """
    number = {
        passage: at for at, passage in enumerate(dict.fromkeys(p for some in cells for p in some))
    }
    if not number:
        return [Examples() for _ in cells]
    whole = corpus.texts
    texts = [whole[row] if span is None else whole[row][span[0] : span[1]] for row, span in number]
    vectors = by_words(corpus)(texts)
    little = np.array([unclear(text) for text in texts])
    lengths = np.array([n_between_spaces(text) for text in texts])
    chosen: list[list[Place]] = []
    for some in cells:
        at = np.array([number[passage] for passage in some], dtype=np.int64)
        ranks = centrality(vectors[at])
        short = little[at] + (lengths[at] < np.median(lengths[at]) / 2)
        picked = _picked(ranks, short, [texts[row] for row in at])
        chosen.append([some[index] for index in picked])
    wanted = dict.fromkeys(passage for some in chosen for passage in some)
    ids = corpus.ids
    quoted = quote_passages([Passage(ids[row], span, ()) for row, span in wanted], corpus)
    by_key = {
        (quotation.document, quotation.start, quotation.end): quotation
        for quotation in quoted.quotations
    }

    def quotation(passage_place: Place) -> Quotation | None:
        row, span = passage_place
        return by_key.get((ids[row], *(span or (0, len(whole[row])))))

    return [Examples(*map(quotation, some)) for some in chosen]


def _picked(ranks: Floats, short: Ints, texts: Sequence[str]) -> list[int]:
    """Return the place of the typical passage, and of the deviant one if another text is there."""
    if not texts:
        return []
    order = range(len(texts))
    typical = min(order, key=lambda index: (short[index], -ranks[index]))
    others = [index for index in order if not repeats(texts[typical], texts[index])]
    return [
        typical,
        *([min(others, key=lambda index: (short[index], ranks[index]))] if others else []),
    ]
