from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.privacy.made import RULES, by_rules, made_corpus, made_key
from textmine.errors import InputError
from textmine.privacy import ColumnWishes, Decision, kinds_named, restore_text

TALK = made_corpus(
    [
        "Hello, I am Sarah Miller, write to s@example.org 😀.",
        "As Sarah said: no. Mr Okonkwo of 12 Elm Street agrees, and so does Okonkwo's wife.",
        "@mo_77 here: مرحبا Miller! In 2013 we paid £12,345.",
        "Nobody here.",
    ],
    ["Sarah Miller", "Tom Reed", "mo_77", "anonymous"],
)


def _texts(made):
    return list(made.corpus.documents["text"])


def test_authors_and_mentions_have_the_same_alias():
    made = by_rules(TALK)
    sarah, tom, mo, nobody = made.corpus.documents["author"]
    first, second, third, last = _texts(made)
    assert nobody == "anonymous"
    assert first == f"Hello, I am {sarah}, write to [e-mail 1] 😀."
    assert second.startswith(f"As {sarah} said: no. Mr ")
    assert re.search(r"Mr (\w+) of \[place 1\] agrees, and so does \1's wife\.", second)
    assert third == f"{mo} here: مرحبا {sarah}! In 2013 we paid £12,345."
    assert last == "Nobody here."
    assert len({sarah, tom, mo}) == 3


def test_no_name_of_an_author_is_left_in_the_column():
    made = by_rules(TALK)
    originals = {one.original for one in made.replaced if one.column == "author"}
    assert originals == {"Sarah Miller", "Tom Reed", "mo_77"}
    assert not originals & set(made.corpus.documents["author"])


def test_placeholders_instead_of_aliases():
    made = by_rules(TALK, request=replace(RULES, placeholders=True))
    sarah = made.corpus.documents["author"][0]
    assert re.fullmatch(r"\[person \d+\]", sarah)
    assert _texts(made)[1].startswith(f"As {sarah} said")


def test_kinds_that_stay():
    made = by_rules(TALK, request=replace(RULES, keep=kinds_named(["places", "e-mail"])))
    assert "s@example.org" in _texts(made)[0]
    assert "12 Elm Street" in _texts(made)[1]


def test_the_same_person_has_the_same_alias_in_a_second_corpus():
    key = made_key()
    first = by_rules(TALK, key)
    other = made_corpus(
        ["Sarah told me. See 12 Elm Street.", "I am Ada Byron, hi"], ["Xu Li", "ada"], name="other"
    )
    second = by_rules(other, key)
    sarah = first.corpus.documents["author"][0]
    assert _texts(second)[0] == f"{sarah} told me. See [place 1]."
    assert not set(first.corpus.documents["author"]) & set(second.corpus.documents["author"])


def test_the_order_of_the_messages_does_not_show_in_the_aliases():
    turned = made_corpus(TALK.texts[::-1], TALK.column("author")[::-1])
    one, other = by_rules(TALK), by_rules(turned)
    assert list(one.corpus.documents["author"]) == list(other.corpus.documents["author"])[::-1]


def test_another_seed_gives_other_aliases_and_the_same_seed_the_same():
    first, again, other = (by_rules(TALK, made_key(seed)) for seed in ("1", "1", "2"))
    assert first.replaced == again.replaced
    assert list(first.corpus.documents["author"]) != list(other.corpus.documents["author"])


def test_decisions_go_before_rules():
    decisions = {
        "Okonkwo": Decision(replace=False, kind="person"),
        "Nobody here": Decision(replace=True, kind="organisation"),
    }
    made = by_rules(TALK, request=replace(RULES, decisions=decisions))
    assert "Mr Okonkwo of" in _texts(made)[1]
    assert _texts(made)[3] == "[organisation 1]."
    decided = {item.text: item.decision for item in made.review if item.decision}
    assert decided == {"Okonkwo": "keep", "Nobody here": "replace"}


def test_columns_are_searched_aliased_dropped_or_left_and_it_is_said():
    corpus = made_corpus(
        ["one two", "three"],
        ["Sarah Miller", "Tom Reed"],
        title=["From Tom", "Re: From Tom"],
        meta__email=["a@example.org", None],
        meta__contact=["a@example.org", "b@example.org"],
        meta__reply_to=["Tom Reed", "Sarah Miller"],
        meta__Surname=["Miller", "Reed"],
        meta__age=["34", "51"],
        meta__note=["he said that Mr Reed was very late", "nothing to say about it all"],
        source=["https://forum.example.org/1", "https://forum.example.org/2"],
    )
    made = by_rules(corpus)
    documents = made.corpus.documents
    assert list(documents.columns) == [
        "id", "text", "author", "title", "meta.reply_to", "meta.Surname", "meta.age", "meta.note",
    ]  # fmt: skip
    sarah, tom = documents["author"]
    assert list(documents["meta.reply_to"]) == [tom, sarah]
    assert list(documents["meta.Surname"]) == [sarah, tom]
    assert documents["title"][0] == f"From {tom}"
    assert documents["meta.note"][0] == f"he said that Mr {tom} was very late"
    assert {plan.column for plan in made.columns if plan.action.value == "dropped"} == {
        "meta.email", "meta.contact", "source",
    }  # fmt: skip


def test_columns_as_asked():
    corpus = made_corpus(
        ["one"], meta__who=["Sarah"], meta__email=["a@example.org"], meta__age=["3"]
    )
    wishes = ColumnWishes(names=("who",), drop=("meta.age",), leave=("email",))
    documents = by_rules(corpus, request=replace(RULES, columns=wishes)).corpus.documents
    assert documents["meta.who"][0] != "Sarah"
    assert list(documents.columns) == ["id", "text", "meta.who", "meta.email"]


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        (ColumnWishes(drop=("agee",)), "Did you mean 'age'"),
        (ColumnWishes(drop=("text",)), "Nothing else can be done"),
        (ColumnWishes(drop=("age",), leave=("age",)), "is there twice"),
    ],
)
def test_wishes_that_cannot_be_met(wishes, sentence):
    corpus = made_corpus(["one"], meta__age=["3"])
    with pytest.raises(InputError, match=sentence):
        by_rules(corpus, request=replace(RULES, columns=wishes))


def test_ids_that_hold_names_are_told_of():
    corpus = made_corpus(["one", "two"], ["sarah_m", "tom_reed"])
    corpus.documents["id"] = ["sarah_m-1", "x2"]
    assert any("ids of 1 documents" in said for said in by_rules(corpus).remarks)


def test_unknown_kinds_are_a_sentence():
    with pytest.raises(InputError, match="no kind of personal data 'placess'"):
        kinds_named(["placess"])


NAMES = st.sampled_from(["Sarah Miller", "mo_77", "שרה לוי", "Tom", "anonymous", "José Ñu", "7"])
WORDS = st.lists(
    st.sampled_from(
        ["hello", "Mr Reed", "Tom", "שרה", "😀", "a@example.org", "0113 496 0123", "LS1 4AP",
         "@mo_77", "\n", "Miller's", "12 Elm Street,", "مرحبا", "As Tom said", "Kind regards,"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(st.lists(st.tuples(WORDS, NAMES), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_every_cell_can_be_restored(rows):
    corpus = made_corpus([text for text, _ in rows], [name for _, name in rows])
    made = by_rules(corpus)
    for column in ("text", "author"):
        for identity, old, new in zip(
            corpus.ids, corpus.documents[column], made.corpus.documents[column], strict=True
        ):
            mine = [r for r in made.replaced if (r.document, r.column) == (identity, column)]
            assert restore_text(new, mine) == old
            assert all(a.end <= b.start for a, b in pairwise(mine))
    real = {name for _, name in rows} - {"anonymous"}
    assert not real & set(made.corpus.documents["author"])
