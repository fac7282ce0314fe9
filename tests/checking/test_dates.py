from __future__ import annotations

from datetime import UTC, datetime

from tests.helpers import LONG
from textmine.checking.dates import check_dates

TODAY = datetime(2024, 6, 1, tzinfo=UTC)


def texts(n):
    return [f"{place} {LONG}" for place in range(n)]


def test_a_corpus_without_dates(corpus_of):
    (found,) = check_dates(corpus_of(text=texts(3)), TODAY)
    assert (found.what, found.value, found.of) == ("with a date", 0, 3)


def test_missing_future_and_early_dates(corpus_of, value):
    dates = ["2024-05-01", "", "2024-05-30", "2025-01-05", "1970-01-01"]
    found = check_dates(corpus_of(text=texts(5), created_at=dates), TODAY)
    assert value(found, "with a date").value == 4
    assert (value(found, "first").value, value(found, "last").value) == ("1970-01-01", "2025-01-05")
    assert value(found, "without a date").documents == (1,)
    assert value(found, "in the future").documents == (3,)
    assert value(found, "before 1980").documents == (4,)


def test_gaps_and_crowded_days(corpus_of, value):
    dates = ["2024-01-01"] * 8 + ["2024-01-03", "2024-04-01"]
    found = check_dates(corpus_of(text=texts(10), created_at=dates), TODAY)
    gap = value(found, "days without a document, from 2024-01-03 to 2024-04-01")
    assert (gap.value, gap.of, gap.unit) == (88, 91, "days")
    assert "part of the export" in gap.advice
    day = value(found, "on the commonest day, 2024-01-01")
    assert (day.value, day.of) == (8, 10)
    assert "corpus duplicates" in day.advice
    even = [f"2024-01-{day:02d}" for day in range(1, 11)]
    found = check_dates(corpus_of("even", text=texts(10), created_at=even), TODAY)
    assert not any(one.advice for one in found)


def test_an_answer_is_not_older_than_what_it_answers(corpus_of, value):
    found = check_dates(
        corpus_of(
            text=texts(3),
            created_at=["2024-01-02", "2024-01-01", "2024-01-03"],
            parent_id=["", "d0", "d0"],
        ),
        TODAY,
    )
    early = value(found, "older than")
    assert (early.value, early.of, early.unit, early.documents) == (1, 2, "answers", (1,))
