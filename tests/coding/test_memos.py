"""Memos: append-only, never lost, exported whole; what became of their targets is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.made import add_corpus
from textmine.cells.spreadsheet import fits, visible
from textmine.codebook import (
    Code,
    Codebook,
    Dimension,
    find_codebook,
    merge_codes,
    rename_code,
    replace_version,
    retire_code,
    save_codebook,
)
from textmine.codebook.changes import add_code
from textmine.coding import open_codings
from textmine.coding.memos.exchange import import_memos, write_memos
from textmine.coding.memos.listing import Choice, coding_memos, list_memos
from textmine.coding.memos.memo import TYPES, Memo, Target
from textmine.coding.memos.store import open_memos
from textmine.coding.memos.targets import Targets, read_target, said_targets
from textmine.coding.taking_back import turn
from textmine.corpus.saving import remove_corpus
from textmine.errors import BadRowsError, InputError, NotFoundError, UsageError
from textmine.schema import Coding
from textmine.store import find_workspace, init_workspace
from textmine.store.tables import read_table

ROWS = [
    {"id": "a", "text": "The bus does not come at night.", "author": "ann"},
    {"id": "b", "text": "Rent is too high for a shop.", "author": "bob"},
    {"id": "c:1", "text": "Both, I would say.", "author": "ann"},
]
for row in ROWS:
    row["case"] = "north" if row["author"] == "ann" else ""


def no_themes(space, model):
    raise NotFoundError(f"There is no model '{model}' in it.")


def themes(space, model):
    return {"T01": "Buses at night", "T02": ""}


pytestmark = pytest.mark.databases


@pytest.fixture
def town(workspace, tmp_path):
    add_corpus(workspace, "town", ROWS, tmp_path / "town.csv")
    bare = [{key: row[key] for key in ("id", "text")} for row in ROWS]
    add_corpus(workspace, "other", bare, tmp_path / "other.csv")
    codes = tuple(Code(id=name, name=name.title()) for name in ("bus", "rent", "tram", "shop"))
    save_codebook(
        workspace, Codebook(name="book", dimensions=(Dimension(id="kind", name="K", codes=codes),))
    )
    return workspace


def put(space, text, target=None, **more):
    found, seen = Targets(space, themes).find(target or Target())
    return open_memos(space).add([Memo(text, target=found, seen=seen, **more)])[0]


def everything(space, **choice):
    return list_memos(space, Targets(space, themes), Choice(**choice))


ON = {
    "project": Target(),
    "corpus": Target("corpus", "town"),
    "document": Target("document", "town", "c:1"),
    "span": Target("document", "town", "a", start=4, end=7),
    "participant": Target("participant", "town", "ann"),
    "case": Target("case", "town", "north"),
    "code": Target("code", "book", "bus", "kind"),
    "theme": Target("theme", "model", "buses  AT night"),
}


@pytest.mark.parametrize("target", ON.values(), ids=ON)
def test_a_memo_is_found_by_what_it_is_about(town, target):
    put(town, "Another.", Target("document", "town", "b"))
    memo = put(town, "A thought.", target)
    assert [one.memo for one in everything(town, targets=[memo.target])][-1] == memo
    assert not [one.now.remark for one in everything(town) if one.now.remark]


def test_a_span_keeps_its_words(town):
    memo = put(town, "Which one?", ON["span"])
    assert memo.seen.quoted == "bus"
    assert everything(town)[0].now.words == "bus"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target("document", "town", "aa"), "no document 'aa'"),
        (Target("document", "tonw", "a"), "Did you mean 'town'"),
        (Target("document", "town", "a", start=30, end=99), "is no span"),
        (Target("document", "town", "a", start=7, end=7), "is no span"),
        (Target("participant", "town", "anne"), "Did you mean 'ann'"),
        (Target("case", "town", "nroth"), "Did you mean 'north'"),
        (Target("case", "other", "north"), "no column 'case'"),
        (Target("code", "book", "buss", "kind"), "Did you mean 'bus'"),
        (Target("code", "book", "bus", "kinds"), "Did you mean 'kind'"),
        (Target("code", "boo", "bus", "kind"), "Did you mean 'book'"),
        (Target("theme", "model", "T03"), "no theme 'T03'"),
        (Target("corpus", "nowhere"), "no corpus 'nowhere'"),
    ],
)
def test_a_target_that_is_not_there_is_refused(town, target, said):
    with pytest.raises((InputError, NotFoundError), match=said):
        put(town, "A thought.", target)
    assert open_memos(town).all() == []


@pytest.mark.parametrize(
    ("about", "given", "span"),
    [
        *(("code", "book:bus", None), ("code", "::", None), ("document", "town", None)),
        *(("document", "town:a", "4"), ("theme", "T01", None), ("document", "town:a", "-4-5")),
    ],
)
def test_a_target_of_another_form_is_wrong_usage(about, given, span):
    with pytest.raises(UsageError):
        read_target(about, given, span)


def test_an_id_may_hold_colons():
    assert read_target("document", "town:c:1").name == "c:1"
    assert read_target("code", "book:kind:a:b").name == "a:b"
    with pytest.raises(UsageError):
        said_targets({"document": None}, "1-2")


def test_versions_stay_and_a_removal_is_one(town):
    memo = put(town, "First.", title="Name", by="ann")
    store = open_memos(town)
    assert store.change([replace(memo, text="Second.")])[0].version == 2
    assert store.change([replace(memo, text="Second.")]) == []
    store.remove(memo.number, "no more", "bob")
    texts = [(one.memo.text, one.memo.withdrawn, one.memo.by) for one in store.history(1)]
    assert texts == [("First.", False, "ann"), ("Second.", False, "ann"), ("Second.", True, "bob")]
    assert store.standing() == []
    with pytest.raises(InputError, match="no more"):
        store.find(1)
    assert everything(town, withdrawn=True)[0].state == "withdrawn: no more"
    assert put(town, "Third.").number == 2


def test_undo_brings_back_each_step_and_numbers_are_never_given_twice(town):
    memo = put(town, "First.")
    store = open_memos(town)
    store.change([replace(memo, text="Second.")])
    store.remove(1, "wrong")
    turn(town, back=True)
    assert store.find(1).text == "Second."
    turn(town, back=True)
    assert store.find(1).text == "First."
    turn(town, back=False)
    assert store.find(1).text == "Second."
    turn(town, back=True)
    done = turn(town, back=True)
    assert store.all() == []
    assert done.sentences[0] == "Memo 1 ('First.') does not count any more."
    assert [one.taken_back for one in store.history(1)] == [True, True, True]
    assert put(town, "Another.").number == 2


def test_a_memo_follows_its_code(town):
    for code in ("bus", "rent", "tram"):
        put(town, f"On {code}.", Target("code", "book", code, "kind"))
    book = find_codebook("book", town)
    why = {"reason": "clearer"}
    new = rename_code(book, "kind", "bus", to="coach", **why)
    replace_version(town, book, new)
    merged = merge_codes(new, "kind", ("coach", "tram"), Code(id="lines", name="Lines"), **why)
    replace_version(town, new, merged)
    found = {one.memo.text: one.now for one in everything(town)}
    assert found["On bus."].target.name == found["On tram."].target.name == "lines"
    assert "the code was 'bus' in version 1" in found["On bus."].remark
    assert not found["On rent."].remark
    for name in ("lines", "bus"):
        wanted = [Target("code", "book", name, "kind")]
        assert "On bus." in [one.memo.text for one in everything(town, targets=wanted)]
    wider = add_code(merged, "kind", Code(id="more", name="More"), **why)
    replace_version(town, merged, wider)
    replace_version(town, wider, retire_code(wider, "kind", "rent", **why))
    found = {one.memo.text: one.now for one in everything(town)}
    assert "retire in version 5: clearer" in found["On rent."].remark


def test_a_changed_or_removed_text_is_said(town, tmp_path):
    put(town, "The whole.", Target("document", "town", "a"))
    put(town, "A word.", ON["span"])
    put(town, "Gone soon.", Target("document", "town", "b"))
    put(town, "A person.", Target("participant", "town", "bob"))
    put(town, "The words go.", Target("document", "town", "c:1", start=0, end=4))
    rows = [{**ROWS[0], "text": f"Well. {ROWS[0]['text']}"}, {**ROWS[2], "text": "I would say."}]
    add_corpus(town, "town", rows, tmp_path / "new.csv")
    found = {one.memo.text: one.now for one in everything(town)}
    assert "text of the document changed" in found["The whole."].remark
    assert (found["A word."].target.start, found["A word."].target.end) == (10, 13)
    assert "stood at 4-7" in found["A word."].remark
    assert "no longer in the corpus" in found["Gone soon."].remark
    assert found["A person."].remark.startswith("gone: 'town' has no participant 'bob'")
    assert "do not stand there now" in found["The words go."].remark
    assert found["The words go."].words == "Both"
    remove_corpus(town, "town")
    assert all("gone" in one.now.remark for one in everything(town))
    assert len(everything(town, targets=[Target("corpus", "town")])) == 5


def test_a_theme_that_was_called_otherwise_is_said(town):
    put(town, "Late ones.", ON["theme"])
    later = Targets(town, lambda space, model: {"T01": "Night buses"})
    assert "was called 'Buses at night'" in list_memos(town, later, Choice())[0].now.remark
    gone = Targets(town, no_themes)
    wanted = Choice(targets=[Target("theme", "model", "t01")])
    assert list_memos(town, gone, wanted)[0].now.remark.startswith("gone: there is no model")


def test_a_question_is_open_until_a_memo_that_is_none_links_to_it(town):
    put(town, "Why?", type="open-question")
    put(town, "And when?", type="open-question", links=(1,))
    assert [one.state for one in everything(town, only_open=True)] == ["open", "open"]
    put(town, "So.", type="theory", links=(1,))
    assert [one.memo.number for one in everything(town, only_open=True)] == [2]
    assert everything(town)[0].state == "answered by 3"
    open_memos(town).remove(3, "not so")
    assert len(everything(town, only_open=True)) == 2
    with pytest.raises(NotFoundError, match="no memo 9 to link"):
        put(town, "Lost.", links=(9,))


def test_what_stands_with_codings_is_listed_on_request(town):
    said = [
        Coding("town", "a", "kind", "bus", "ann", codebook="book", memo="sure", start=4, end=7),
        Coding("town", "b", "kind", "rent", "ann", codebook="book"),
    ]
    open_codings(town).append(said)
    assert everything(town) == []
    (one,) = everything(town, codings=True)
    assert (one.memo.type, one.memo.text, one.memo.by, one.memo.title) == (
        *("coding", "sure", "ann"),
        "kind=bus",
    )
    assert (one.now.words, one.now.remark) == ("bus", "")
    assert len(coding_memos(town)) == len(everything(town, type="coding")) == 1


_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60).filter(
    lambda text: text.replace("\x00", "").strip()
)
_MEMOS = st.lists(
    st.builds(
        Memo,
        text=st.one_of(_TEXTS, st.sampled_from(["=1+1", "'=x", "a\r\nb", "NA", "1.0", "\u202ex"])),
        type=st.sampled_from(TYPES),
        title=st.one_of(st.just(""), _TEXTS),
        by=st.sampled_from(["", "ann", "=bob", "Zoë 1"]),
        target=st.sampled_from([one for name, one in ON.items() if name not in ("theme", "span")]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(memos=_MEMOS, kind=st.sampled_from(["csv", "tsv", "xlsx"]))
def test_every_memo_is_exported_and_none_comes_twice(town, tmp_path, memos, kind):
    targets = Targets(town, themes)
    before = open_memos(town).all()
    kept = open_memos(town).add(
        [
            replace(memo, target=target, seen=seen)
            for memo in memos
            for target, seen in (targets.find(memo.target),)
        ]
    )
    path = tmp_path / f"memos.{kind}"
    write_memos(path, everything(town, withdrawn=True))
    if kind == "csv":
        texts = [row["text"] for row in read_table(path).named()]
        assert texts == [memo.text for memo in [*before, *kept]]
    done = import_memos(town, path, targets)
    assert (len(done.new), len(done.changed)) == (0, 0)
    assert done.unchanged == len(before) + len(kept)
    assert open_memos(town).all() == [*before, *kept]


def test_a_text_that_no_cell_holds_comes_back_from_a_workbook_unchanged(town, tmp_path):
    long = "long " * 10_000
    assert not fits(long)
    assert visible("\x1b") != "\x1b"
    put(town, long)
    put(town, "\x1b[31mred", title="\x1b")
    write_memos(tmp_path / "m.xlsx", everything(town))
    done = import_memos(town, tmp_path / "m.xlsx", Targets(town, themes))
    assert (len(done.new), len(done.changed), done.unchanged) == (0, 0, 2)
    assert open_memos(town).find(1).text == long.strip()


def test_memos_go_to_another_project_with_their_links(town, tmp_path):
    put(town, "Why?", type="open-question")
    put(town, "Gone.")
    put(town, "So.", links=(1, 2))
    open_memos(town).remove(2, "wrong")
    write_memos(tmp_path / "m.csv", everything(town, withdrawn=True))
    other = init_workspace(tmp_path / "other")
    put(other, "Mine.")
    targets = Targets(other, themes)
    done = import_memos(other, tmp_path / "m.csv", targets)
    assert (len(done.new), done.withdrawn, done.links_lost) == (2, 1, 1)
    assert [(m.number, m.text, m.links) for m in open_memos(other).standing()] == [
        (1, "Mine.", ()),
        (2, "Why?", ()),
        (3, "So.", (2,)),
    ]
    again = import_memos(other, tmp_path / "m.csv", targets)
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, 2)


def test_what_was_edited_in_the_table_is_a_new_version(town, tmp_path):
    put(town, "One.", Target("document", "town", "a"), by="ann")
    put(town, "Two.")
    path = tmp_path / "m.csv"
    write_memos(path, everything(town))
    path.write_text(path.read_text("utf-8-sig").replace("One.", "One and more."), "utf-8")
    done = import_memos(town, path, Targets(town, themes))
    assert [(memo.number, memo.version, memo.text) for memo in done.changed] == [
        (1, 2, "One and more.")
    ]
    assert open_memos(town).find(1).seen.text_digest


def test_a_table_with_bad_rows_brings_nothing(town, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(
        "type,text,about,place,name\n"
        "theory,Fine,,,\n"
        "theorie,Not,,,\n"
        "note,,,,\n"
        "note,Lost,document,town,zz\n"
        "note,Odd,planet,,\n",
        encoding="utf-8",
    )
    with pytest.raises(BadRowsError) as refused:
        import_memos(town, path, Targets(town, themes))
    for said in ("row 3", "theorie", "row 4", "no text", "row 5", "'zz'", "row 6", "planet"):
        assert said in str(refused.value)
    assert open_memos(town).all() == []


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * 1_000_001])
def test_a_memo_without_text_is_refused(town, text):
    with pytest.raises(InputError):
        put(town, text)


def test_half_a_character_is_kept_as_something_that_can_be_written(town):
    assert put(town, "a\ud800b\x00c\r\nd").text == "a?bc\nd"
    assert find_workspace(town.root)
    assert open_memos(town).find(1).text == "a?bc\nd"
