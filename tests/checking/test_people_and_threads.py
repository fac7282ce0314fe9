from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.helpers import LONG
from textmine.checking.texts import check_copies
from textmine.checking.threads import check_authors, check_threads, depth_of


def texts(n):
    return [f"{place} {LONG}" for place in range(n)]


def test_one_author_writes_much(corpus_of, value):
    authors = ["busy"] * 5 + [f"a{place}" for place in range(11)] + [""]
    found = check_authors(corpus_of(text=texts(17), author=authors))
    assert value(found, "authors").value == 12
    assert value(found, "without an author").documents == (16,)
    assert value(found, "authors of one").value == 11
    busiest = value(found, "by the busiest author")
    assert (busiest.value, busiest.of, busiest.documents) == (5, 16, (0, 1, 2, 3, 4))
    assert "one person" in busiest.advice
    assert all("busy" not in one.what + one.advice.replace("busiest", "") for one in found)


def test_who_asks_is_not_who_writes_much(corpus_of, value):
    """An interviewer asks eleven people the same: no busy author, and no campaign."""
    turns = [("why do you come here on Mondays", "Interviewer", "question")]
    said = [" ".join(letter * n for n in range(3, 9)) for letter in "abcdefghijk"]
    turns = [*turns * 11, *((words, f"a{n}", "answer") for n, words in enumerate(said))]
    text, author, turn = map(list, zip(*turns, strict=True))
    made = corpus_of(text=text, author=author, turn=turn)
    assert value(check_authors(made), "authors").value == 11
    assert value(check_authors(made), "by the busiest author").value == 1
    assert value(check_copies(made), "exact or near copies").value == 0


def test_no_authors(corpus_of):
    (found,) = check_authors(corpus_of(text=texts(2)))
    assert (found.value, found.of) == (0, 2)


def test_threads_depth_and_broken_links(corpus_of, value):
    found = check_threads(
        corpus_of(
            text=texts(6),
            thread_id=["t", "t", "t", "u", "u", "v"],
            parent_id=["", "d0", "d1", "", "gone", ""],
        )
    )
    assert value(found, "threads").value == 3
    assert value(found, "threads of one").value == 1
    assert value(found, "in the largest thread").value == 3
    assert value(found, "that answer").documents == (1, 2)
    assert value(found, "deepest").value == 2
    assert value(found, "whose parent").documents == (4,)


def test_a_circle_that_was_cut_is_told(corpus_of, value):
    found = check_threads(corpus_of(text=texts(2), parent_id=["d1", "d0"]))
    assert value(found, "cut out").documents == (0,)
    assert value(found, "deepest").value == 1


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9))
@example([1, 2, 1])
def test_depth_ends_whatever_the_links(links):
    ids = [str(place) for place in range(len(links))]
    depths = depth_of(ids, [str(link) for link in links])
    assert len(depths) == len(ids)
    assert all(0 <= depth < len(ids) for depth in depths)
    above = dict(zip(ids, map(str, links), strict=True))
    for identity, depth in zip(ids, depths, strict=True):
        if depth:
            assert above[identity] in ids
