"""A figure is drawn where it is shown, once a width, and says what it shows."""

from __future__ import annotations

from lxml import etree

from textmine.present import NARROW, PRINT, WIDE, Figure

BARE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="1"><g/></svg>'


def test_each_width_is_drawn_once_and_only_when_asked_for():
    drawn: list[int] = []

    def draw(width: int) -> str:
        drawn.append(width)
        return BARE.format(width)

    figure = Figure("f", "c", draw)
    assert drawn == []
    assert figure.svg == figure.svg and figure.narrow == figure.narrow
    assert drawn == [WIDE, NARROW]
    assert 'width="576"' in figure.printed
    assert drawn == [WIDE, NARROW, PRINT]


def test_a_screen_reader_is_told_the_caption():
    caption = "Shares of <codes> & \x1b groups. Intervals: 95 %."
    root = etree.fromstring(Figure("f", caption, BARE.format(1)).svg.encode())
    assert root.get("role") == "img"
    assert [(etree.QName(one).localname, one.text) for one in root[:2]] == [
        ("title", "Shares of <codes> & \\x1b groups."),
        ("desc", "Intervals: 95 %."),
    ]
    plain = etree.fromstring(Figure("f", "One sentence", BARE.format(1)).svg.encode())
    assert [etree.QName(one).localname for one in plain] == ["title", "g"]


def test_one_svg_is_shown_at_every_width():
    figure = Figure("f", "c", BARE.format(7))
    assert figure.svg == figure.narrow == figure.printed
