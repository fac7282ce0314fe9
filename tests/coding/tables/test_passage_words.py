"""A table that names what was coded by its words is read as codes of these places."""

import csv

import pytest

from textmine.coding import open_codings
from textmine.coding.tables.found_words import Words

TALKS = {
    "A1_Alma.txt": "I: Do you lend machines?\nB: We lend each other “the lathe”.\nIt is late.\n"
    "I: And prices?\nB: Nobody says a number. Do you lend machines?\n",
    "A2_Bela.txt": "I: Prices?\nB: Nobody says a number.\nI: And then?\nB: Nobody says a number.\n",
}


@pytest.fixture
def talks(run, workspace, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    for name, text in TALKS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert run("corpus", "import", folder, "--name", "talks").code == 0
    codes = "practice=lending:lending,silent:silent,asking:asking"
    assert run("codebook", "new", "open", "--dimension", codes, "--multi", "practice").code == 0

    def coded(rows, *options, header=("Interview", "Segment", "Code")):
        table = tmp_path / "codes.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        command = ["coding", "import", table, "--corpus", "talks", "--codebook", "open"]
        command += ["--dimension", "practice", "--coder", "ana", *options]
        return run(*command)

    return coded


def spans(workspace):
    found = open_codings(workspace).current("talks")
    return sorted((c.document, c.start, c.end, c.code) for c in found)


@pytest.mark.parametrize("interview", ["A1_Alma", "a1_alma.txt", "A1_Alma#002", ""])
@pytest.mark.parametrize(
    "words",
    [
        'We lend each other "the lathe". It is late.',
        "  We lend each\nother »the lathe«. It is late. ",
        "We lend […] is late.",
        "…We lend each other “the lathe”. It is late…",
    ],
)
def test_found_whatever_signs_and_blanks(talks, workspace, interview, words):
    ran = talks([(interview, words, "lending")])
    assert ran.code == 0, ran.err
    [(document, start, end, code)] = spans(workspace)
    text = "We lend each other “the lathe”.\nIt is late."
    assert (document, code, start) == ("A1_Alma#002", "lending", 0)
    assert len(text) - 1 <= end <= len(text)


def test_answers_go_before_questions(talks, workspace):
    ran = talks([("A1_Alma", "Do you lend machines?", "asking")])
    assert ran.code == 0, ran.err
    assert [span[0] for span in spans(workspace)] == ["A1_Alma#004"]


def test_several_turns_are_several_passages(talks, workspace):
    words = "I: And prices?\nB: Nobody says a number."
    ran = talks([("A1_Alma", words, "silent")])
    assert ran.code == 0, ran.err
    assert [span[0] for span in spans(workspace)] == ["A1_Alma#004"]


def test_what_stands_twice_is_asked_for_unless_each_is_there(talks, workspace):
    silent = ("A2_Bela", "Nobody says a number.", "silent")
    ran = talks([silent])
    assert ran.code == 1
    assert "stand at 2 places ('A2_Bela#002', 'A2_Bela#004')" in ran.err
    assert talks([silent, silent]).code == 0
    assert [span[0] for span in spans(workspace)] == ["A2_Bela#002", "A2_Bela#004"]


def test_rows_without_a_place_say_why(talks, workspace):
    rows = [
        ("A1_Alma", "We lend each other", "lending"),
        ("A2_Bela", "the lathe", "lending"),
        ("A9", "the lathe", "lending"),
        ("A2_Bela", "Never said", "lending"),
    ]
    ran = talks(rows, "--passage", "Segment")
    assert ran.code == 1
    assert "'A2_Bela' does not have these words; 'A1_Alma#002' has" in ran.err
    assert "has no document, interview or file 'A9'" in ran.err
    assert "row 5: 'A2_Bela' does not have these words" in ran.err
    assert spans(workspace) == []


def test_another_column_of_that_name_stays_a_column(talks, workspace):
    header = ("document", "Passage", "Code")
    ran = talks([("A1_Alma#002", "p. 3", "lending")], header=header)
    assert ran.code == 0, ran.err
    assert spans(workspace) == [("A1_Alma#002", None, None, "lending")]


def test_a_column_that_is_not_there(talks):
    ran = talks([("A1_Alma", "We lend", "lending")], "--passage", "Segmant")
    assert "Did you mean 'Segment'?" in ran.err


def test_places_are_those_of_the_text_itself():
    text = "He  said:\u00ad “Wait…\u00a0now” – and went."
    [(place,)] = Words([text]).places('said: "Wait... now" - and', [0])
    assert text[place.start : place.end] == "said:\u00ad “Wait…\u00a0now” – and"
