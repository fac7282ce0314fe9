"""C_v is what gensim says, in windows too, where a word is said twice."""

import random

import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel

from textmine.topics import c_v


@pytest.mark.parametrize("lengths", [(3, 40), (100, 130), (90, 300)])
def test_c_v_is_gensims(lengths):
    draw = random.Random(5)
    words = [f"w{place}" for place in range(80)]
    units = [
        [words[min(int(draw.expovariate(0.05)), 79)] for _ in range(draw.randrange(*lengths))]
        for _ in range(40)
    ]
    said = sorted({word for unit in units for word in unit})
    topics = [draw.sample(said, 8) for _ in range(4)]
    theirs = CoherenceModel(
        topics=topics, texts=units, dictionary=Dictionary(units), coherence="c_v", processes=1
    )
    assert c_v(topics, units) == pytest.approx(theirs.get_coherence_per_topic(), abs=1e-12)


def test_units_without_words_count_windows():
    topics = [["tea", "milk"]]
    units = [["tea", "milk"], ["tea"], ["milk"], ["rail"]]
    assert c_v(topics, [*units, [], []])[0] != pytest.approx(c_v(topics, units)[0])
