"""Two rounds of interviews, whose files are called after round, year and person."""

from __future__ import annotations

import pytest

from textmine.corpus import load_corpus
from textmine.corpus.joined import meant

PEOPLE = "name,age,network\nAnna,44,north\nBjørn,51,south\nCarla,38,north\nDieter,40,south\n"


@pytest.fixture
def talks(run, workspace, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    for number in (1, 2):
        for person in ("Anna", "Bjørn", "Carla", "Anna+Carla"):
            text = "Interview on a day\nI: And now?\nB: It is as it was.\nI: Why?\nB: So it is.\n"
            (folder / f"R{number}_20{17 + 2 * number}_{person}.txt").write_text(
                text, encoding="utf-8"
            )
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert run("corpus", "import", folder, "--name", "talks").code == 0
    return workspace


def test_people_are_found_in_the_names_of_files(talks, run, tmp_path):
    ran = run("participants", "import", "talks", tmp_path / "people.csv")
    assert ran.code == 0, ran.err
    assert "'name' is joined to thread_id" in ran.err
    assert "part of the file name" in ran.err
    assert "3 of the 4 participants" in ran.err
    corpus = load_corpus(talks, "talks")
    network = dict(zip(corpus.column("thread_id"), corpus.column("meta.network"), strict=True))
    assert network["R1_2019_Anna"] == network["R2_2021_Anna"] == "north"
    assert network["R2_2021_Bjørn"] == "south"
    assert network["R1_2019_Anna+Carla"] == ""


def test_exactly_means_no_parts(talks, run, tmp_path):
    ran = run("participants", "import", "talks", tmp_path / "people.csv", "--exact")
    assert ran.code == 1
    assert "Nothing in people.csv names documents" in ran.err


@pytest.mark.parametrize(
    ("value", "person"),
    [("A1_Alma", "Alma"), ("x/A1-alma.docx", "Alma"), ("A1_Almaz", ""), ("Alma_Bo", ""), ("2", "")],
)
def test_one_word_of_a_file_name(value, person):
    assert meant([value], ["Alma", "Bo", "2"][:2], ("part of the file name",)) == [person]


def test_a_table_of_interviews_and_one_of_people(talks, run, tmp_path):
    """What --by names is looked for in each table, and questions are not said to lack a person."""
    people = tmp_path / "speakers.csv"
    people.write_text("who,trade\nB,weaver\n", encoding="utf-8")
    rounds = tmp_path / "rounds.csv"
    files = sorted({*load_corpus(talks, "talks").column("thread_id")})
    rows = "".join(f"{file}.txt,{file[1]}\n" for file in files)
    rounds.write_text(f"file,round\n{rows}", encoding="utf-8")
    ran = run("participants", "import", "talks", people, "--on", "author")
    assert "16 of its 16 documents have a participant" in ran.err
    assert "Documents without" not in ran.err
    assert run("participants", "import", "talks", rounds).code == 0
    ran = run("participants", "list", "talks", "--by", "round")
    assert ran.code == 0, ran.err
    assert run("participants", "list", "talks", "--by", "trade").code == 0


def test_what_leaves_the_house_has_no_names_of_files_unsaid(talks, run):
    ran = run("corpus", "pseudonymise", "talks", "--name", "alias", "--rules-only")
    assert ran.code == 0, ran.err
    assert "called after 8 files (R1_2019_Anna, " in " ".join(ran.err.split())
    assert "source" not in load_corpus(talks, "alias").documents


def test_several_codes_are_moved_at_once_and_new_ones_are_named(run, workspace):
    dimension = "practice=lending:lending,showing:showing,giving:giving"
    assert run("codebook", "new", "open", "--dimension", dimension).code == 0
    change = ("codebook", "change")
    said = ("open", "--dimension", "practice", "--code", "lending", "--code", "showing")
    ran = run(*change, "merge", *said, "--into", "helping", "--reason", "one idea")
    assert ran.code == 1
    assert "'helping:its name'" in ran.err
    ran = run(*change, "move", *said, "--parent", "giving", "--reason", "axial")
    assert ran.code == 0, ran.err
    assert "now version 3" in ran.err
    history = run("codebook", "history", "open").out
    assert history.count("move") == 2
    for version in (1, 2):
        assert (workspace.root / f"codebooks/versions/open/{version}.toml").exists()
    ran = run(*change, "move", *said, "--parent", "nowhere", "--reason", "axial")
    assert ran.code == 1
    assert not (workspace.root / "codebooks/versions/open/3.toml").exists()
