"""The workspace of each study, made by the commands that its researchers would type."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.conftest import FORUM
from tests.made import SETTINGS, run_at
from tests.studies import forum, interviews_002, interviews_003


def forum_road(folder: Path) -> Path:
    """Studies 001 and 000: one forum, two codebooks; the themes are settled on a sheet."""
    root = _started(folder)
    messages = ("corpus", "import", FORUM / "messages.csv", "--name", "forum", "--synthetic")
    run_at(root, *messages)
    import_of = ("coding", "import", "--corpus", "forum")
    run_at(root, *import_of, FORUM / "codings.csv", "--codebook", "ling-martins-2015")
    table = forum.write_themes(folder / "themes.csv")
    run_at(root, *import_of, table, "--codebook", "martins-ling-2017")
    sheet = folder / "meeting.xlsx"
    about = ("coding", "adjudicate", "forum", "--codebook", "martins-ling-2017")
    run_at(root, *about, "--majority")
    run_at(root, *about, "--sheet", sheet)
    resolve(sheet)
    run_at(root, *about, "--resolved", sheet, "--by", "lena and marco")
    return root


def resolve(sheet: Path) -> int:
    """Fill in what the two agreed upon in the meeting; return how many cases were open."""
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    names = [cell.value for cell in page[1]]
    rows = list(page.iter_rows(min_row=2))
    for row in rows:
        agreed = forum.themes()[str(row[names.index("document")].value)]
        row[names.index("resolved")].value = ";".join(agreed) or "-"
        row[names.index("reason")].value = "read again together"
    book.save(sheet)
    return len(rows)


def road_002(folder: Path) -> Path:
    """Study 002: transcripts, people, nine dimensions, open codes at stretches of text."""
    root = _started(folder)
    talks = interviews_002.write_transcripts(folder / "talks")
    run_at(root, "corpus", "import", talks, "--name", "talks", "--synthetic")
    people = interviews_002.write_people(folder / "people.csv")
    run_at(root, "participants", "import", "talks", people, "--on", "thread_id")
    import_of = ("coding", "import", "--corpus", "talks")
    codes = interviews_002.write_codes(folder / "codes.csv")
    run_at(root, *import_of, codes, "--codebook", "rozkwitalska-lis-2022")
    marks = interviews_002.write_marks(folder / "marks.csv")
    words = ("--codebook", "open-codes", "--create-codebook", "--dimension", "practice")
    run_at(root, *import_of, marks, *words, "--spans", "start,end")
    return root


def road_003(folder: Path) -> Path:
    """Study 003: passages of two rounds, what is left out, codes, topics."""
    root = _started(folder)
    passages = interviews_003.write_passages(folder / "passages.csv")
    run_at(root, "corpus", "import", passages, "--name", "cluster", "--synthetic")
    for remark in interviews_003.LEFT_OUT:
        where = ("--where", f"remark={remark}", "--reason", remark, "--by", "anna")
        run_at(root, "corpus", "exclude", "cluster", *where)
    codes = interviews_003.write_codes(folder / "codes.csv")
    book = ("--codebook", "osarenkhoe-fjellstrom-2024", "--coder", "anna")
    run_at(root, "coding", "import", codes, "--corpus", "cluster", *book)
    return root


def _started(folder: Path) -> Path:
    root = folder / "ws"
    run_at(folder, "init", root)
    (root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    return root
