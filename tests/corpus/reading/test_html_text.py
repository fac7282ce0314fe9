"""HTML to text: layout, headings, links, and markup that was made to hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.corpus.reading.html_text import html_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        (" \n ", ""),
        ("<!-- nothing -->", ""),
        ("plain & simple &amp; <3", "plain & simple & <3"),
        ("<p>One\n  two</p><p>three</p>", "One two\n\nthree"),
        ("<p>One<p>two", "One\n\ntwo"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br><br>c<br><br><br><br>d", "a\nb\n\nc\n\nd"),
        ("<p>a <b> bold </b> end</p>", "a bold end"),
        ("so<b>me</b>thing", "something"),
        ("<p>x</p> <p>&nbsp;</p> <p>y</p>", "x\n\ny"),
        ("<ul><li>a</li><li><p>b</p></li></ul>after", "- a\n- b\n\nafter"),
        ("<ol><li>a<ul><li>deep</ul><li>b</ol>", "1. a\n  - deep\n2. b"),
        ("<table><tr><th>a<th>b<tr><td>1<td><td>3</table>", "a\tb\n1\t\t3"),
        ("<pre><code>if x:\r\n    y()\n</code></pre><p>z", "if x:\n    y()\n\n\nz"),
        ("<p>great <img class=emoji alt=':heart:'> <img alt='🙂'>", "great :heart: 🙂"),
        ("<script>a<b</script><style>p{}</style>shown", "shown"),
        ("<html><head><title>t</title></head><body>b", "b"),
        ('<?xml version="1.0" encoding="latin-1"?><p>é</p>', "é"),
        ('<meta charset="latin-1"><p>é שלום 😀</p>', "é שלום 😀"),
        ("a\0b \ud83d c", "a\ufffdb \ufffd c"),
        ("<p>=1+1</p>", "=1+1"),
    ],
)
def test_layout(markup, text):
    assert html_to_text(markup).text == text


def test_headings_say_where_they_stand():
    found = html_to_text(
        "<h1> Plan\nfor <i>trams</i> </h1><p>😀 Lead.</p><h3></h3><h2>Fares</h2>x<h2>Stops</h2>"
    )
    assert found.text == "Plan for trams\n\n😀 Lead.\n\nFares\n\nx\n\nStops"
    assert [(level, title) for level, _, _, title in found.headings] == [
        (1, "Plan for trams"),
        (2, "Fares"),
        (2, "Stops"),
    ]
    assert all(found.text[start:end] == title for _, start, end, title in found.headings)


def test_links_keep_their_address():
    found = html_to_text(
        'See <a href="https://example.org/a">the plan</a>, <a href="http://x.org">http://x.org</a> '
        '<a href="mailto:a@b.c">a@b.c</a>, <a href="javascript:x()">no</a> <a href="#top">top</a>'
    )
    assert [(found.text[a:b], address) for a, b, address in found.links] == [
        ("the plan", "https://example.org/a")
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<p>after",
        "<b>" * 100_000 + "deep<p>after",
        "<ul><li>" * 20_000 + "deep<p>after",
        "<blockquote>" * 300 + "deep" + "</blockquote>" * 300 + "<script>no</script>after",
    ],
)
def test_deep_nesting_loses_no_text(markup):
    text = html_to_text(markup).text
    assert "deep" in text
    assert text.endswith("after")
    assert "no" not in text


@pytest.mark.parametrize(
    "markup",
    ["<" * 500_000, "<!--" * 200_000, '<a href="' * 100_000, "<script>" * 100_000, "&" * 500_000],
)
def test_odd_markup_is_read_in_no_time(markup):
    begun = time.process_time()
    html_to_text(markup)
    assert time.process_time() - begun < 3


def test_ten_megabytes_are_read_whole():
    text = html_to_text("<p>" + "word " * 2_000_000 + "</p><p>end").text
    assert len(text) == 9_999_999 + 5


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <li> <ul> </ul> <h1> </h1> <td> <tr> <pre> </pre> <br> <a href='http://x'> "
            "</a> <script> </script> <img alt=y> &amp; &#0; \0 \r\n word".split(" ")
        )
        | st.text(max_size=5)
    )
)
def test_any_markup_has_a_text(parts):
    found = html_to_text("".join(parts))
    assert found.text == found.text.rstrip()
    assert "\r" not in found.text and "\0" not in found.text
    assert not found.text.startswith("\n")
    for _, start, end, title in found.headings:
        assert " ".join(found.text[start:end].split()) == title
