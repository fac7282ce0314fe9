"""Codes and themes with findings and theory: memos reach their rows, quotations are verbatim."""

from __future__ import annotations

import pytest

from tests.made import filled
from tests.studies.made import add_study_002
from textmine.codebook import find_codebook
from textmine.codebook.changes import rename_code
from textmine.codebook.versions import replace_version
from textmine.coding.memos.memo import Memo, Target
from textmine.coding.memos.store import open_memos
from textmine.errors import InputError
from textmine.reading.displays.findings import findings_of_codes
from textmine.report.findings import findings_section
from textmine.store import Workspace

BOOK = "rozkwitalska-lis-2022"


@pytest.fixture
def space(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    base = tmp_path_factory.getbasetemp()
    return filled(workspace, base, "of-study-002", add_study_002)


def on_code(text: str, code: str, type: str, *links: int) -> Memo:
    target = Target("code", BOOK, code, "level")
    return Memo(text, type, by="ann", target=target, links=links)  # type: ignore[arg-type]


@pytest.mark.slow
def test_memos_stand_beside_the_code_that_they_are_on_or_are_linked_with(space: Workspace) -> None:
    open_memos(space).add(
        [
            on_code("They only look around.", "I", "summary"),
            Memo("Weak ties.", "theory", by="bob", links=(1,)),
            on_code("Strong ties.", "II", "theory"),
            on_code("Is it the same in ICT?", "II", "open-question"),
            Memo("Something else.", "theory"),
            on_code("A remark.", "III", "note"),
        ]
    )
    rows = {one.label: one for one in findings_of_codes(space, "ix", "level").rows}
    told = {
        label: [[each.memo.number for each in part] for part in (one.findings, one.theory)]
        for label, one in rows.items()
    }
    assert told == {"I": [[1], [2]], "II": [[], [3]], "III": [[], []], "IV": [[], []]}
    assert [each.memo.number for each in rows["II"].questions] == [4]


def test_memos_follow_a_code_that_is_called_otherwise(space: Workspace) -> None:
    open_memos(space).add([on_code("They only look around.", "I", "summary")])
    book = find_codebook(BOOK, space)
    new = rename_code(book, "level", "I", to="one", name="First", reason="clearer")
    replace_version(space, book, new)
    row = findings_of_codes(space, "ix", "level").rows[0]
    assert (row.label, len(row.findings)) == ("one", 1)


def test_quotations_are_verbatim_and_of_different_people(space: Workspace) -> None:
    found = findings_of_codes(space, "ix", "level", n=3)
    texts = dict(zip(found.corpus.ids, found.corpus.texts, strict=True))
    for row in found.rows:
        assert len({one.voice for one in row.quotations}) == 3
        assert all(texts[one.document][one.start : one.end] == one.text for one in row.quotations)


def test_what_lacks_a_finding_is_said(space: Workspace) -> None:
    open_memos(space).add([on_code("They only look around.", "I", "summary")])
    section = findings_section(findings_of_codes(space, "ix", "level"), quoted=True)
    assert "Without a finding: II, III, IV." in section.sentences
    assert "(memo 1, ann)" in str(section.tables[0].rows[0]["findings"])


def test_a_dimension_that_is_not_there_is_refused(space: Workspace) -> None:
    with pytest.raises(InputError, match="no dimension 'levl'"):
        findings_of_codes(space, "ix", "levl")
