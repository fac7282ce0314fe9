from __future__ import annotations

import pandas as pd
import pytest

from tests.privacy.made import by_rules, made_corpus, made_key
from textmine.errors import InputError
from textmine.privacy import KeyedCorpus, check_reidentification


def _corpus():
    return made_corpus(
        [
            "we gwibber much",
            "gwibber and gwibber",
            "short",
            "one two three four five six seven ate",
        ],
        ["Anna", "Anna", "Bela", "Cleo"],
        group=["coder", "coder", "coder", "artist"],
        meta__age=["30", "30", "30", "30"],
        meta__job=["x", "x", "y", "y"],
    )


def test_combinations_count_people_and_not_messages():
    risks = check_reidentification(_corpus(), k=2)
    found = {one.columns: one for one in risks.combinations}
    assert set(found) == {("group",), ("meta.job",), ("group", "meta.job")}
    group = found["group",]
    assert (group.n, group.different, group.smallest, group.unique, group.below_k) == (
        3,
        2,
        1,
        1,
        1,
    )
    assert found["group", "meta.job"].unique == 3
    assert (risks.unit, risks.n_authors) == ("author", 3)


def test_named_columns():
    risks = check_reidentification(_corpus(), ["age"], k=5)
    (one,) = risks.combinations
    assert (one.columns, one.unique, one.below_k, one.smallest) == (("meta.age",), 0, 3, 3)
    with pytest.raises(InputError, match="Did you mean 'job'"):
        check_reidentification(_corpus(), ["jobb"])


def test_words_of_one_author_and_texts_that_can_be_searched():
    risks = check_reidentification(_corpus())
    assert [(one.word, one.author, one.times) for one in risks.own_words] == [
        ("gwibber", "Anna", 3)
    ]
    assert (risks.n_with_own_words, risks.searchable, risks.n_texts) == (1, 1, 4)


def test_a_text_that_stands_twice_is_not_found_by_its_words():
    text = "one two three four five six seven eight nine"
    assert check_reidentification(made_corpus([text, text])).searchable == 0


def test_without_authors_documents_are_counted():
    corpus = made_corpus(["a", "b"], group=["x", "y"])
    risks = check_reidentification(corpus)
    assert (risks.unit, risks.combinations[0].unique) == ("document", 2)


def test_times_of_day():
    corpus = made_corpus(["a", "b", "c"])
    corpus.documents["created_at"] = pd.to_datetime(
        ["2013-01-01 10:00", "2013-01-01 10:00", "2013-01-02 11:30"]
    )
    assert check_reidentification(corpus).timed == 1


def test_what_is_left_over():
    corpus = made_corpus(
        ["I saw Zuberoa there, ring 0113 496 0123", "no, I think it was Zuberoa who left"]
    )
    left = {one.text: (one.kind, one.documents) for one in check_reidentification(corpus).leftovers}
    assert left == {"Zuberoa": ("name?", 2), "0113 496 0123": ("phone", 1)}


def test_originals_of_the_key_are_looked_for():
    key = made_key()
    first = by_rules(made_corpus(["Mr Okonkwo left"]), key)
    key.corpora["x"] = KeyedCorpus("small", "", first.replaced)
    left = check_reidentification(made_corpus(["OKONKWO is here"]), key=key).leftovers
    assert [(one.text, one.kind) for one in left] == [("OKONKWO", "original in the key")]
    assert check_reidentification(first.corpus, key=key).leftovers == ()
