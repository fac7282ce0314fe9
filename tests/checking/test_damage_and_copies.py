from __future__ import annotations

from tests.corpus.duplicates.marked import corpus_duplicates, with_duplicates
from tests.corpus.duplicates.test_edits import TEXTS
from textmine.checking.personal import check_personal
from textmine.checking.texts import check_copies, check_damage
from textmine.config import NlpSettings

DAMAGED = {
    "decoded wrongly": "Der Weg Ã¼ber die BrÃ¼cke ist gesperrt.",
    "with a mark": "Der Weg �ber die Br�cke ist gesperrt.",
    "with control": "The way \x07 is closed.",
    "with HTML": "The way<br/>is closed &amp; the bridge too.",
    "with accents apart": "Le café est ferme\N{COMBINING ACUTE ACCENT}.",
}


def test_each_damage_is_told_apart(corpus_of, value):
    whole = ["Le café est fermé. Is it? Yes & no, 3 < 4.", "See https://a.org/x?b=c, please."]
    found = check_damage(corpus_of(text=[*DAMAGED.values(), *whole]))
    for place, what in enumerate(DAMAGED):
        one = value(found, what)
        assert one.documents == (place,), what
        assert one.advice


def test_lost_letters_are_a_concern_where_they_are_many(corpus_of, value):
    texts = [f"{place}: der Weg ?ber die Br?cke ist gesperrt" for place in range(3)]
    found = value(check_damage(corpus_of(text=texts)), "with a question mark")
    assert found.value == 3
    assert "lost letter" in found.advice
    one = value(check_damage(corpus_of("one", text=["Really?we do."])), "with a question mark")
    assert (one.value, one.advice) == (1, "")


def test_copies_and_what_to_do(corpus_of, value):
    corpus = corpus_of(text=[*TEXTS, "Something else."])
    found = check_copies(corpus)
    copies = value(found, "exact or near")
    assert (copies.value, copies.of) == (4, 6)
    assert "corpus duplicates made" in copies.advice
    marked = with_duplicates(corpus, corpus_duplicates(corpus))
    assert "corpus duplicates" not in value(check_copies(marked), "exact or near").advice


def test_personal_data_by_kind(corpus_of, value):
    texts = [
        "Write to ann.lee@example.org or call 020 7946 0958.",
        "As laid down in section 5.2.1.1 of the plan.",
        "I agree with what Ann Lee said about the buses.",
    ]
    corpus = corpus_of(text=texts, author=["x1", "x2", "Ann Lee"])
    found = check_personal(corpus, ["en"] * 3, NlpSettings())
    assert value(found, "any").documents == (0, 2)
    assert value(found, "e-mails").documents == (0,)
    assert value(found, "phones").documents == (0,)
    assert value(found, "ips").value == 0
    assert value(found, "people").documents == (2,)
    assert "pseudonymise made" in value(found, "any").advice
