"""Mixed folders and zips of documents: rows, passages, problems, identities."""

from __future__ import annotations

import zipfile

import pytest

from tests.corpus.reading.documents.writers import NUMBERING, STYLES, docx, lines, odt, p, pdf_bytes
from tests.corpus.reading.documents.writers import Run as PdfRun
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.corpus.reading.documents import pdf_pages
from textmine.corpus.reading.documents.kinds import kind_of
from textmine.corpus.reading.documents.read_folder import read_folder
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import read_raw
from textmine.errors import BadRowsError, ExtraMissingError, InputError

LONG = "A paragraph that is long enough to be a passage by itself, number"


def word_file(path):
    body = (
        p("A plan", "Titel") + p("Lead of the plan, which is long enough to stand by itself.")
        + p("Skills", "berschrift1") + p(f"{LONG} one.") + p("Apprentices", "berschrift2")
        + f"<w:p><w:commentRangeStart w:id='0'/><w:r><w:t>{LONG} two.</w:t></w:r></w:p>"
    )  # fmt: skip
    comments = f"<w:comment w:id='0' w:author='Ann'>{p('Check')}</w:comment>"
    return docx(path, body, styles=STYLES, numbering=NUMBERING, comments=comments)


def pdf_file(path):
    heading = [PdfRun("Places", 60, 760, 16)]
    pages = [[*heading, *lines([f"{LONG} one."], y=720)], lines([f"{LONG} two."])]
    path.write_bytes(pdf_bytes(pages, {"CreationDate": "D:20130902", "Author": "Ann"}))
    return path


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "docs"
    (root / "deep").mkdir(parents=True)
    word_file(root / "a.docx")
    pdf_file(root / "deep" / "b.pdf")
    odt(root / "c.odt", f"<text:p>{LONG} one.</text:p>")
    (root / "d.html").write_text(f"<title>Page</title><h1>H</h1><p>{LONG} one.</p>")
    (root / "e.md").write_text(f"---\ntitle: Front\ndate: 2014-05-06\n---\n# One\n{LONG} one.\n")
    (root / "e.txt").write_text(f"{LONG} one.")
    for name in (".hidden.txt", "~$a.docx", "README.md"):
        (root / name).write_text("not a document")
    for name in ("x.png", "y.doc", "z.doc"):
        (root / name).write_bytes(b"x")
    return root


def rows(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_a_mixed_folder_whole(folder):
    table = read_folder(folder)
    found = rows(table)
    assert [row["id"] for row in found] == ["a", "c", "d", "deep/b", "e.md", "e.txt"]
    assert [row["thread_id"] for row in found] == [row["id"] for row in found]
    titles = ["A plan", "c", "Page", "Places", "Front", "e.txt"]
    assert [row["title"] for row in found] == titles
    assert [row["created_at"] for row in found] == [
        "",
        "",
        "",
        "2013-09-02T00:00:00",
        "2014-05-06",
        "",
    ]
    assert (found[3]["page"], found[3]["last_page"], found[3]["file_author"]) == ("1", "2", "Ann")
    assert found[0]["comments"] == "Ann: Check"
    assert table.facts == {"files": "6", "encoding": "UTF-8", "split": "none", "comments": "1"}
    assert "files of other kinds were left out: 2 .doc, 1 .png" in table.remarks
    assert "save .doc files as .docx, and import again" in table.remarks
    assert not table.problems


@pytest.mark.parametrize("split", ["none", "sections", "paragraphs"])
def test_every_passage_is_its_place_in_the_whole(folder, split):
    for row in rows(read_folder(folder, ReadOptions(split=split))):
        path = folder / row["source"]
        whole = kind_of(path).read(path, ReadOptions())
        start, end = int(row["start"]), int(row["end"])
        assert row["text"] == whole.text[start:end]
        assert int(row["line"]) == whole.text[:start].count("\n") + 1
        if whole.pages:
            begun = [number for number, at in enumerate(whole.pages, start=1) if at <= start]
            assert int(row["page"]) == begun[-1]


def test_sections_are_paths_and_comments_stay_with_their_passage(folder):
    found = [
        row
        for row in rows(read_folder(folder, ReadOptions(split="sections")))
        if row["thread_id"] == "a"
    ]
    assert [(row["id"], row["section"], row["comments"]) for row in found] == [
        ("a#001", "A plan", ""),
        ("a#002", "1 Skills", ""),
        ("a#003", "1 Skills > 1.1 Apprentices", "Ann: Check"),
    ]


def test_a_zip_is_read_like_a_folder(folder, tmp_path):
    path = tmp_path / "docs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*.*")):
            archive.write(file, file.relative_to(folder).as_posix())
        archive.writestr("../up.txt", "climbs")
    table = read_raw(path)
    assert [row["id"] for row in rows(table)] == [row["id"] for row in rows(read_folder(folder))]
    assert table.source == "docs.zip"
    assert [str(one) for one in table.problems] == [
        "row 8: entry '../up.txt' of docs.zip: its name leads out of the archive"
    ]
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("a.csv", "id,text")
    with pytest.raises(InputError, match=r"none\.zip has no document"):
        read_raw(tmp_path / "none.zip")


def test_files_that_cannot_be_read_are_named_and_can_be_skipped(folder, workspace, tmp_path):
    (folder / "b.docx").write_bytes(b"broken")
    (folder / "deep" / "scan.pdf").write_bytes(pdf_bytes([[], []]))
    reading = read_documents(folder)
    with pytest.raises(BadRowsError, match=r"deep/scan\.pdf: has no text on its 2 pages"):
        import_corpus(workspace, "c", reading, About())
    assert not (workspace.root / "corpora" / "c").exists()
    imported = import_corpus(workspace, "c", reading, About(), tmp_path / "bad.csv")
    assert (len(imported.corpus), imported.rejected) == (6, 2)
    said = (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")
    assert "b.docx: is not a Word document" in said
    assert "have the text recognised" in said.lower()
    stored = load_corpus(workspace, "c").documents
    assert list(stored["id"]) == ["a", "c", "d", "deep/b", "e.md", "e.txt"]
    assert str(stored["created_at"][3]) == "2013-09-02 00:00:00"


def test_without_the_extra_other_files_are_still_read(folder, monkeypatch):
    monkeypatch.setattr(pdf_pages, "find_spec", lambda name: None)
    table = read_folder(folder)
    assert len(table.rows) == 5
    assert "pip install 'textmine[documents]'" in table.problems[0].problem
    with pytest.raises(ExtraMissingError, match="needs pypdfium2"):
        read_raw(folder / "deep" / "b.pdf")


@pytest.mark.parametrize(
    ("name", "identity"), [("a.docx", "a#001"), ("deep/b.pdf", "b#001"), ("e.md", "e#001")]
)
def test_a_single_document(folder, name, identity):
    table = read_raw(folder / name, ReadOptions(split="paragraphs"))
    assert table.rows[0][0] == identity
    assert table.source == name.rpartition("/")[2]
    with pytest.raises(InputError, match="--sheet has no meaning for the reader"):
        read_raw(folder / name, ReadOptions(sheet="a"))


def test_options_reach_the_readers(folder):
    with pytest.raises(
        InputError, match="--keep-running-lines has no meaning for the reader 'text'"
    ):
        read_raw(folder / "e.txt", ReadOptions(keep_running_lines=True))
    pages = [[PdfRun("Skills plan", 60, 800), *lines([f"{LONG} {n}."])] for n in ("one", "two")]
    (folder / "r.pdf").write_bytes(pdf_bytes(pages))
    assert read_folder(folder).facts["running_lines_left_out"] == "2"
    kept = read_folder(folder, ReadOptions(keep_running_lines=True))
    assert kept.facts["running_lines_kept"] == "2"
    assert "Skills plan" in rows(kept)[-1]["text"]


def test_reading_twice_gives_the_same(folder):
    assert read_folder(folder, ReadOptions(split="paragraphs")) == read_folder(
        folder, ReadOptions(split="paragraphs")
    )


def test_files_without_headings_are_said_to_stay_whole(folder):
    remarks = read_folder(folder, ReadOptions(split="sections")).remarks
    assert any(one.startswith("2 of 6 files have no headings") for one in remarks)
    assert not any(
        "headings" in one for one in read_folder(folder, ReadOptions(split="paragraphs")).remarks
    )
