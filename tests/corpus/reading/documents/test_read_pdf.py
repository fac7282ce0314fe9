"""PDF: order, running lines, hyphens, paragraphs, headings, pages, and files that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.corpus.reading.documents.writers import Run, lines, pdf_bytes
from textmine.corpus.reading.documents import pdf_child, pdf_pages
from textmine.corpus.reading.documents.read_pdf import read_pdf
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import ExtraMissingError, InputError, NotFoundError

LEFT = [
    "The board met the employers of the county to hear",
    "how many of them would offer a place to a learner.",
    "Most said that they would if the forms were shorter",
    "and the college answered letters within one month.",
    "The chair promised to report on this in the spring.",
]
RIGHT = [
    "Transport came up as often as the forms themselves.",
    "Learners from the villages wait for a bus that does",
    "not come, and the taxi costs more than a day's work.",
    "A shared minibus was thought to be the better idea.",
    "The council will say in June whether it can pay one.",
]


@pytest.fixture
def pdf(tmp_path):
    def write(*pages: list[Run], **options) -> Path:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf_bytes(list(pages), **options))
        return path

    return write


def test_lines_become_paragraphs(pdf):
    first, second = lines(LEFT), lines(RIGHT, y=740 - 5 * 12 - 10)
    document = read_pdf(pdf([*first, *second]))
    assert document.text == " ".join(LEFT) + "\n\n" + " ".join(RIGHT)
    assert document.pages == (0,)
    assert not document.counts


def test_a_scan_with_a_stamp_is_told(pdf):
    stamp, fax = lines(["Received 4 May"]), lines(["Registry, box 7"], y=400)
    assert read_pdf(pdf(stamp, fax, scanned=True)).counts == {"pictures_with_few_words": 2}
    assert not read_pdf(pdf(stamp, fax)).counts
    with pytest.raises(InputError, match=r"only running headers and footers.*\(OCR\)"):
        read_pdf(pdf(stamp, stamp, scanned=True))
    assert not read_pdf(pdf(lines(LEFT), scanned=True)).counts


def test_an_indented_line_begins_a_paragraph_and_items_stand_alone(pdf):
    texts = [*LEFT, *RIGHT]
    runs = [run._replace(x=75) if run.text == RIGHT[0] else run for run in lines(texts)]
    items = lines(["• a first point of the list", "• a second point", "(a) and a third"], y=600)
    document = read_pdf(pdf([*runs, *items]))
    assert document.text.split("\n\n") == [
        " ".join(LEFT),
        " ".join(RIGHT),
        "• a first point of the list\n• a second point\n(a) and a third",
    ]


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_after_the_other(pdf, across):
    left, right = lines(LEFT, 60, 700), lines(RIGHT, 320, 700)
    title = [Run("What the board heard from employers and learners in the county", 60, 740, 16)]
    columns = [run for pair in zip(left, right, strict=True) for run in pair]
    foot = [Run("A line that runs under both of the columns from edge to edge of them.", 60, 600)]
    document = read_pdf(pdf(title + (columns if across else left + right) + foot))
    assert document.text.split("\n\n") == [title[0].text, *(
        " ".join(part) for part in (LEFT, RIGHT, [foot[0].text])
    )]  # fmt: skip
    assert document.counts.get("pages_reordered", 0) == across


def _with_margins(number: int, body: list[str]) -> list[Run]:
    header = [Run("Skills plan", 60, 800, 8), Run("County council", 450, 800, 8)]
    return [*header, *lines(body), Run(f"Page {number} of 3", 280, 30, 8)]


def test_running_lines_are_left_out_and_counted_or_kept(pdf):
    path = pdf(*(_with_margins(number, [LEFT[number], RIGHT[number]]) for number in (1, 2, 3)))
    document = read_pdf(path)
    assert document.counts == {"running_lines_left_out": 6}
    assert "Skills plan" not in document.text
    assert "Page" not in document.text
    assert LEFT[3] in document.text
    kept = read_pdf(path, ReadOptions(keep_running_lines=True))
    assert kept.counts == {"running_lines_kept": 6}
    assert kept.text.count("Skills plan") == 3
    assert "Page 2 of 3" in kept.text


def test_lines_that_only_look_like_running_ones_stay(pdf):
    pages = [lines([f"{number}. A point of its own that nobody repeats: {LEFT[number]}"], y=800)
             for number in range(4)]  # fmt: skip
    document = read_pdf(pdf(*pages))
    assert not document.counts
    assert document.text.count("A point of its own") == 4


def test_a_paragraph_goes_on_over_the_page_and_the_page_is_known(pdf):
    document = read_pdf(pdf(lines([*LEFT, RIGHT[1]], y=200), lines(RIGHT[2:]), [], lines(LEFT)))
    whole = " ".join([*LEFT, RIGHT[1], *RIGHT[2:]])
    assert document.text == whole + "\n\n" + " ".join(LEFT)
    starts = (0, document.text.index(RIGHT[2]), document.text.rindex(LEFT[0]))
    assert document.pages == (starts[0], starts[1], starts[2], starts[2])
    assert document.counts == {"pages_without_text": 1}


def test_words_are_joined_over_line_ends_but_compounds_are_not(pdf):
    texts = [
        "The consultation on policy-",
        "making ended, and a consul-",
        "tation on short-",
        "and long-term plans of inter-",
        "esting kinds for well-being, 2013-",
        "14, began. Anglo-",
        "American well-",
        "being CONSUL-",
        "TATION",
    ]
    document = read_pdf(pdf(lines(texts)))
    assert document.text == (
        "The consultation on policy-making ended, and a consultation on short- and long-term plans "
        "of interesting kinds for well-being, 2013-14, began. Anglo-American well-being "
        "CONSULTATION"
    )
    assert document.counts == {"hyphens_joined": 3}


def test_headings_by_size_weight_and_number(pdf):
    page = [
        Run("A plan for the county", 60, 780, 20),
        Run("1 Skills", 60, 740, 14),
        *lines(LEFT, y=720),
        Run("1.1 Apprenticeships", 60, 640, 11, True),
        *lines(RIGHT, y=620),
        Run("2 Places", 60, 540, 14),
        *lines(LEFT, y=520),
        Run("2.1 Numbered like a section, in the font of the body", 60, 440),
        *lines(RIGHT, y=420),
        Run("Skills ............................... 4", 60, 340, 14),
        *lines(["1. not a heading but an item of a list", "2. nor is this one"], y=300),
    ]
    document = read_pdf(pdf(page))
    assert [(one.level, one.title) for one in document.headings] == [
        (1, "A plan for the county"),
        (2, "1 Skills"),
        (3, "1.1 Apprenticeships"),
        (2, "2 Places"),
        (4, "2.1 Numbered like a section, in the font of the body"),
    ]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title


def test_headings_come_from_the_outline_where_there_is_one(pdf):
    marks = ("Skills", "Places", "A heading in the font of the body")
    page = [Run("A plan for the county", 60, 780, 20)]
    for place, mark in enumerate(marks):
        page += [Run(f"{place + 1} {mark}", 60, 740 - 90 * place), *lines(LEFT, y=720 - 90 * place)]
    page += [Run("Large, but not in the outline", 60, 400, 14)]
    items = "".join(
        f"{20 + place} 0 obj << /Title ({mark}) /Parent 19 0 R /Dest [6 0 R /Fit] "
        + (f"/Next {21 + place} 0 R " if place < 2 else "")
        + ">> endobj\n"
        for place, mark in enumerate(marks)
    )
    root = "19 0 obj << /Type /Outlines /First 20 0 R /Last 22 0 R /Count 3 >> endobj\n"
    path = pdf(page, catalog="/Outlines 19 0 R")
    # without its table of places, the library looks for the objects themselves
    path.write_bytes(path.read_bytes().partition(b"xref\n")[0] + f"{root}{items}".encode() + (
        b"trailer << /Root 1 0 R >>\n%%EOF"
    ))  # fmt: skip
    assert [(one.level, one.title) for one in read_pdf(path).headings] == [
        (0, "A plan for the county"),
        (1, "1 Skills"),
        (1, "2 Places"),
        (1, "3 A heading in the font of the body"),
    ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(pdf, rotate):
    width, height = 595, 842
    places = {
        0: lambda run: run,
        180: lambda run: run._replace(x=width - run.x, y=height - run.y),
        90: lambda run: run._replace(x=width - run.y, y=run.x, turned=True),
    }
    runs = [*lines(LEFT, y=500), Run("County draft", 40, 300, turned=True)]
    if rotate == 90:
        document = read_pdf(pdf([places[90](run) for run in lines(LEFT, y=500)], rotate=90))
        assert document.text == " ".join(LEFT)
    elif rotate == 0:
        document = read_pdf(pdf(runs))
        assert document.text == " ".join(LEFT)
        assert document.counts == {"sideways_left_out": 11}
    else:  # the page is shown upside down, or its text runs up although nobody turned it
        upward = [run._replace(x=300 - run.y / 4, y=run.x, turned=True) for run in lines(LEFT)]
        assert sorted(read_pdf(pdf(upward)).text.split()) == sorted(" ".join(LEFT).split())


def test_properties_and_labels(pdf):
    info = {"Title": "Microsoft Word - plan.doc", "Author": "A. Author", "ModDate": "D:2014"}
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >>"
    path = pdf(
        lines(LEFT), lines(RIGHT),
        info={**info, "CreationDate": "D:20130902090000+01'00'"}, catalog=labels,
    )  # fmt: skip
    document = read_pdf(path)
    about = document.properties
    assert (about.title, about.author) == ("", "A. Author")
    assert (about.created, about.modified) == ("2013-09-02T09:00:00+01:00", "2014-01-01T00:00:00")
    assert document.labels == ("i", "1")


LOCKED = "/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >>".format(
    "ab" * 32
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.4 no more", r"a\.pdf is not a PDF, or it is damaged"),
        (b"", r"a\.pdf is not a PDF, or it is damaged"),
        (pdf_bytes([[], [], []]), r"a\.pdf has no text on its 3 pages: it is a scan"),
        (pdf_bytes([[]]), r"a\.pdf has no text on its only page: it is a scan"),
        (pdf_bytes([lines(LEFT)], extra=LOCKED), r"a\.pdf is locked with a password"),
        (pdf_bytes([lines(["Draft"], y=800)] * 3), "has only running headers and footers"),
    ],
)
def test_files_without_text(tmp_path, data, sentence):
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(InputError, match=sentence):
        read_pdf(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "kids",
    [b"/Kids [2 0 R]", b"/Kids [2 0 R 2 0 R 6 0 R] ", b"/Kids [6 0 R 6 0 R]", b"/Kids 2 0 R"],
)
def test_page_trees_that_lead_back_to_themselves_end(tmp_path, kids):
    data = pdf_bytes([lines(LEFT)]).replace(b"/Kids [6 0 R]", kids)
    data = data.replace(b"/Count 1", b"/Count 99999")
    (tmp_path / "a.pdf").write_bytes(data)
    try:
        assert LEFT[0] in read_pdf(tmp_path / "a.pdf").text
    except InputError as error:
        assert "a.pdf" in error.message


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        ("os.kill(os.getpid(), 14)", "takes too long: page 2 stops the PDF library"),
        ("os.kill(os.getpid(), 11)", "cannot be read: page 2 stops the PDF library"),
        ("raise MemoryError", "cannot be read: page 2 stops the PDF library"),
        ('print(\'{"error": "large"}\')', "is too large"),
    ],
)
def test_a_library_that_crashes_or_hangs_is_a_sentence(tmp_path, monkeypatch, ending, sentence):
    script = tmp_path / "child.py"
    script.write_text(f"import os\nprint('{{\"page\": 1}}', flush=True)\n{ending}\n")
    monkeypatch.setattr(pdf_child, "__file__", str(script))
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=sentence):
        read_pdf(tmp_path / "a.pdf")


def test_the_clock_ends_a_page_that_takes_too_long(tmp_path, monkeypatch):
    source = Path(pdf_child.__file__).read_text(encoding="utf-8")
    slow = source.replace("SECONDS_A_PAGE = 30", "SECONDS_A_PAGE = 1")
    slow = slow.replace("    textpage = page.get_textpage()\n", "    while True: pass\n")
    assert slow.count("while True: pass") == 1
    (tmp_path / "child.py").write_text(slow, encoding="utf-8")
    monkeypatch.setattr(pdf_child, "__file__", str(tmp_path / "child.py"))
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([lines(LEFT)]))
    if os.name == "posix":
        with pytest.raises(InputError, match="takes too long: page 1"):
            read_pdf(tmp_path / "a.pdf")


def test_the_extra_is_named_when_it_is_missing(tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([lines(LEFT)]))
    monkeypatch.setattr(pdf_pages, "find_spec", lambda name: None)
    with pytest.raises(ExtraMissingError, match=r"pip install 'textmine\[documents\]'"):
        read_pdf(tmp_path / "a.pdf")
    with pytest.raises(NotFoundError, match="There is no file"):
        read_pdf(tmp_path / "b.pdf")
