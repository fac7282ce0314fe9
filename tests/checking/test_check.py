"""The whole check: codes, columns, and what each job needs."""

from __future__ import annotations

from dataclasses import replace

from tests.helpers import LONG, visible_files
from textmine.checking import check_corpus
from textmine.checking.columns import grouping_columns
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.schema import Coding

WORDS = "rent studio landlord square heating window stairs paint brush colour frame sketch".split()


def jobs_of(checked):
    return {one.job: one.has for one in checked.jobs}


def code(space, corpus, coder, documents, dimension="d", origin="human"):
    open_codings(space).append(
        [
            Coding("made", document, dimension, "A" if place % 3 else "B", coder, origin, "book")
            for place, document in enumerate(documents)
        ]
    )


def made(corpus_of, n=120):
    words = [f"{WORDS[place % 12]} {WORDS[(place // 12) % 12]}" for place in range(n)]
    texts = [f"{LONG} {two} {place}" for place, two in enumerate(words)]
    return corpus_of(text=texts, group=["north" if place % 2 else "south" for place in range(n)])


def test_a_bare_corpus_is_fit_for_themes_alone(corpus_of, workspace):
    checked = check_corpus(workspace, made(corpus_of))
    has = jobs_of(checked)
    assert (has["tabulate"], has["train, evaluate, curve"], has["apply"]) == ("no", "no", "no")
    assert (has["topics by, words --by"], has["topics align"]) == ("yes", "no")
    assert has["scores that do not leak"] == "partly"


def test_codes_make_more_possible(corpus_of, workspace, value):
    corpus = made(corpus_of)
    code(workspace, corpus, "ann", corpus.ids[:110])
    code(workspace, corpus, "bob", corpus.ids[:20])
    code(workspace, corpus, "model:m", corpus.ids, origin="machine")
    checked = check_corpus(workspace, corpus)
    codes = [one for one in checked.findings if one.area == "codes"]
    coded = value(codes, "d, coded by a person")
    assert (coded.value, coded.of, len(coded.documents)) == (110, 120, 10)
    assert "10 documents have no code" in coded.advice
    twice = value(codes, "d, coded by two")
    assert (twice.value, twice.of) == (20, 110)
    has = jobs_of(checked)
    assert (has["agreement"], has["train, evaluate, curve"]) == ("partly", "yes")
    assert (has["benchmark"], has["tabulate"], has["prevalence"]) == ("no", "partly", "no")


def test_rare_codes_are_named(corpus_of, workspace, value):
    corpus = made(corpus_of, 20)
    open_codings(workspace).append(
        [Coding("made", one, "d", "A", "ann", codebook="book") for one in corpus.ids[:15]]
        + [Coding("made", one, "d", "Z", "ann", codebook="book") for one in corpus.ids[15:]]
    )
    codes = [one for one in check_corpus(workspace, corpus).findings if one.area == "codes"]
    assert jobs_of(check_corpus(workspace, corpus))["prevalence"] == "yes"
    rare = value(codes, "d, codes with fewer")
    assert (rare.value, rare.of) == (1, 2)
    assert "(Z)" in rare.advice
    assert value(codes, "d, coded by a person").advice == ""


def test_columns_that_form_groups(corpus_of, workspace, value):
    n = 40
    corpus = corpus_of(
        text=[f"{place} {LONG}" for place in range(n)],
        district=["north" if place % 2 else "south" for place in range(n - 5)] + [""] * 5,
        number=[str(place) for place in range(n)],
    )
    assert grouping_columns(corpus) == ["meta.district"]
    found = value(check_corpus(workspace, corpus).findings, "meta.district filled, 2 values")
    assert (found.value, found.of, len(found.documents)) == (35, 40, 5)
    assert "5" not in found.advice.split("(")[0]


def test_it_changes_nothing_and_says_the_same_twice(trained):
    before = visible_files(trained.root)
    forum = load_corpus(trained, "forum")
    first, second = check_corpus(trained, forum), check_corpus(trained, forum)
    assert first == second
    assert visible_files(trained.root) == before
    has = jobs_of(first)
    assert (has["train, evaluate, curve"], has["apply"], has["topics align"]) == ("yes",) * 3


def of_files(corpus_of, n=24):
    """Return passages of files most of which were made on one day, and one long before."""
    corpus = corpus_of(
        text=[f"{LONG} {WORDS[place % 12]} {place}" for place in range(n)],
        created_at=["2026-05-01"] * (n - 4) + ["2013-02-01"] * 4,
        page=[str(1 + place % 2) for place in range(n)],
        kind=["law" if place % 2 else "plan" for place in range(n)],
    )
    source = {**corpus.info.source, "split": "sections"}
    info = corpus.info.model_copy(update={"source": source})
    return replace(corpus, info=info)


def test_days_on_which_files_were_made_lead_to_no_advice(corpus_of, workspace):
    corpus = of_files(corpus_of)
    given = replace(corpus, info=corpus.info.model_copy(update={"source": {}}))
    advised = {
        whose: [one.advice for one in check_corpus(workspace, one).findings if one.area == "dates"]
        for whose, one in (("files", corpus), ("people", given))
    }
    assert not any(advised["files"])
    assert sum(map(bool, advised["people"])) == 2
    time = next(one for one in check_corpus(workspace, corpus).jobs if "over time" in one.job)
    assert (time.has, time.advice) == ("partly", "The dates are those on which files were made.")


def test_places_in_files_form_no_groups_and_one_value_is_one(corpus_of, workspace):
    corpus = of_files(corpus_of)
    assert grouping_columns(corpus) == ["meta.kind"]
    alone = corpus_of(name="alone", text=["One text of a person."], kind=["plan"])
    what = [one.what for one in check_corpus(workspace, alone).findings if one.area == "columns"]
    assert what == ["meta.kind filled, 1 value"]
