"""Import a file and make a codebook from pages alone; what is wrong is said and nothing is kept."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import by_link, site_of
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.schema import Coding
from textmine.web.pages.importing import MOST

TABLE = b"id,author,text\n1,Ana,The rent of the studio was raised again this year.\n2,Bo,Buses.\n"


@pytest.fixture
def lea(space):
    person = by_link(site_of(space), "lea")
    person.open("/import")
    return person


def sent(lea, name="messages.csv", content=TABLE):
    return sent_together(lea, (name, content))


def sent_together(lea, *files):
    answer = lea.post("/import/file", files=[("file", file) for file in files])
    found = re.search(r"file=([0-9a-f]{32})", answer.headers.get("location", ""))
    return answer if found is None else found[1]


def test_a_file_is_read_shown_and_kept(space, lea):
    number = sent(lea)
    page = lea.open("/import/check", file=number)
    assert "The rent of the studio" in page
    assert 'value="messages"' in page
    answer = lea.post("/import", {"file": number, "name": "letters", "author": "-"})
    assert "2 documents are kept" in answer.text
    corpus = load_corpus(space, "letters")
    assert corpus.ids == ["1", "2"]
    assert "author" not in corpus.documents
    assert lea.get("/import/check", file=number).status_code == 404


def test_bad_rows_are_named_and_can_be_left_out(space, lea):
    twice = TABLE + b"2,Cy,Said twice under one id.\n"
    number = sent(lea, content=twice)
    page = lea.open("/import/check", file=number, id="id")
    assert "row 4" in page
    wanted = {"file": number, "name": "letters", "id": "id"}
    answer = lea.post("/import", wanted)
    assert answer.status_code == 422
    assert str(space.root) not in answer.text
    assert not (space.root / "corpora" / "letters").exists()
    assert (
        "1 row was put into letters-rejected.csv"
        in lea.post("/import", {**wanted, "skip": "yes"}).text
    )
    assert (space.root / "letters-rejected.csv").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "../../up.csv",
        "C:\\a\\up.csv",
        "/etc/up.csv",
        "..",
        "up",
        "up.c/v",
        "\x00.csv",
        "up." + "x" * 30,
    ],
)
def test_names_of_files_lead_nowhere(space, lea, name):
    before = {path for path in space.root.parent.rglob("*") if "uploads" not in path.parts}
    number = sent(lea, name)
    after = {path for path in space.root.parent.rglob("*") if "uploads" not in path.parts}
    assert {path for path in after - before if path.name != "web"} == set()
    if isinstance(number, str):
        [path] = (space.scratch / "web" / "uploads" / number).iterdir()
        assert re.fullmatch(r"\w[\w. -]*", path.name)
    else:
        assert number.status_code == 422


TALK = b"Researcher: Why here?\n%s: The rent was low.\n" * 3
INTERVIEWS = (
    ("north_Mia Ek_1.txt", TALK.replace(b"%s", b"Mia")),
    ("south_Jörg_1.txt", TALK.replace(b"%s", b"Jo")),
)


def test_several_files_become_one_corpus(space, lea):
    number = sent_together(lea, *INTERVIEWS)
    page = lea.open("/import/check", file=number)
    assert "What names of files say" in page
    assert 'value="documents"' in page
    form = {"file": number, "name": "talks", "from-name": "{case}_{author}_{round}"}
    assert "12 documents are kept" in lea.post("/import", form).text
    talks = load_corpus(space, "talks").documents
    assert sorted(set(talks["thread_id"])) == ["north_Mia Ek_1", "south_Jörg_1"]
    assert sorted(set(talks["meta.case"])) == ["north", "south"]
    assert not list((space.scratch / "web" / "uploads").iterdir())


def test_files_of_one_name_are_all_kept(space, lea):
    files = [("notes.txt", b"The rent."), ("Notes.TXT", b"Buses."), ("a/notes.txt", b"Trams.")]
    number = sent_together(lea, *files)
    lea.post("/import", {"file": number, "name": "notes"})
    assert set(load_corpus(space, "notes").texts) == {"The rent.", "Buses.", "Trams."}


def test_a_document_is_cut_where_the_page_says(space, lea):
    number = sent(lea, "plan.txt", b"The rent is high. " * 9 + b"\n\n" + b"Buses are late. " * 9)
    page = lea.open("/import/check", file=number, split="paragraphs")
    assert '<option value="paragraphs" selected>' in page
    lea.post("/import", {"file": number, "name": "plan", "split": "paragraphs"})
    assert len(load_corpus(space, "plan").ids) == 2


def test_a_wrong_choice_is_said_and_can_be_mended(lea):
    number = sent_together(lea, *INTERVIEWS)
    answer = lea.get("/import/check", **{"file": number, "from-name": "{case"})
    assert answer.status_code == 422
    assert 'value="{case"' in answer.text


def test_dates_are_read_in_the_order_that_the_page_says(space, lea):
    number = sent(lea, content=b"id,date,text\n1,3/4/13,Rent.\n2,5/6/13,Buses.\n")
    lea.post("/import", {"file": number, "name": "dated", "date-order": "mdy"})
    assert load_corpus(space, "dated").documents["created_at"].dt.month.tolist() == [3, 5]


@pytest.mark.parametrize("number", ["", "x", "../" * 3, "0" * 32, "a" * 31 + "/"])
def test_files_that_were_not_sent_are_not_found(lea, number):
    assert lea.get("/import/check", file=number).status_code in (400, 404)


def test_what_is_no_table_is_said(lea):
    number = sent(lea, "x.xlsx", b"no workbook")
    answer = lea.get("/import/check", file=number)
    assert answer.status_code == 422
    assert "uploads" not in answer.text
    assert MOST == 200 * 1024 * 1024


def test_a_taken_name_is_refused(space, lea):
    answer = lea.post("/import", {"file": sent(lea), "name": "town"})
    assert answer.status_code == 422
    assert len(load_corpus(space, "town").ids) == 12


def test_later_messages_are_added_to_a_corpus(space, lea):
    lea.post("/import", {"file": sent(lea), "name": "letters"})
    number = sent(lea, content=b"id,author,text\n2,Bo,Buses.\n3,Cy,Trams.\n")
    assert "add to the corpus of that name" in lea.open("/import/check", file=number)
    answer = lea.post("/import", {"file": number, "name": "letters", "add": "yes"})
    assert "3 documents are kept, those that were there among them." in answer.text
    assert load_corpus(space, "letters").ids == ["1", "2", "3"]
    other = sent(lea, content=b"id,author,text\n1,Bo,Other words.\n")
    refused = lea.post("/import", {"file": other, "name": "letters", "add": "yes"})
    assert refused.status_code == 422
    assert "Another text stands in" in refused.text


def test_a_codebook_is_made_and_changed_with_a_reason(space, lea):
    lea.open("/codebook")
    form = {
        "name": "forum-book",
        "dimension-1": "Goal orientation",
        "question-1": "What does it want?",
        "codes-1": "A: sharing knowledge\nB: achieving ends\n",
        "dimension-2": "Tone",
        "codes-2": "calm\ncross",
        "multi-2": "yes",
    }
    assert lea.post("/codebook", form).headers["location"] == "/codebook/one?name=forum-book"
    book = find_codebook("forum-book", space)
    assert [one.id for one in book.dimensions] == ["goal_orientation", "tone"]
    assert book.dimension("goal_orientation").code("B").definition == "achieving ends"
    assert book.dimension("tone").labels == "multi"
    open_codings(space).append(
        [Coding("town", "d000", "tone", "calm", "lea", codebook="forum-book")]
    )
    lea.open("/codebook/one", name="forum-book")
    change = {"name": "forum-book", "kind": "redefine", "dimension": "tone", "code": "calm"}
    told = {"code_name": "Calm", "definition": "No heat.", "reason": "too wide"}
    assert lea.post("/codebook/change", {**change, **told}).status_code == 303
    page = lea.open("/codebook/one", name="forum-book")
    assert "To be looked at again" in page
    assert "too wide" in page
    book = find_codebook("forum-book", space)
    assert (book.version, book.dimension("tone").code("calm").name) == (3, "Calm")
    assert [one.by for one in book.changes] == ["lea", "lea"]
    again = lea.post("/codebook/change", {**change, **told})
    assert again.status_code == 422
    add = {**change, "kind": "add", "code": "sad", "reason": "seen often"}
    assert lea.post("/codebook/change", add).status_code == 303
    for kind in (
        {"kind": "retire", "code": "sad"},
        {"kind": "merge", "code": "sad", "into": "calm"},
    ):
        assert lea.post("/codebook/change", {**change, **kind, "reason": ""}).status_code == 422
    retire = {**change, "kind": "retire", "code": "sad", "reason": "unused"}
    assert lea.post("/codebook/change", retire).status_code == 303
    assert find_codebook("forum-book", space).version == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../up"},
        {"name": "meeting"},
        {"codes-1": ""},
        {"codes-1": "A"},
        {"codes-1": "A\na"},
        {"dimension-1": ""},
        {"source": "/etc/passwd.toml"},
    ],
)
def test_a_codebook_that_will_not_do_is_refused(space, lea, wrong):
    lea.open("/codebook")
    form = {"name": "forum-book", "dimension-1": "Goal", "codes-1": "A\nB", **wrong}
    assert lea.post("/codebook", form).status_code == 422
    assert sorted(path.stem for path in (space.root / "codebooks").glob("*.toml")) == ["meeting"]


def test_a_copy_of_a_codebook_can_be_made(space, lea):
    lea.open("/codebook")
    assert lea.post("/codebook", {"name": "mine", "source": "ling-martins-2015"}).status_code == 303
    assert len(find_codebook("mine", space).dimensions) > 1
