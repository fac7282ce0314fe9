"""A project becomes a corpus, a codebook and codings, and comes back when others changed it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.made_projects import (
    ANA,
    BEN,
    CODES,
    FARES,
    NOISE,
    TEXT,
    at,
    guid,
    project,
    source,
    two_coders,
)
from tests.helpers import visible_files
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.coding.memos.store import open_memos
from textmine.corpus import load_corpus
from textmine.errors import InputError, TakenError
from textmine.exchange.bringing_in import bring_in
from textmine.exchange.made_codings import Content
from textmine.exchange.made_project import made_project
from textmine.exchange.naming import Coder
from textmine.exchange.planning import ReadRequest
from textmine.exchange.project import (
    Case,
    Mark,
    Note,
    Project,
    ProjectCode,
    Selection,
    User,
    Variable,
)
from textmine.exchange.refi.reading import read_qdpx
from textmine.exchange.refi.writing import write_qdpx
from textmine.exchange.writing_out import WriteRequest, _with_lf, write_out
from textmine.schema import Coding
from textmine.store import Workspace, init_workspace


def brought(workspace: Workspace, made: Project, path: Path, **more: object) -> object:
    write_qdpx(path, made)
    return bring_in(workspace, ReadRequest(path, corpus="pilot", **more))  # type: ignore[arg-type]


def words(workspace: Workspace, corpus: str = "pilot") -> list[tuple[str, str, str | None, str]]:
    loaded = load_corpus(workspace, corpus)
    texts = dict(zip(loaded.ids, loaded.texts, strict=True))
    return sorted(
        (one.document, one.coder, one.code, texts[one.document][one.start : one.end])
        for one in open_codings(workspace).current(corpus)
    )


WORDS = [
    ("m1", "Ana", "Fares", "Fares are too high 😀"),
    ("m1", "Ben", "Fares", "too high 😀 for students"),
    ("m1", "Ben", "Noise", "loud at night"),
]


def test_texts_codes_and_codings_come_in_and_only_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = brought(workspace, two_coders(), tmp_path / "p.qdpx")
    assert words(workspace) == WORDS
    book = find_codebook("pilot", workspace)
    assert [(c.id, c.parent, c.codable) for c in book.dimensions[0].codes] == [
        ("Transport", "", False),
        ("Fares", "Transport", True),
        ("Noise", "", True),
    ]
    assert (done.new, done.unchanged, done.new_corpus) == (3, 0, True)  # type: ignore[attr-defined]
    before = visible_files(workspace.root)
    again = brought(workspace, two_coders(), tmp_path / "p.qdpx")
    assert (again.new, again.unchanged, again.gone) == (0, 3, 0)  # type: ignore[attr-defined]
    assert visible_files(workspace.root) == before


def test_a_dry_run_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    write_qdpx(tmp_path / "p.qdpx", two_coders())
    before = visible_files(workspace.root)
    done = bring_in(workspace, ReadRequest(tmp_path / "p.qdpx", corpus="pilot"), dry_run=True)
    assert done.new == 3
    assert visible_files(workspace.root) == before


def test_cases_variables_and_notes_have_a_place(workspace: Workspace, tmp_path: Path) -> None:
    age, channel = Variable(guid("age"), "age"), Variable(guid("channel"), "channel")
    note = Note(guid("n"), "Why", "Because of the buses.", BEN)
    base = two_coders()
    first = replace(base.sources[0], values=((channel.guid, "web"),), notes=(note.guid,))
    remark = Note(guid("r"), "", "A doubt.", ANA)
    marked = first.selections[0]
    mark = replace(marked.marks[0], notes=(remark.guid,))
    first = replace(first, selections=(replace(marked, marks=(mark,)), *first.selections[1:]))
    case = Case(guid("case"), "Ada", sources=(first.guid,), values=((age.guid, "34"),))
    made = replace(
        base,
        sources=(first, base.sources[1]),
        variables=(age, channel),
        cases=(case,),
        notes=(note, remark),
    )
    done = brought(workspace, made, tmp_path / "p.qdpx")
    corpus = load_corpus(workspace, "pilot")
    assert corpus.column("meta.channel") == ["web", ""]
    assert corpus.column("meta.case") == ["Ada", ""]
    assert corpus.column("meta.age") == ["34", ""]
    memos = open_memos(workspace).standing()
    assert [(m.text, m.by, str(m.target)) for m in memos] == [
        ("Because of the buses.", "Ben", "pilot:m1")
    ]
    remarks = [one.memo for one in open_codings(workspace).current("pilot") if one.memo]
    assert remarks == ["A doubt."]
    assert done.n_people == 1  # type: ignore[attr-defined]


def test_blanks_around_a_text_are_no_part_of_a_document(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "  \n Loud at night. \n"
    blank = at(text, "Loud", NOISE, ANA)
    around = Selection(guid("b"), 0, 2, (Mark(guid("bm"), FARES, BEN),))
    whole = Selection(guid("w"), 0, len(text), (Mark(guid("wm"), FARES, ANA),))
    made = project(source("m1", text, blank, around, whole))
    done = brought(workspace, made, tmp_path / "p.qdpx")
    assert words(workspace) == [
        ("m1", "Ana", "Fares", "Loud at night."),
        ("m1", "Ana", "Noise", "Loud"),
    ]
    lost = {loss.what: loss.n for loss in done.losses}  # type: ignore[attr-defined]
    assert lost["codings of nothing but blanks or headings around texts"] == 1


def exported(workspace: Workspace, path: Path, **more: object) -> Project:
    write_out(workspace, WriteRequest("pilot", path, **more))  # type: ignore[arg-type]
    return read_qdpx(path).project


def test_what_another_tool_changed_comes_back_and_the_former_stays_in_the_history(
    workspace: Workspace, tmp_path: Path
) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    found = exported(workspace, tmp_path / "out.qdpx")
    names = {code.name: code.guid for code in found.codes}
    users = {user.name: user.guid for user in found.users}
    first = next(one for one in found.sources if one.name == "m1")
    kept = [one for one in first.selections if one.marks[0].user == users["Ana"]]
    changed = at(TEXT, "café is loud", names["Noise"], users["Ben"])
    added = at(TEXT, "students", names["Fares"], users["Ana"])
    sources = tuple(
        replace(one, selections=(*kept, changed, added)) if one is first else one
        for one in found.sources
    )
    write_qdpx(tmp_path / "back.qdpx", replace(found, sources=sources, origin="Another tool"))
    done = bring_in(workspace, ReadRequest(tmp_path / "back.qdpx", corpus="pilot"))
    assert (done.new, done.unchanged, done.gone) == (2, 1, 2)
    assert words(workspace) == [
        ("m1", "Ana", "Fares", "Fares are too high 😀"),
        ("m1", "Ana", "Fares", "students"),
        ("m1", "Ben", "Noise", "café is loud"),
    ]
    history = open_codings(workspace).history("pilot", "m1")
    assert {one.coding.end - one.coding.start for one in history if not one.standing} >= {13}  # type: ignore[operator]


def test_what_is_missing_in_a_file_stays_unless_it_is_complete(
    workspace: Workspace, tmp_path: Path
) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    found = exported(workspace, tmp_path / "out.qdpx")
    ben = next(user.guid for user in found.users if user.name == "Ben")
    sources = tuple(
        replace(one, selections=tuple(s for s in one.selections if s.marks[0].user != ben))
        for one in found.sources
    )
    write_qdpx(tmp_path / "back.qdpx", replace(found, sources=sources))
    request = ReadRequest(tmp_path / "back.qdpx", corpus="pilot")
    assert bring_in(workspace, request).missing == 2
    assert words(workspace) == WORDS
    assert bring_in(workspace, replace(request, complete=True)).missing == 2
    assert words(workspace) == WORDS[:1]


def test_where_a_reader_marked_nothing_no_code_applies(
    workspace: Workspace, tmp_path: Path
) -> None:
    for _ in range(2):
        done = brought(workspace, two_coders(), tmp_path / "p.qdpx", all_read=True)
        none = [one for one in open_codings(workspace).current("pilot") if one.code is None]
        assert [(one.document, one.coder) for one in none] == [("m2", "Ana"), ("m2", "Ben")]
    assert done.new == 0  # type: ignore[attr-defined]


def test_new_guids_are_matched_by_name(workspace: Workspace, tmp_path: Path) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    again = two_coders()
    sources = tuple(
        replace(
            one,
            guid=guid(f"new {one.name}"),
            selections=tuple(
                replace(
                    s,
                    guid=guid(f"new {s.guid}"),
                    marks=tuple(replace(m, guid=guid(f"new {m.guid}")) for m in s.marks),
                )
                for s in one.selections
            ),
        )
        for one in again.sources
    )
    done = brought(workspace, replace(again, sources=sources), tmp_path / "p2.qdpx")
    assert (done.new, done.unchanged, done.gone) == (0, 3, 0)  # type: ignore[attr-defined]


def test_a_new_code_is_a_new_version_of_the_codebook(workspace: Workspace, tmp_path: Path) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    found = exported(workspace, tmp_path / "out.qdpx")
    above = next(code.guid for code in found.codes if code.name == "Noise")
    trees = ProjectCode(guid("trees"), "Traffic noise", above, "from cars")
    more = at(TEXT, "loud", trees.guid, found.users[0].guid)
    first = found.sources[0]
    made = replace(
        found,
        codes=(*found.codes, trees),
        sources=(replace(first, selections=(*first.selections, more)), *found.sources[1:]),
    )
    write_qdpx(tmp_path / "back.qdpx", made)
    done = bring_in(workspace, ReadRequest(tmp_path / "back.qdpx", corpus="pilot"))
    book = find_codebook("pilot", workspace)
    assert done.added_codes == ("Traffic noise",)
    assert book.version == 2
    assert book.dimensions[0].code("Traffic noise").parent == "Noise"
    assert ("m1", done.coders[0], "Traffic noise", "loud") in words(workspace)


def test_other_texts_under_a_name_that_is_taken_are_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    other = project(source("x1", "Another text."), source("x2", "And one more."))
    with pytest.raises(TakenError, match="--name"):
        brought(workspace, other, tmp_path / "other.qdpx")


def test_a_text_that_was_changed_there_is_lost_with_its_codes(
    workspace: Workspace, tmp_path: Path
) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    base = two_coders()
    changed = replace(base.sources[0], text=TEXT + " Really.")
    made = replace(base, sources=(changed, base.sources[1]))
    done = brought(workspace, made, tmp_path / "q.qdpx")
    lost = {loss.what: loss.n for loss in done.losses}  # type: ignore[attr-defined]
    assert lost["sources whose text is another one in the corpus"] == 1
    assert words(workspace) == WORDS


def test_codes_alone_need_two(workspace: Workspace, tmp_path: Path) -> None:
    made = replace(project(), codes=(CODES[2],))
    with pytest.raises(InputError, match="fewer than two codes"):
        brought(workspace, made, tmp_path / "p.qdpx")


def test_names_with_dots_are_nested_and_folders_are_dimensions(
    workspace: Workspace, tmp_path: Path
) -> None:
    names = ("travel.bus", "travel.bike", "place.park", "place.road", "other")
    codes = tuple(ProjectCode(guid(name), name) for name in names)
    path = tmp_path / "p.qdpx"
    write_qdpx(path, replace(project(), codes=codes))
    bring_in(workspace, ReadRequest(path, codebook="flat", nested_by="."))
    bring_in(workspace, ReadRequest(path, codebook="deep", nested_by=".", folders=True))
    flat = find_codebook("flat", workspace)
    assert [(code.id, code.parent) for code in flat.dimensions[0].codes][:3] == [
        ("travel", ""),
        ("bus", "travel"),
        ("bike", "travel"),
    ]
    deep = find_codebook("deep", workspace)
    assert [(d.id, d.code_ids) for d in deep.dimensions] == [
        ("travel", ["bus", "bike"]),
        ("place", ["park", "road"]),
    ]


def a_coding(**more: object) -> Coding:
    base = {"corpus": "forum", "document": "17", "dimension": "goal_orientation", "code": "A"}
    return Coding(**{**base, "coder": "ann", "codebook": "ling-martins-2015", **more})  # type: ignore[arg-type]


def test_codes_of_documents_machines_and_settled_codes_survive_the_round_trip(
    coded: Workspace, tmp_path: Path
) -> None:
    store = open_codings(coded)
    machine = {"coder": "model:fast", "origin": "machine", "model": "fast", "probability": 0.75}
    store.append([a_coding(**machine), a_coding(document="18", **machine)])
    store.append([a_coding(coder="consensus", origin="adjudicated", entered_by="ann")])
    before = store.current("forum")
    write_out(coded, WriteRequest("forum", tmp_path / "f.qdpx"))
    found = read_qdpx(tmp_path / "f.qdpx").project
    assert {"model:fast (machine)", "consensus (adjudicated)"} <= {u.name for u in found.users}
    done = bring_in(coded, ReadRequest(tmp_path / "f.qdpx"))
    assert (done.corpus, done.new, done.gone, done.missing, done.machine) == ("forum", 0, 0, 0, 0)
    assert store.current("forum") == before

    other = init_workspace(tmp_path / "other")
    there = bring_in(other, ReadRequest(tmp_path / "f.qdpx"))
    said = {
        (one.document, one.dimension, one.code, one.role, one.coder, one.origin, one.start)
        for one in before
        if one.code is not None
    }
    assert said == {
        (one.document, one.dimension, one.code, one.role, one.coder, one.origin, one.start)
        for one in open_codings(other).current("forum")
    }
    assert there.losses == ()
    assert find_codebook("ling-martins-2015", other) == find_codebook("ling-martins-2015", coded)
    ours, theirs = load_corpus(coded, "forum"), load_corpus(other, "forum")
    assert theirs.texts == ours.texts
    for column in ours.documents.columns:
        if column != "position":
            assert theirs.column(column) == ours.column(column), column


def test_a_machine_is_never_changed_by_a_file(coded: Workspace, tmp_path: Path) -> None:
    store = open_codings(coded)
    store.append([a_coding(coder="model:fast", origin="machine", model="fast", probability=0.75)])
    write_out(coded, WriteRequest("forum", tmp_path / "f.qdpx"))
    found = read_qdpx(tmp_path / "f.qdpx").project
    machine = Coder("model:fast", "machine").guid
    other = next(code.guid for code in found.codes if code.codable)
    sources = tuple(
        replace(
            one,
            selections=(
                *one.selections,
                Selection(guid("new"), 0, 3, (Mark(guid("newm"), other, machine),)),
            ),
        )
        if one.name == "17"
        else one
        for one in found.sources
    )
    write_qdpx(tmp_path / "back.qdpx", replace(found, sources=sources))
    done = bring_in(coded, ReadRequest(tmp_path / "back.qdpx"))
    assert (done.machine, done.new) == (1, 0)


def test_threads_come_back_to_their_documents(coded: Workspace, tmp_path: Path) -> None:
    before = open_codings(coded).current("forum")
    written = write_out(coded, WriteRequest("forum", tmp_path / "t.qdpx", sources="threads"))
    assert written.map is not None
    assert written.map.is_file()
    assert len(written.project.sources) < len(load_corpus(coded, "forum"))
    done = bring_in(coded, ReadRequest(tmp_path / "t.qdpx"))
    assert (done.new, done.gone, done.missing) == (0, 0, 0)
    assert open_codings(coded).current("forum") == before


def test_a_map_tells_where_the_documents_of_a_part_stand(coded: Workspace, tmp_path: Path) -> None:
    part = ("author!=Maren",)
    request = WriteRequest("forum", tmp_path / "t.qdpx", sources="threads", where=part)
    written = write_out(coded, request)
    assert written.map is not None
    moved = written.map.rename(tmp_path / "elsewhere.json")
    done = bring_in(coded, ReadRequest(tmp_path / "t.qdpx", map=moved))
    assert (done.new, done.gone, done.missing) == (0, 0, 0)
    assert done.unchanged == written.project.n_codings
    moved.write_text('{"sources": [{"source": 1}]}')
    with pytest.raises(InputError, match="no map of a project"):
        bring_in(coded, ReadRequest(tmp_path / "t.qdpx", map=moved))


def test_a_corpus_with_line_ends_of_windows_is_written_with_its_places_moved(
    workspace: Workspace, tmp_path: Path
) -> None:
    brought(workspace, two_coders(), tmp_path / "p.qdpx")
    stored = TEXT.replace("\n", "\r\n")
    loaded = load_corpus(workspace, "pilot")
    frame = loaded.documents.assign(text=[stored, "Nothing."])
    start = stored.index("loud")
    coding = Coding("pilot", "m1", "code", "Noise", "Ana", start=start, end=start + 4)
    corpus, codings = _with_lf(replace(loaded, documents=frame), [coding])
    assert corpus.texts == [TEXT, "Nothing."]
    assert TEXT[codings[0].start : codings[0].end] == "loud"


def test_a_second_export_has_the_same_guids(coded: Workspace, tmp_path: Path) -> None:
    for name in ("a.qdpx", "b.qdpx"):
        write_out(coded, WriteRequest("forum", tmp_path / name))
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_a_coder_who_is_called_like_a_machine_stays_a_person() -> None:
    corpus_user = Coder("Ann (machine)").user_name
    assert corpus_user == "Ann (machine) (human)"
    assert User(guid("u"), corpus_user).name.endswith("(human)")


def test_nothing_but_texts_can_be_written(forum: Workspace) -> None:
    made = made_project(Content(load_corpus(forum, "forum"))).project
    assert made.codes == ()
    assert len(made.sources) == len(load_corpus(forum, "forum"))
