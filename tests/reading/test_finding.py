"""Words are found wherever they stand, at their places, by any spelling; and nowhere else."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import add_corpus
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.coding.memos.memo import Memo, Target
from textmine.coding.memos.store import open_memos
from textmine.corpus import load_corpus
from textmine.errors import InputError, NotFoundError, StoreError, UsageError
from textmine.reading.finding import index as indexing
from textmine.reading.finding.index import FOLDER, corpus_index, index_of
from textmine.reading.finding.places import Finder, merged, passages_of
from textmine.reading.finding.searching import FindRequest, find_words
from textmine.reading.finding.sought import (
    Joined,
    Term,
    Without,
    folded,
    placed_words,
    read_sought,
    terms_of,
    words_of,
)
from textmine.schema import Coding

LETTERS = "aAbé́ß’'-_ .\n\x00\u00ad\u200d0٣Ωдй公車バガがกิहिк🚲ﬁＡｱㅏ한İıⅣ½⑴\u202e\u0301"
TEXTS = st.one_of(st.text(st.sampled_from(LETTERS), max_size=40), st.text(max_size=30))


@given(TEXTS)
def test_every_word_of_a_text_is_found_at_its_place(text):
    index = index_of([["other"], [text]])
    for word, start, end in placed_words(text):
        assert words_of(text[start:end]) == [word]
        assert index.find(Term((word,))) == [1]
        assert (start, end, 0) in Finder([Term((word,))]).places(text)
    words = [word for word, _, _ in placed_words(text)]
    assert words == words_of(text)
    if words:
        whole = Term(tuple(words))
        assert index.find(whole) == [1]
        assert Finder([whole]).places(text)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_the_index_and_the_places_say_the_same(texts, data):
    words = sorted({word for text in texts for word in words_of(text)}) or ["none"]
    one = st.sampled_from(words)
    term = st.builds(Term, st.lists(one, min_size=1, max_size=2).map(tuple), st.booleans())
    sought = data.draw(
        st.recursive(
            term,
            lambda inner: st.one_of(
                st.builds(
                    Joined,
                    st.sampled_from(["AND", "OR"]),
                    st.lists(inner, min_size=2, max_size=3).map(tuple),
                ),
                st.builds(Without, inner, inner),
            ),
            max_leaves=4,
        )
    )

    def holds(part, text):
        if isinstance(part, Term):
            return bool(Finder([part]).places(text))
        if isinstance(part, Without):
            return holds(part.kept, text) and not holds(part.dropped, text)
        return (all if part.how == "AND" else any)(holds(each, text) for each in part.parts)

    wanted = [place for place, text in enumerate(texts) if holds(sought, text)]
    assert sorted(index_of([text] for text in texts).find(sought)) == wanted


@given(TEXTS, st.lists(st.text(st.sampled_from("abé0公"), min_size=1, max_size=2), max_size=3))
def test_passages_are_verbatim_and_hold_every_place(text, words):
    terms = [Term(tuple(words_of(word)), begins=True) for word in words if words_of(word)]
    found = Finder(terms).places(text)
    passages = passages_of(text, found, 10)
    assert [place for one in passages for place in one.places] == list(merged(found))
    for one in passages:
        assert one.text == text[one.start : one.end]
        assert all(one.start <= start < end <= one.end for start, end in one.places)
        assert one.marked.count("«") - one.text.count("«") == len(one.places)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        *(("cafe", "Le Café."), ("CAFÉ", "le cafe"), ("été", "ÉTÉ"), ("ete", "e\u0301te\u0301")),
        *(("strasse", "Die Straße"), ("Straße", "STRASSE"), ("office", "the oﬃce")),
        *(("bus", "ｂｕｓ"), ("company", "com\u00adpany"), ("don't", "I don’t"), ("r&d", "R & D")),
        *(
            ("車", "公交車來了"),
            ("電車", "東京の電車です"),
            ("バス", "バスが遅い"),
            ("รถ", "รถเมล์"),
        ),
        *(("हिन्दी", "यह हिन्दी है"), ("ΟΔΟΣ", "οδος"), ("елка", "ёлка"), ("co-op", "a co op")),
        *(("한국*", "한국어를"), ("rat*", "Rating"), ('"business rat*"', "business RATES")),
    ],
)
def test_spellings_of_one_word_are_one(written, text):
    sought = read_sought(written)
    assert index_of([[text]]).find(sought) == [0]
    assert Finder(terms_of(sought)).places(text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        *(("bus", "buses"), ("rat*", "operate"), ('"a b"', "a c b"), ("car", "सcar")),
        *(("हि", "ह"), ("か", "が"), ("bus NOT late", "a late bus"), ("bus AND car", "bus")),
    ],
)
def test_other_words_are_not_found(written, text):
    assert index_of([[text]]).find(read_sought(written)) == []


def test_no_phrase_goes_from_one_part_to_the_next():
    index = index_of([["a name", "definition here"]])
    assert index.find(read_sought('"name definition"')) == []
    assert index.find(read_sought("name definition")) == [0]


def test_what_is_looked_for_is_read():
    a, b, c = (Term((word,)) for word in "abc")
    assert read_sought("a b OR c") == Joined("OR", (Joined("AND", (a, b)), c))
    assert read_sought("a (b OR c)") == Joined("AND", (a, Joined("OR", (b, c))))
    assert read_sought("a AND b NOT c") == Without(Joined("AND", (a, b)), c)
    assert read_sought("a AND NOT c") == Without(a, c)
    assert read_sought("a and b") == Joined("AND", (a, Term(("and",)), b))
    assert read_sought("“a b”") == read_sought("«a b»") == Term(("a", "b"))
    assert read_sought('"a b"*') == Term(("a", "b"), begins=True)
    assert terms_of(read_sought("a a OR (b NOT c)")) == [a, b]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *(
            ("", "nothing to look for"),
            ("  ", "nothing to look for"),
            ("(", "missing before the end"),
        ),
        *(
            ("a (b", "closing bracket is missing"),
            ("a )", "has no opening one"),
            ('"a', "closing quotation mark is missing"),
        ),
        *(
            ("AND a", "missing before 'AND'"),
            ("a OR", "before the end"),
            ("NOT a", "Write NOT after a word"),
        ),
        *(
            ("a OR NOT b", "Write NOT after a word"),
            ("*a", "* before its end"),
            ("a*b", "* before its end"),
        ),
        *(("&", "no letter or digit"), ("*", "no letter or digit"), ('""', "no letter or digit")),
        *(("()", "missing before ')'"), ("(" * 40 + "a" + ")" * 40, "too many brackets")),
        *(("a " * 101, "More than 100"), ("a" * 2001, "characters")),
    ],
)
def test_what_cannot_be_read_is_a_sentence(written, said):
    with pytest.raises(
        InputError, match=said.replace("(", r"\(").replace(")", r"\)").replace("*", r"\*")
    ):
        read_sought(written)


@given(st.text(st.sampled_from('abAND ORNT()"*«»^:-+{}\\\x00é公\ud800'), max_size=30))
def test_any_text_is_looked_for_or_refused(written):
    try:
        sought = read_sought(written)
    except InputError:
        return
    assert isinstance(index_of([["a b"], ["AND OR NOT"]]).find(sought), list)


ROWS = [
    {"id": "1", "text": "The night bus is late.", "author": "ann", "thread_id": "x", "kind": "q"},
    {"id": "2", "text": "The bus. The bus, I say!", "author": "bob", "thread_id": "x", "kind": "a"},
    {"id": "3", "text": "Trams are late.", "author": "ann", "thread_id": "y", "kind": "a"},
    {"id": "4", "text": "Le bus de l’été.", "author": "", "thread_id": "", "kind": "a"},
]


@pytest.fixture
def town(workspace, tmp_path):
    add_corpus(workspace, "town", ROWS, tmp_path / "town.csv")
    add_corpus(
        workspace, "city", [{"id": "9", "text": "No bus at all here."}], tmp_path / "city.csv"
    )
    codes = (
        Code(
            id="bus", name="Buses", definition="Anything on a bus.", examples=("The bus is late",)
        ),
        Code(id="rest", name="The rest"),
    )
    save_codebook(
        workspace,
        Codebook(name="book", dimensions=(Dimension(id="kind", name="K", codes=codes),)),
    )
    open_codings(workspace).append(
        [
            Coding("town", one, "kind", "bus", "ann", codebook="book", memo="bus, surely")
            for one in "12"
        ]
    )
    target = Target("document", "town", "1", start=4, end=13)
    open_memos(workspace).add([Memo("Which bus?", by="eve", target=target), Memo("A bus plan.")])
    return workspace


def look(space, words, *corpora, **more):
    return find_words(space, FindRequest(words, corpora, **more))


def test_texts_memos_and_codes_are_found(town):
    found = look(town, "bus")
    names = [(hit.kind, hit.place, hit.name) for hit in found.hits]
    assert {name for kind, _, name in names if kind == "text"} == {"1", "2", "4", "9"}
    memos = [name for kind, _, name in names if kind == "memo"]
    assert {"memo 1 on document 1", "memo 2"} < {*memos}
    assert memos.count("beside kind=bus on document 1") == 1
    assert ("code", "book", "kind:bus") in names
    code = next(hit for hit in found.hits if hit.kind == "code")
    assert [what for what, _ in code.passages] == ["id", "definition", "example"]
    (spread,) = [one for one in found.spread if one.corpus == "town"]
    assert (spread.texts, spread.places, spread.threads, spread.authors) == (3, 4, 2, 2)
    assert (spread.n, spread.nameless) == (4, 1)


def test_a_search_is_narrowed(town):
    def ids(*given, **more):
        return {hit.name for hit in look(town, *given, **more).hits if hit.kind == "text"}

    assert ids("bus", "town") == {"1", "2", "4"}
    assert ids("bus", "town", where=["kind=a"]) == {"2", "4"}
    assert ids("bus", "town", code=("kind", "bus")) == {"1", "2"}
    assert ids("bus", author="ann") == {"1"}
    assert ids("bus", within=["memos"]) == set()
    only = look(town, "bus", "town", where=["kind=q"])
    assert [hit.name for hit in only.hits if hit.kind == "memo"] == [
        "memo 1 on document 1",
        "beside kind=bus on document 1",
    ]
    assert [hit.name for hit in look(town, "bus", author="eve").hits] == ["memo 1 on document 1"]
    code = Target("code", "book", "rest", "kind")
    open_memos(town).add([Memo("Trolleys?", target=code)])
    assert [hit.name for hit in look(town, "trolleys", "town").hits] == ["memo 3 on code rest"]
    assert not look(town, "trolleys", "city").hits
    books = {hit.place for hit in look(town, "rest OR bus", "city").hits if hit.kind == "code"}
    assert books == set()


@pytest.mark.parametrize(
    ("more", "kind", "said"),
    [
        ({"where": ["kind=a"]}, UsageError, "is not clear"),
        ({"corpora": ("tonw",)}, NotFoundError, "Did you mean 'town'"),
        ({"author": "bobb"}, NotFoundError, "Did you mean 'bob'"),
        ({"corpora": ("town",), "code": ("kind", "buss")}, InputError, "Did you mean 'bus'"),
        ({"corpora": ("town",), "where": ["kinds=a"]}, InputError, "Did you mean 'kind'"),
        ({"corpora": ("city",), "code": ("kind", "bus")}, InputError, "no codings"),
    ],
)
def test_what_is_not_there_is_said(town, more, kind, said):
    with pytest.raises(kind, match=said):
        find_words(town, FindRequest("bus", **more))


def test_a_kept_index_is_made_anew_for_another_corpus_and_may_be_deleted(town, tmp_path):
    folder = town.scratch / FOLDER
    look(town, "bus", "town")
    (kept,) = folder.glob("town.*")
    assert {hit.name for hit in look(town, "bus", "town", within=["texts"]).hits} == {"1", "2", "4"}
    add_corpus(town, "town", ROWS[2:], tmp_path / "new.csv")
    assert {hit.name for hit in look(town, "bus", "town", within=["texts"]).hits} == {"4"}
    (new,) = folder.glob("town.*")
    assert new != kept
    new.unlink()
    assert len(look(town, "bus", "town", within=["texts"]).hits) == 1


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_a_damaged_index_is_not_believed(town, content):
    look(town, "bus", "town")
    (kept,) = (town.scratch / FOLDER).glob("town.*")
    if content is None:
        whole = bytearray(kept.read_bytes())
        whole[5000:] = b"\xff" * (len(whole) - 5000)
        content = bytes(whole)
    kept.write_bytes(content)
    assert {hit.name for hit in look(town, "bus", "town", within=["texts"]).hits} == {"1", "2", "4"}


def test_where_nothing_may_be_written_it_is_searched_all_the_same(town, monkeypatch):
    def refused(*given, **more):
        raise StoreError("No.")

    monkeypatch.setattr(indexing, "replacing_file", refused)
    assert len(look(town, "bus", "town", within=["texts"]).hits) == 3
    assert not list((town.scratch / FOLDER).glob("*"))
    (town.scratch / FOLDER).rmdir()
    (town.scratch / FOLDER).write_bytes(b"")
    assert len(look(town, "bus", "town", within=["texts"]).hits) == 3


def test_a_sqlite_without_full_text_search_is_said(town, monkeypatch):
    monkeypatch.setattr(indexing, "_TABLE", indexing._TABLE.replace("fts5", "fts5_not_there"))
    with pytest.raises(StoreError, match="no FTS5"):
        corpus_index(town, load_corpus(town, "town"))


def test_words_are_folded_as_unicode_has_them():
    assert folded("ǅ") == folded("ǆ") == folded("Ǆ")
    assert folded("İ") == "i"
    assert folded(unicodedata.normalize("NFD", "한국")) == folded("한국")
    assert sqlite3.sqlite_version_info >= (3, 9)


def test_texts_are_searched_in_corpora_that_are_kept_and_without_codings(workspace, monkeypatch):
    rows = [{"id": "1", "text": "The night bus is late."}, {"id": "2", "text": "A quiet street."}]
    add_corpus(workspace, "forum", rows, workspace.root / "f.csv")
    kept = load_corpus(workspace, "forum")

    def none(*_):
        raise AssertionError("nothing but the texts is wanted")

    for name in ("load_corpus", "memo_things", "code_things", "theme_things"):
        monkeypatch.setattr(f"textmine.reading.finding.searching.{name}", none)
    asked = FindRequest("bus", corpora=("forum",), within=frozenset({"texts"}))
    found = find_words(workspace, asked, {"forum": kept}.__getitem__)
    assert [hit.name for hit in found.hits] == ["1"]
    assert found.corpora == [kept]
