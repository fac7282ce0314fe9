from __future__ import annotations

import numpy as np
import pytest

from textmine.corpus.duplicates.near import near_duplicate_groups

LETTER = (
    "I write to ask the board to keep the number nine bus, which takes me and many others to the "
    "hospital every week, and I hope that somebody reads these letters before the vote in May."
)


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        ([], []),
        (["a"], [0]),
        (["Yes!", "no", "yes", "YES "], [0, 1, 0, 0]),
        ([LETTER, "Something else.", LETTER.replace("nine", "seven")], [0, 1, 0]),
        ([LETTER, LETTER.upper().replace(",", "")], [0, 0]),
        ([LETTER, f"Dear Sir, {LETTER} Yours, A. Person"], [0, 0]),
        (["I support the plan for the bus", "I oppose the plan for the bus"], [0, 1]),
        (["", " ", "..."], [0, 0, 0]),
    ],
)
def test_groups(texts, groups):
    assert near_duplicate_groups(texts).tolist() == groups


def test_half_a_letter_is_not_the_letter():
    half = " ".join(LETTER.split()[:17])
    assert near_duplicate_groups([LETTER, half]).tolist() == [0, 1]
    assert near_duplicate_groups([LETTER, half], similarity=0.4).tolist() == [0, 0]


def test_a_campaign_among_many_texts():
    draw = np.random.default_rng(0)
    words = [f"w{place}" for place in range(3000)]
    texts, campaign = [], []
    for place in range(2000):
        own = place % 10 == 0
        campaign.append(own)
        if own:
            edited = LETTER.split()
            edited[draw.integers(len(edited))] = str(draw.choice(words))
            texts.append(" ".join(edited))
        else:
            texts.append(" ".join(draw.choice(words, draw.integers(5, 40))))
    groups = near_duplicate_groups(texts)
    sizes = np.bincount(groups)
    assert np.flatnonzero(sizes > 1).size == 1
    assert sizes.max() == sum(campaign)
    assert len(set(groups[campaign])) == 1


def test_numbers_count_up_in_the_order_of_appearance():
    groups = near_duplicate_groups(["b", "a", "b", "c", "a"])
    assert groups.tolist() == [0, 1, 0, 2, 1]
