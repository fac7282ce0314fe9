"""The same interview comes out of every form of transcript."""

from __future__ import annotations

import pytest

from tests.corpus.reading.documents.writers import docx, p, r
from tests.corpus.reading.interviews.samples import SAID, TIMES, clock, documents, row, texts
from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.reading.documents.kinds import kind_of

NAMES = [
    *texts(),
    *"colon.docx rows.docx two.docx teams.docx old-teams.docx colon.odt colon.rtf".split(),
]
WITHOUT_TIMES = "colon capitals bold outside brackets alone below two".split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    for name, text in texts().items():
        (folder / name).write_text(text, encoding="utf-8")
    documents(folder)
    return folder


def turns(reading):
    documents = reading.checked.documents
    return documents[documents["meta.turn"] != "header"].reset_index(drop=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_turns_are_those_that_were_said(folder, name):
    reading = read_documents(folder / name)
    found = turns(reading)
    assert reading.table.facts["read as"] == "interview"
    assert [who.casefold() for who in found["author"]] == [who.casefold() for who, _ in SAID]
    assert list(found["text"]) == [text for _, text in SAID]
    questions = [who == "Interviewer" for who, _ in SAID]
    assert list(found["meta.turn"] == "question") == questions
    stem = name.split(".")[0]
    ids = [f"{stem}#{n:03d}" for n in range(1, 8)]
    assert list(found["id"]) == ids
    asked = [None, ids[0], None, ids[2], ids[2], None, ids[5]]
    assert [one or None for one in found["parent_id"]] == asked
    assert set(found["thread_id"]) == {stem}
    assert list(found["position"]) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", [name for name in NAMES if name.split(".")[0] != "old-teams"])
def test_times_stand_beside_the_turns(folder, name):
    found = turns(read_documents(folder / name))
    stem = name.split(".")[0]
    if stem in WITHOUT_TIMES:
        assert "meta.start_time" not in found
    elif stem == "f4":
        ends = [f"{clock(at)}.4" for at in [*TIMES[1:], "1:20"]]
        assert list(found["meta.end_time"]) == ends
    else:
        assert list(found["meta.start_time"]) == list(map(clock, TIMES))
    if name.endswith((".vtt", ".srt")):
        assert list(found["meta.end_time"]) == list(map(clock, [*TIMES[1:], "1:20"]))


@pytest.mark.parametrize("name", NAMES)
def test_offsets_and_lines_lead_back_to_the_file(folder, name):
    path = folder / name
    kind = kind_of(path)
    whole = kind.read(path, ReadOptions()).text if kind else path.read_text(encoding="utf-8")
    for _, turn in turns(read_documents(path)).iterrows():
        start, end = int(turn["meta.start"]), int(turn["meta.end"])
        assert whole.count("\n", 0, start) + 1 >= int(turn["meta.line"])
        assert whole[start:end] == turn["text"]


def test_a_folder_of_all_forms_is_read_in_one_go(folder):
    reading = read_documents(folder)
    found = turns(reading)
    assert not reading.checked.problems
    assert found["thread_id"].nunique() == len(NAMES)
    assert len(found) == 7 * len(NAMES)
    said = "\n".join(reading.checked.remarks)
    assert f"{len(NAMES)} interviews, {7 * len(NAMES)} turns: " in said
    assert "taken for interviewers: 'Interviewer' by the label in 24 interviews" in said
    assert "Transcribed by https://otter.ai" in said
    assert "header" in said


def test_rows_without_some_cells_stay_in_their_columns(tmp_path):
    cells = [
        row("0:01", "INT", "Who leads?"),
        row("", "P1", "Nobody leads."),
        row("", "", "It just works."),
        row("0:20", "INT", "Really?"),
        row("0:25", "P1", ""),
        row("0:30", "P1", "Yes, really."),
    ]
    path = docx(tmp_path / "a.docx", p("Interview 3") + f"<w:tbl>{''.join(cells)}</w:tbl>")
    found = read_documents(path).checked.documents
    assert list(found["author"].fillna("")) == ["", "INT", "P1", "INT", "P1"]
    assert list(found["text"]) == [
        "Interview 3",
        "Who leads?",
        "Nobody leads.\nIt just works.",
        "Really?",
        "Yes, really.",
    ]


def test_other_cells_of_a_row_are_kept(tmp_path):
    rows = [
        "1\tI\tWhy?\tloud",
        "2\tB\tBecause of this.\t",
        "3\tI\tAnd so?\t",
        "4\tB\tSo, well.\tlow",
    ]
    (tmp_path / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    found = read_documents(tmp_path / "a.txt").checked.documents
    assert list(found["author"]) == ["I", "B", "I", "B"]
    assert list(found["meta.beside"].fillna("")) == ["loud", "", "", "low"]


def test_a_table_of_turns_is_a_corpus_as_any_table(tmp_path):
    timed = zip(TIMES, SAID, strict=True)
    lines = ["time,speaker,text", *(f'{clock(at)},{who},"{text}"' for at, (who, text) in timed)]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read_documents(tmp_path / "a.csv").checked.documents
    assert list(found["author"]) == [who for who, _ in SAID]
    assert list(found["text"]) == [text for _, text in SAID]
    assert list(found["meta.time"]) == list(map(clock, TIMES))


def test_names_of_columns_are_no_turn(tmp_path):
    timed = zip(TIMES, SAID, strict=True)
    rows = ["Timespan\tContent\tWho it is", *(f"{at}\t{text}\t{who}" for at, (who, text) in timed)]
    (tmp_path / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    reading = read_documents(tmp_path / "a.txt")
    assert list(reading.checked.documents["text"]) == [text for _, text in SAID]
    assert any("'Timespan Content Who it is'" in one for one in reading.checked.remarks)


def test_numbers_before_the_labels_are_passed_over(tmp_path):
    text = "".join(f"{n}  {who}: {said}\n" for n, (who, said) in enumerate(SAID, 1))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = read_documents(tmp_path / "a.txt").checked.documents
    assert list(found["text"]) == [said for _, said in SAID]


def test_comments_stay_with_the_turn_that_they_are_on(tmp_path):
    marked = f'<w:p><w:commentRangeStart w:id="1"/>{r("B: Because.")}</w:p>'
    body = p("I: Why is it?") + marked + p("I: And?") + p("B: No.")
    note = f'<w:comment w:id="1" w:author="Ed">{p("ask again")}</w:comment>'
    path = docx(tmp_path / "a.docx", body, comments=note)
    found = read_documents(path).checked.documents
    assert list(found["meta.comments"].fillna("")) == ["", "Ed: ask again", "", ""]
