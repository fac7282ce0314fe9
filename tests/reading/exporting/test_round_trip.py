"""Codings that are exported and imported again bring nothing new, whatever they say."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import acting_cells, write_csv
from tests.made import add_corpus
from textmine.codebook import Code, Codebook, Dimension, add_code, merge_codes, save_codebook
from textmine.codebook.versions import replace_version
from textmine.coding import CodingRequest, import_codings, open_codings
from textmine.coding.store import EVERY_LEVEL
from textmine.corpus import load_corpus
from textmine.errors import BadRowsError, InputError, NotFoundError
from textmine.reading.coded_at import CodedAt
from textmine.reading.exporting.files import codings_table, export_codings
from textmine.reading.exporting.table import ExportRequest
from textmine.schema import Coding
from textmine.store import Workspace, init_workspace

TEXT = "One two three four five six seven."
MANY = Codebook(
    name="many",
    dimensions=(
        Dimension(
            id="sign",
            name="Sign",
            labels="multi",
            roles=("sender", "recipient"),
            codes=(Code(id="-", name="minus"), Code(id="tell; show", name="both"),
                   Code(id="NA", name="n/a"), Code(id="=1+1", name="sum")),
        ),
        Dimension(
            id="level", name="Level", codes=(Code(id="1", name="I"), Code(id="01", name="x")),
        ),
    ),
)  # fmt: skip
OTHER = Codebook(
    name="other",
    dimensions=(
        Dimension(id="sign", name="Sign", codes=(Code(id="a", name="A"), Code(id="b", name="B"))),
    ),
)


@pytest.fixture(scope="session")
def _base(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = init_workspace(tmp_path_factory.mktemp("round") / "ws")
    rows = [
        {"id": name, "text": TEXT, "thread_id": thread, "author": "ann"}
        for name, thread in (("1", "T"), ("01", "T"), ("=d", "=U"))
    ]
    add_corpus(space, "c", rows, space.root / "c.csv")
    for book in (MANY, OTHER):
        save_codebook(space, book)
    return space


_count = itertools.count()


def _fresh(base: Workspace) -> Workspace:
    """The same workspace with a codings database of its own."""
    import shutil

    from textmine.store import find_workspace

    folder = base.root.parent / f"ws-{next(_count)}"
    shutil.copytree(base.root, folder)
    return find_workspace(folder)


_memos = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=8
) | st.sampled_from(["", "=1+1", "'=x", " two \n lines ", "NA", "x" * 300])


@st.composite
def _codings(draw):
    """Statements by several coders, of documents and whole threads, in two books and two rounds."""
    found: list[Coding] = []
    for coder in draw(st.sets(st.sampled_from(["ann", "Ann", "bob", "=b"]), min_size=1)):
        for level, document in draw(
            st.sets(
                st.sampled_from([("", "1"), ("", "01"), ("", "=d"), ("interviews", "T")]),
                min_size=1,
            )
        ):
            bare = Coding("c", document, "level", "1", coder, level=level, codebook="many")
            bare = replace(
                bare, memo=draw(_memos), created_at="2024-01-01", round=draw(st.integers(1, 2))
            )
            found.append(replace(bare, code=draw(st.sampled_from(["1", "01"]))))
            codes = draw(st.sets(st.sampled_from(MANY.dimension("sign").code_ids)))
            spans = [(None, None)] if level else draw(_spans)
            for start, end in spans:
                for code in codes or [None]:
                    role = draw(st.sampled_from(["", "sender", "recipient"])) if code else ""
                    one = replace(bare, dimension="sign", code=code, role=role)
                    found.append(replace(one, start=start, end=end, memo=draw(_memos)))
            if draw(st.booleans()):
                found.append(replace(bare, dimension="sign", code="b", codebook="other"))
    if draw(st.booleans()):
        machine = Coding("c", "1", "sign", "-", "model:m", origin="machine", codebook="many")
        likely = draw(st.floats(0, 1))
        found.append(replace(machine, model="m", probability=likely, created_at="2024"))
    shown = {"suggested_by": "model:m", "confirmed": draw(st.booleans())}
    found[0] = replace(found[0], **shown)
    return list(dict.fromkeys(found))


_spans = st.lists(
    st.tuples(st.integers(0, 5), st.integers(6, len(TEXT))), min_size=1, max_size=2, unique=True
)


@pytest.mark.slow
@settings(max_examples=15)
@given(_codings(), st.sampled_from([".csv", ".tsv", ".parquet"]))
def test_a_long_table_read_back_brings_nothing_new(_base, codings, ending):
    space = _fresh(_base)
    open_codings(space).append(codings)
    target = space.root / f"out{ending}"
    corpus = load_corpus(space, "c")
    request = ExportRequest(text=True, attributes=("author", "thread_id"))
    export_codings(space, corpus, request, target)
    done = import_codings(space, CodingRequest(target, "c", ""))
    assert (done.new, done.replaced, done.problems) == (0, 0, ())
    elsewhere = _fresh(_base)
    import_codings(elsewhere, CodingRequest(target, "c", ""))
    here, there = (set(open_codings(one).rounds("c", EVERY_LEVEL)) for one in (space, elsewhere))
    assert there == here
    assert ending == ".parquet" or not acting_cells(target)


_flags = st.dictionaries(
    st.tuples(st.sampled_from(["1", "01", "=d"]), st.sampled_from(["ann", "bob"])),
    st.sets(
        st.tuples(
            st.sampled_from(MANY.dimension("sign").code_ids),
            st.sampled_from(["", "sender", "recipient"]),
        )
    ),
    min_size=1,
)


@pytest.mark.slow
@settings(max_examples=15)
@given(_flags)
def test_documents_by_codes_read_back_as_flags_bring_nothing_new(_base, said):
    space = _fresh(_base)
    codings = [
        Coding("c", document, "sign", code, coder, codebook="many", role=role)
        for (document, coder), given in said.items()
        for code, role in given or [(None, "")]
    ]
    open_codings(space).append(codings)
    corpus = load_corpus(space, "c")
    for coder in {coder for _, coder in said}:
        target = space.root / f"{coder}.csv"
        request = ExportRequest("documents", coder, codebook="many")
        export_codings(space, corpus, request, target)
        request = CodingRequest(target, "c", "many", coder=coder, flags=("sign",))
        done = import_codings(space, request)
        assert (done.new, done.replaced, done.problems) == (0, 0, ())


def _exported(space: Workspace, *codings: Coding, **more) -> Path:
    open_codings(space).append(codings)
    target = space.root / "out.csv"
    export_codings(space, load_corpus(space, "c"), ExportRequest(**more), target)
    return target


ONE = Coding("c", "1", "level", "1", "ann", codebook="many", created_at="2024", start=0, end=3)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"document": "2"}, "corpus 'c' has no document '2'"),
        ({"code": "2"}, "'2' is not a code of 'level' in codebook 'many'"),
        ({"end": "99"}, "the span 0 to 99 is not within the 34 characters"),
        ({"machine_code": "1"}, "a code stands here, and origin is 'human'"),
        ({"coder": "model:m"}, "'model:m' is a machine, and origin is 'human'"),
        ({"level": "villages"}, "'villages' is none of documents, interviews"),
        ({"level": "interviews", "document": "T"}, "it has a span"),
        ({"probability": "7"}, "'7' is not a number from 0 to 1"),
        ({"codebook_version": "one"}, "'one' is not a number of 1 or more"),
        ({"confirmed": "perhaps"}, "'perhaps' is neither yes nor no"),
        ({"coder": ""}, "no coder is named"),
    ],
)
def test_what_was_spoilt_on_the_way_is_named(_base, changed, sentence):
    space = _fresh(_base)
    target = _exported(space, ONE)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    header, cells = lines[0].split(","), lines[1].split(",")
    row = dict(zip(header, cells, strict=True)) | changed
    write_csv(target, header, [list(row.values())])
    with pytest.raises(BadRowsError) as caught:
        import_codings(space, CodingRequest(target, "c", ""))
    assert sentence in str(caught.value)
    assert "row 2" in str(caught.value)


def test_a_codebook_that_is_not_there_is_named(_base):
    space = _fresh(_base)
    target = _exported(space, ONE)
    (space.root / "codebooks" / "many.toml").unlink()
    with pytest.raises(NotFoundError, match="There is no codebook 'many'"):
        import_codings(space, CodingRequest(target, "c", ""))


def test_codes_are_kept_as_given_and_read_as_they_are_now_beside(_base):
    space = _fresh(_base)
    open_codings(space).append([ONE])
    wider = add_code(MANY, "level", Code(id="2", name="II"), reason="seen")
    replace_version(space, MANY, wider)
    merged = merge_codes(wider, "level", ["1", "01"], Code(id="one", name="I"), reason="one idea")
    replace_version(space, wider, merged)
    table = codings_table(space, load_corpus(space, "c"), ExportRequest())
    cells = dict(zip((c.name for c in table.columns), table.cells, strict=True))
    assert (cells["code"], cells["code_now"]) == (["1"], ["one"])
    target = _exported(space)
    assert import_codings(space, CodingRequest(target, "c", "")).new == 0


def test_a_workbook_says_what_it_cannot_hold(_base):
    space = _fresh(_base)
    open_codings(space).append([replace(ONE, memo="a\x07b"), replace(ONE, document="01")])
    target = space.root / "out.xlsx"
    _, said = export_codings(space, load_corpus(space, "c"), ExportRequest(), target)
    assert said == ["1 texts stand otherwise in it, for a workbook holds no such characters or no "
                    "texts as long: a .csv file keeps them."]  # fmt: skip
    done = import_codings(space, CodingRequest(target, "c", ""), dry_run=True)
    assert (done.new, done.unchanged) == (1, 1)


def test_what_goes_not_together_is_refused(_base):
    space = _fresh(_base)
    open_codings(space).append([ONE])
    corpus = load_corpus(space, "c")
    for request, sentence in (
        (ExportRequest(at=CodedAt("interviews", "majority")), "--rule says nothing"),
        (ExportRequest("interviews", text=True), "--with-text goes with documents"),
        (ExportRequest("documents", at=CodedAt("interviews")), "no codes of documents"),
        (ExportRequest(coder="cy"), "There is no coder 'cy'"),
        (
            ExportRequest("interviews", cells="ids", at=CodedAt("interviews", "majority")),
            "shows every passage",
        ),
        (ExportRequest(codebook="other"), "coded with 'other'"),
        (ExportRequest(attributes=("colour",)), "no column 'colour'"),
    ):
        with pytest.raises(InputError, match=sentence):
            codings_table(space, corpus, request)
