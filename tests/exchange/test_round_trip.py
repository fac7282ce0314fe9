"""Any text with any spans, codes and coders survives writing and reading, for every program."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made_projects import ANA, BEN, CODES, guid
from textmine.exchange.naming import made_guid
from textmine.exchange.positions import PROFILES, SAFE
from textmine.exchange.project import Mark, Project, ProjectCode, Selection, SourceText, User
from textmine.exchange.refi.reading import read_qdpx
from textmine.exchange.refi.writing import write_qdpx

SIGNS = st.one_of(
    st.sampled_from("a b\n\t😀é\u0301\u200d\ufeff\u2028字<&>\"'\x0b"),
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"),
)
TEXTS = st.text(SIGNS, min_size=1, max_size=40)
NAMES = st.lists(
    st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool),
    min_size=1,
    max_size=4,
    unique_by=str.casefold,
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Texts with spans that may nest and overlap, nested codes, and several coders."""
    from textmine.exchange.refi.writing import _UNFIT

    def plain(name: str) -> str:
        return _UNFIT.sub("\ufffd", name)

    users = tuple(
        User(made_guid("u", name), name) for name in dict.fromkeys(map(plain, draw(NAMES)))
    )
    codes: list[ProjectCode] = []
    for name in dict.fromkeys(map(plain, draw(NAMES))):
        above = draw(st.sampled_from(["", *(one.guid for one in codes)]))
        codes.append(ProjectCode(made_guid("c", name), name, above, codable=draw(st.booleans())))
    sources = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(TEXTS)
        given_spans = draw(
            st.lists(
                st.tuples(
                    st.integers(0, len(text) - 1),
                    st.integers(1, len(text)),
                    st.sampled_from(codes),
                    st.sampled_from(users),
                ),
                max_size=5,
                unique_by=lambda one: (one[0], one[1], one[2].guid, one[3].guid),
            )
        )
        selections = [
            Selection(
                made_guid("s", number, start, end, code.guid, user.guid),
                start,
                end,
                (
                    Mark(
                        made_guid("m", number, start, end, code.guid, user.guid),
                        code.guid,
                        user.guid,
                    ),
                ),
                user=user.guid,
            )
            for start, end, code, user in given_spans
            if start < end
        ]
        sources.append(SourceText(made_guid("t", number), f"m{number}", text, tuple(selections)))
    return Project("pilot", "textmine 1", users, tuple(codes), sources=tuple(sources))


def read_again(project: Project, profile: object) -> Project:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.qdpx"
        write_qdpx(path, project, profile)  # type: ignore[arg-type]
        return read_qdpx(path).project


@settings(max_examples=60)
@given(made=projects())
def test_any_project_survives_the_safe_form(made: Project) -> None:
    found = read_again(made, SAFE)
    assert found.users == made.users
    assert set(found.codes) == set(made.codes)
    for theirs, ours in zip(found.sources, made.sources, strict=True):
        assert theirs.text == ours.text
        assert theirs.selections == ours.selections


@settings(max_examples=60)
@given(made=projects(), program=st.sampled_from([*PROFILES]))
def test_any_project_survives_the_form_of_every_program(made: Project, program: object) -> None:
    profile = PROFILES[program]  # type: ignore[index]
    origin = f"textmine for {profile.program} 1"
    found = read_again(Project(**{**vars(made), "origin": origin}), profile)
    for theirs, ours in zip(found.sources, made.sources, strict=True):
        assert theirs.text == ours.text
        assert theirs.selections == ours.selections


def test_nested_and_equal_spans_of_two_coders(tmp_path: Path) -> None:
    text = "one two three"
    spans = [(0, 13), (0, 7), (4, 7), (4, 13)]
    selections = tuple(
        Selection(
            made_guid("s", start, end, user),
            start,
            end,
            (Mark(made_guid("m", start, end, user), CODES[1].guid, user),),
            user=user,
        )
        for start, end in spans
        for user in (ANA, BEN)
    )
    made = Project(
        "p",
        "textmine 1",
        (User(ANA, "Ana"), User(BEN, "Ben")),
        CODES,
        sources=(SourceText(guid("t"), "t", text, selections),),
    )
    assert read_again(made, SAFE).sources[0].selections == selections
