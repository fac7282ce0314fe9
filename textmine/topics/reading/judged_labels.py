"""Is a topic told better by its label or by its top words? A reader by proxy chooses, on texts.

Given a typical text of a topic, and the labels of all topics, is the right one the nearest in
meaning? And the same with the top words. After Lau, Newman & Baldwin (2014), who ask people which
word or topic does not belong; the proxy is the encoder of sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats
from textmine.nlp.encoders import TextMeaning

N_TEXTS = 12
_LEAST, _FEWEST = 0.4, 3
_LETTERS = 600
"""Letters of a text that the reader reads."""


@dataclass(frozen=True)
class ReadLabel:
    """How often a topic was told from the others: by its label and by its top words, of `n` texts.

    Where fewer than three texts are typical of a topic nothing was read, and `n` is 0.
    """

    by_label: int
    by_words: int
    n: int

    @property
    def better(self) -> bool:
        """Whether the label tells the topic at least as well as the words, as far as is known."""
        return self.by_label >= self.by_words


def typical_units(unit_topic: Floats, n: int = N_TEXTS) -> list[list[int]]:
    """Return the units of each topic with the greatest shares: its main topic, .4 or more."""
    main = unit_topic.argmax(axis=1)
    units = []
    for topic in range(unit_topic.shape[1]):
        order = np.argsort(-unit_topic[:, topic], kind="stable")[:n]
        units.append(
            [int(row) for row in order if unit_topic[row, topic] >= _LEAST and main[row] == topic]
        )
    return units


def read_labels(
    labels: Sequence[str],
    words: Sequence[str],
    texts: Sequence[str],
    unit_topic: Floats,
    meaning: TextMeaning,
) -> list[ReadLabel]:
    """Let the proxy choose the topic of typical texts, by labels and by words.

    `labels` and `words` (n_topics,) are what it is shown of each topic, `unit_topic` (n_units,
    n_topics) where `texts` stand.
    """
    typical = typical_units(unit_topic)
    shown = [meaning(labels), meaning(words)]
    readings = []
    for topic, rows in enumerate(typical):
        if len(rows) < _FEWEST:
            readings.append(ReadLabel(0, 0, 0))
            continue
        read = meaning([texts[row][:_LETTERS] for row in rows])
        right = [int(((read @ vectors.T).argmax(axis=1) == topic).sum()) for vectors in shown]
        readings.append(ReadLabel(right[0], right[1], len(rows)))
    return readings
