"""Numbers of lines in the margin of a transcript are no part of what was said."""

import textwrap
from pathlib import Path

import pytest

from textmine.corpus.reading.documents.document_text import Comment, Heading, WholeDocument
from textmine.corpus.reading.interviews.files import looks_like_interviews
from textmine.corpus.reading.interviews.margin import margin_numbers, without_margin
from textmine.corpus.reading.interviews.read_interviews import read_interviews

TALK = "\n".join(
    textwrap.wrap(f"I: Where were you in part {part}?", 40)[0]
    + "\n"
    + "\n".join(
        textwrap.wrap(
            f"B: We were {part} of 9 in the yard, and it rained for all of the 3 days that we had.",
            40,
        )
    )
    for part in range(1, 7)
)
LINES = TALK.split("\n")


def _numbered(form: str, step: int = 1, page: int = 10_000) -> str:
    def margin(at: int) -> str:
        number = (at - 1) % page + 1
        return form.format(number) if number % step == 0 else " " * len(form.format(number))

    return "\n".join(margin(at) + line for at, line in enumerate(LINES, start=1))


@pytest.mark.parametrize("form", ["{}\t", "{:>4}  ", "{} "])
@pytest.mark.parametrize("page", [10_000, 12])
def test_each_line(form: str, page: int) -> None:
    assert without_margin(WholeDocument(_numbered(form, page=page))).text == TALK


def test_each_fifth_line() -> None:
    long = "\n".join([TALK] * 3).split("\n")
    text = "\n".join(f"{n:>3} {x}" if n % 5 == 0 else f"    {x}" for n, x in enumerate(long, 1))
    bare = without_margin(WholeDocument(text)).text
    assert [line.strip() for line in bare.split("\n")] == long


def test_lines_of_a_pdf_joined() -> None:
    joined = " ".join(f"{n} {line}" for n, line in enumerate(LINES, start=1))
    assert without_margin(WholeDocument(joined)).text == " ".join(LINES)


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        "\n".join(f"{n}. a thing to bring" for n in range(1, 30)),
        "\n".join(f"{n}\tB: {'a long paragraph ' * 30}" for n in range(1, 30)),
        _numbered("{} ") + "\nB: and so on for a long time, without any number" * 40,
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert margin_numbers(text) == []


def test_places_move_along() -> None:
    text = _numbered("{} ")
    at = text.index("4 of 9")
    whole = WholeDocument(
        text,
        headings=(Heading(1, at, at + 6, "x"),),
        pages=(0, at),
        comments=(Comment(at, "ann", "sure?"),),
    )
    moved = without_margin(whole)
    place = TALK.index("4 of 9")
    assert (moved.headings[0].start, moved.headings[0].end) == (place, place + 6)
    assert moved.pages == (0, place)
    assert moved.comments[0].at == place
    assert "1 to 24" in moved.remark


def test_a_numbered_transcript_is_read_as_turns(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(_numbered("{:>3} "), encoding="utf-8")
    assert looks_like_interviews(file)
    table = read_interviews(file)
    author = table.columns.index("author")
    assert [row[author] for row in table.rows] == ["I", "B"] * 6
