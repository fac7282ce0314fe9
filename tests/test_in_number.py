"""Words agree with the number before them, and what somebody called something is left as it is."""

from __future__ import annotations

import pytest

from textmine.errors import InputError
from textmine.in_number import in_number
from textmine.present import Section


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 documents are left out", "1 document is left out"),
        ("2 rows and 1 codings were kept", "2 rows and 1 coding was kept"),
        ("1 categories have", "1 category has"),
        ("1 coded documents differ", "1 coded document differs"),
        ("11 documents, 0.1 codes, T1 words", "11 documents, 0.1 codes, T1 words"),
        ("codes 0 and 1 are alike", "codes 0 and 1 are alike"),
        ("1 of 1 quotations are there", "1 of 1 quotations are there"),
    ],
)
def test_words_agree_with_their_number(text, told):
    assert in_number(text) == told
    assert in_number(told) == told


@pytest.mark.parametrize(
    "name",
    [
        "'week 1 answers'",
        "week 1 answers.csv",
        "/home/week 1 answers/t.csv",
        "week 1 answers-old.xlsx",
        "Week 1 answers",
        "the coder's 'Phase 1 documents are'",
        "“We had 1 questions”",
        '"1 rows are"',
    ],
)
def test_names_and_quotations_stay_as_they_are(name):
    assert in_number(f"There is {name}: 1 rows") == f"There is {name}: 1 row"
    assert str(InputError(f"No {name}.")) == f"No {name}."
    assert Section.of(f"Read {name}.").sentences[0] == f"Read {name}."
