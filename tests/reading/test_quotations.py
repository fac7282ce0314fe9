"""Quotations stand in their texts word for word; who gave their codes, and who did not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.codebook import Code, Codebook, Dimension, Product
from textmine.coding import Codings
from textmine.corpus import Corpus, CorpusInfo
from textmine.errors import InputError
from textmine.reading.comparing import contrast, most_alike, read_place
from textmine.reading.likeness import by_words
from textmine.reading.order import in_order, ranked, spread, without_repeats
from textmine.reading.passages import passages_of
from textmine.reading.quotation import Quotation, context_of, extract, verbatim
from textmine.reading.quotations import Surroundings, quote_passages
from textmine.reading.quoting import Choice, quotations, quoted_codes, taken
from textmine.reading.voices import voices_of
from textmine.reading.wanted import below_told, read_cell, wanted_codes
from textmine.report.quoted import said_reach, source_line
from textmine.schema import Coding

BOOK = Codebook(
    name="b",
    dimensions=(
        Dimension(
            id="sign",
            name="Sign",
            labels="multi",
            roles=("sender", "recipient"),
            codes=(
                Code(id="warm", name="warmth", codable=False),
                Code(id="tell", name="telling", parent="warm"),
                Code(id="show", name="showing", parent="warm"),
                Code(id="cold", name="coldness"),
            ),
        ),
        Dimension(
            id="level", name="Level", codes=(Code(id="I", name="one"), Code(id="II", name="two"))
        ),
        Dimension(id="aim", name="Aim", codes=(Code(id="a", name="aim"), Code(id="b", name="two"))),
    ),
    product=Product(name="p", rows="level", columns="aim", cells={"Ia": "the first cell"}),
)
TEXTS = {
    "m1": "We sell rye and oats, and nobody buys them in May.",
    "m2": "I walk to the mill, and then I walk home again.",
    "m3": "The council closed the mill road without a word to us.",
    "m4": "We sell rye and oats, and nobody buys them in May!",
}
FRAME = pd.DataFrame(
    {
        "id": [*TEXTS],
        "text": [*TEXTS.values()],
        "thread_id": ["T", "T", "U", "U"],
        "author": ["ann", "bea", "ann", "dan"],
        "title": ["Mills"] * 4,
        "position": [2, 1, 1, 2],
        "created_at": pd.to_datetime(["2013-10-03", "2013-10-02", "2013-10-04", "2013-10-05"]),
        "meta.case": ["north", "north", "south", "south"],
    }
)
CORPUS = Corpus("c", FRAME, CorpusInfo(name="c", source={}, columns={}, counts={}))


def coded(*said: Coding) -> Codings:
    return Codings(said, BOOK, CORPUS)


def code(document: str, what: str | None, dimension: str = "level", **more) -> Coding:
    return Coding("c", document, dimension, what, more.pop("coder", "ann"), codebook="b", **more)


def keys(codings: Codings, *codes: str, **more) -> list[str]:
    wanted = wanted_codes(BOOK, codes, more.pop("cell", None), any=more.pop("any", False))
    assert wanted is not None
    return [one.key for one in quotations(codings, wanted, **more)]


def test_whole_texts_come_as_they_are_read():
    said = coded(code("m1", "I"), code("m2", "I"), code("m3", "II"), code("m4", None))
    assert keys(said, "I") == ["m2", "m1"]  # by date within a thread
    assert keys(said, "ONE") == ["m2", "m1"]  # by name, in any case
    assert keys(said, "level=II") == ["m3"]


def test_what_stands_with_a_quotation():
    said = coded(code("m1", "I", memo="clear"), code("m1", "a", "aim"))
    [one] = quotations(
        said, wanted_codes(BOOK, ["I"]), surroundings=Surroundings(0, 1, ("position",))
    )
    assert one.text == TEXTS["m1"] and one.whole
    assert (one.author, one.date, one.title, one.thread) == ("ann", "2013-10-03", "Mills", "T")
    assert dict(one.attributes) == {"case": "north", "position": "2"}
    assert [(each.place, each.document, each.text) for each in one.around] == [
        (-1, "m2", TEXTS["m2"])
    ]
    assert one.memos == ("clear",)
    assert [str(each.place) for each in one.also] == ["a"]


def test_spans_of_two_coders_that_overlap_are_one_passage():
    said = coded(
        code("m1", "tell", "sign", start=3, end=11, coder="ann"),
        code("m1", "tell", "sign", start=8, end=20, coder="bob"),
        code("m2", "tell", "sign", start=2, end=6, coder="ann"),
        code("m2", "show", "sign", start=2, end=6, coder="bob"),
    )
    wanted = wanted_codes(BOOK, ["tell"])
    first, second = quotations(said, wanted, surroundings=Surroundings(2))
    assert (first.key, first.text) == ("m2:2-6", "walk")
    assert (first.before, first.after) == ("I ", " to the")
    assert [(each.coder, [str(c) for c in each.codes]) for each in first.dissent] == [
        ("bob", ["show"])
    ]
    assert (second.key, second.text) == ("m1:3-20", "sell rye and oats")
    assert second.coders == ("ann", "bob")
    assert not second.dissent
    assert keys(said, "tell", coder="bob") == ["m1:8-20"]


def test_a_heading_brings_the_codes_below_it():
    said = coded(code("m1", "tell", "sign"), code("m2", "show", "sign"), code("m3", "cold", "sign"))
    assert keys(said, "warmth") == ["m2", "m1"]
    wanted = wanted_codes(BOOK, ["warm"])
    assert str(wanted) == "warm (warmth) with 2 below it"


def test_a_code_says_that_the_codes_below_it_have_the_passages():
    warm = BOOK.dimension("sign")
    codes = tuple(code.model_copy(update={"codable": True}) for code in warm.codes)
    book = BOOK.model_copy(
        update={"dimensions": (warm.model_copy(update={"codes": codes}), *BOOK.dimensions[1:])}
    )
    (term,) = wanted_codes(book, ["warm"]).terms
    below = code("m1", "tell", "sign")
    assert below_told(book, term, [below]) == (
        "'warm' has no passage of its own. Codes below it have: tell. --roll-up top quotes these."
    )
    assert below_told(book, term, [below, code("m2", "warm", "sign")]) == ""
    assert below_told(book, term, [code("m1", "cold", "sign")]) == ""
    (cold,) = wanted_codes(book, ["cold"]).terms
    assert below_told(book, cold, [below]) == ""


def test_a_level_brings_the_codes_that_are_read_as_one():
    said = coded(code("m1", "tell", "sign"), code("m2", "show", "sign"), code("m3", "cold", "sign"))
    wanted = wanted_codes(BOOK, ["warm"], roll_up="top")
    found = quotations(said, wanted)
    assert [(one.key, str(one.codes[0].place)) for one in found] == [("m2", "show"), ("m1", "tell")]
    with pytest.raises(InputError, match="read as 'warm' at the level 'top'"):
        wanted_codes(BOOK, ["tell"], roll_up="top")
    with pytest.raises(InputError, match="stage 'axial'"):
        wanted_codes(BOOK, ["warm"], roll_up="axial")


def test_roles_are_looked_for_where_they_are_named():
    said = coded(
        code("m1", "tell", "sign", role="sender"), code("m2", "tell", "sign", role="recipient")
    )
    assert keys(said, "tell") == ["m2", "m1"]
    assert keys(said, "tell:sender") == ["m1"]


def test_several_codes_are_the_stretch_that_has_all_of_them():
    said = coded(
        code("m1", "tell", "sign", start=0, end=11),
        code("m1", "cold", "sign", start=8, end=20),
        code("m1", "I", "level"),
        code("m2", "tell", "sign", start=0, end=6),
        code("m2", "cold", "sign", start=10, end=18),
    )
    assert keys(said, "tell", "cold") == ["m1:8-11"]
    assert keys(said, "tell", "I") == ["m1:0-11"]
    assert keys(said, "tell", "cold", any=True) == ["m2:0-6", "m2:10-18", "m1:0-11", "m1:8-20"]


def test_a_cell_has_both_codes_of_one_coder_where_coders_differ():
    said = coded(
        code("m1", "I", coder="ann"),
        code("m1", "a", "aim", coder="ann"),
        code("m1", "II", coder="bob"),
        code("m1", "a", "aim", coder="bob"),
        code("m2", "I", coder="ann"),
        code("m2", "b", "aim", coder="ann"),
        code("m2", "II", coder="bob"),
        code("m2", "a", "aim", coder="bob"),
    )
    cell = read_cell(BOOK, "the first cell")
    voices = voices_of(said, cell.dimensions)
    assert voices.apart
    assert "differ on 2 of 2 documents" in voices.remarks[0]
    [one] = quoted_codes(voices, cell, CORPUS).quotations
    assert one.key == "m1"
    assert one.coders == ("ann", "bob")  # both say a
    assert [(each.coder, [str(c) for c in each.codes]) for each in one.dissent] == [("bob", ["II"])]
    assert keys(said, cell="ia", coder="bob") == []


def test_settled_codes_stand_and_dissent_is_told():
    said = coded(
        code("m1", "I", coder="ann"),
        code("m1", "II", coder="bob"),
        code("m2", "I", coder="ann"),
        code("m2", "I", coder="bob"),
        code("m1", "II", coder="agreed", origin="adjudicated"),
    )
    [settled] = quotations(said, wanted_codes(BOOK, ["II"]))
    assert (settled.document, settled.coders) == ("m1", ("agreed",))
    assert [each.coder for each in settled.dissent] == ["ann"]
    assert keys(said, "I") == ["m2"]


def test_codes_of_a_machine_are_read_where_it_is_named_only():
    said = coded(code("m1", "I"), code("m2", "I", coder="model:x", origin="machine", model="x"))
    assert keys(said, "I") == ["m1"]
    assert keys(said, "I", coder="model:x") == ["m2"]
    voices = voices_of(said, ["level"], "model:x")
    assert voices.by_machine


def test_how_far_a_code_reaches_is_of_those_coded():
    said = coded(code("m1", "I"), code("m2", "I"), code("m3", "II"))
    wanted = wanted_codes(BOOK, ["I"])
    reach = quoted_codes(voices_of(said, ("level",)), wanted, CORPUS).reach
    assert (reach.n_passages, reach.coded, reach.n_corpus) == (2, 3, 4)
    assert dict(reach.units) == {"documents": 2, "interviews": 1, "authors": 2, "cases": 1}


def test_passages_that_were_cut_from_files_are_counted_as_such():
    source = {"split": "paragraphs"}
    cut = replace(CORPUS, info=CORPUS.info.model_copy(update={"source": source}))
    said = Codings((code("m1", "I"), code("m2", "I"), code("m3", "II")), BOOK, cut)
    [group] = [quoted_codes(voices_of(said, ("level",)), wanted_codes(BOOK, ["I"]), cut)]
    assert said_reach(group.reach, "passage") == (
        "2 of the 3 passages coded, in 1 document, in 1 case, by 2 voices."
    )
    assert source_line(group.quotations[0], "passage").startswith(
        "passage m2, bea, 2 Oct 2013, file 'Mills', case north, coded I by ann"
    )


def test_near_copies_are_left_out_and_counted():
    said = coded(code("m1", "I"), code("m2", "I"), code("m4", "I"))
    found = quoted_codes(voices_of(said, ("level",)), wanted_codes(BOOK, ["I"]), CORPUS)
    assert [one.key for one in found.quotations] == ["m2", "m1"]
    assert found.n_repeats == 1
    assert keys(said, "I", choice=Choice(repeats=True)) == ["m2", "m1", "m4"]


def quote(document: str, text: str, author: str = "", **more) -> Quotation:
    return Quotation(document, 0, len(text), text, len(text), author=author, **more)


def test_typical_ones_share_most_words_and_deviant_ones_least():
    said = [
        quote("1", "the mill needs a new roof before winter"),
        quote("2", "a new roof for the mill, please, before winter comes"),
        quote("3", "before winter the roof of the mill has to be mended"),
        quote("4", "buses never come on Sundays and the fare went up"),
        quote("5", "yes"),
    ]
    told = ranked(said, by_words(CORPUS.select([False] * 4, ())))
    assert all(one.rank == 0 for one in told)  # a corpus without a word tells nothing
    frame = pd.DataFrame({"id": [one.document for one in said], "text": [o.text for o in said]})
    own = Corpus("d", frame, CORPUS.info)
    told = ranked(said, by_words(own))
    typical = [one.document for one in in_order(told, "typical")]
    assert typical[0] in "123" and typical[-2:] == ["4", "5"]
    deviant = [one.document for one in in_order(told, "deviant")]
    assert deviant[0] == "4" and deviant[-1] == "5"


def test_what_says_little_is_no_typical_passage():
    said = [
        replace(quote("1", "the mill needs a new roof before winter", "ann"), rank=0.5),
        replace(quote("2", "a wheel of the mill broke last May, and nobody came", "ann"), rank=0.4),
        replace(quote("3", "Yes, yes, yes!", "bea"), rank=0.9),
        replace(quote("4", "+1", "dan"), rank=0.8),
    ]

    def chosen(order, **more):
        return [one.document for one in taken(said, Choice(order, **more))[0]]

    assert chosen("typical", limit=3, voices=True) == ["1", "2"]
    assert chosen("typical", voices=True) == ["1", "2", "3", "4"]
    assert chosen("deviant", limit=3) == ["2", "1"]
    assert chosen("all", voices=True) == ["1", "3", "4", "2"]
    assert [one.document for one in taken(said[2:], Choice("typical", 1))[0]] == ["3"]


def test_everybody_speaks_once_before_anybody_speaks_twice():
    said = [quote(str(n), "x", author) for n, author in enumerate("aabacb")]
    assert [one.document for one in spread(said)] == ["0", "2", "4", "1", "5", "3"]


def test_a_limit_looks_on_where_too_many_repeat():
    same = [quote(str(n), "one and the same words in every letter") for n in range(300)]
    kept, n = without_repeats([*same, quote("x", "other words that nobody sent before")], 2)
    assert [one.document for one in kept] == ["0", "x"]
    assert n == 299


ANY = st.text(st.sampled_from("ab \n\té\u202e😀"), max_size=60)


@given(ANY, st.integers(0, 60), st.integers(0, 60), st.integers(0, 5), st.integers(0, 5))
def test_whatever_is_shown_stands_in_the_text(text, start, end, n_context, most):
    before, after = context_of(text, start, min(end, len(text)), n_context)
    if start < end <= len(text):
        one = Quotation("d", start, end, text[start:end], len(text))
        assert text[:start].endswith(before) and text[end:].startswith(after)
        assert not before or start == len(before) or text[start - len(before) - 1].isspace()
        shown = extract(one, most)
        assert text[shown.start : shown.end] == shown.text
        assert shown.start >= start and shown.end <= end
        assert not shown.cut or text[shown.end].isspace()
        assert verbatim([one], {"d": text}) == [True]
        assert verbatim([one], {"d": text[:start]}) == verbatim([one], {}) == [False]


def test_a_place_that_the_text_does_not_have_is_left_out_and_counted():
    said = coded(code("m1", "tell", "sign", start=40, end=900), code("gone", "tell", "sign"))
    voices = voices_of(said, ("sign",))
    found = quote_passages(passages_of(voices, wanted_codes(BOOK, ["tell"])), CORPUS)
    assert (found.quotations, found.n_off) == ((), 2)


@pytest.mark.parametrize(
    ("given_code", "said"),
    [
        ("tel", "Did you mean 'tell'"),
        ("two", "level=II, aim=b"),
        ("level=tell", "no code 'level=tell'"),
        ("tell:nobody", "no code"),
    ],
)
def test_codes_that_are_not_there(given_code, said):
    with pytest.raises(InputError, match=said):
        wanted_codes(BOOK, [given_code])


def test_pairs_are_alike_and_never_of_one_place():
    one = [quote("1", "the mill needs a roof"), quote("2", "buses are late again")]
    other = [quote("1", "the mill needs a roof"), quote("3", "the roof of the mill leaks")]
    frame = pd.DataFrame({"id": ["1", "2", "3"], "text": [one[0].text, one[1].text, other[1].text]})
    told = contrast(one, other, by_words(Corpus("d", frame, CORPUS.info)), 3)
    assert [(pair.one.document, pair.other.document) for pair in told.pairs] == [("1", "3")]
    assert told.n_both == 1
    with pytest.raises(InputError, match="no passage"):
        contrast([], other, by_words(CORPUS), 3)


def test_a_passage_beside_those_most_like_it():
    target = quote("1", "the mill needs a roof")
    others = [target, quote("2", "buses are late again"), quote("3", "the roof of the mill leaks")]
    frame = pd.DataFrame({"id": ["1", "2", "3"], "text": [one.text for one in others]})
    found = most_alike(target, others, by_words(Corpus("d", frame, CORPUS.info)), 5)
    assert [one.document for one in found] == ["3", "2"]
    assert found[0].rank > found[1].rank


@pytest.mark.parametrize(
    ("place", "said"),
    [("m9", "no document"), ("m1:5", "START-END"), ("m1:4-900", "50 characters"), ("m1:7-7", "50")],
)
def test_places_that_are_not_there(place, said):
    with pytest.raises(InputError, match=said):
        read_place(CORPUS, place)
    assert read_place(CORPUS, "m1:3-7").span == (3, 7)
