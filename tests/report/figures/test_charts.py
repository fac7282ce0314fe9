"""Every chart at the widths of a phone, of paper and of a page: type, room, strangers, bytes."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from lxml import etree

from tests.report.figures.drawn import LABELS, charts, placed_texts, size_of
from textmine.cells.acting import ACTS
from textmine.present import NARROW, PRINT, WIDE
from textmine.report import figures

NAMES = list(charts())
LEAST = 11
"""CSS pixels that type has at least."""
LEAST_SHOWN = {NARROW: 303, WIDE: 624, PRINT: PRINT}
"""Widths down to which a page scales each drawing."""

HOSTILE = (
    *("<script>alert(1)</script>", '" onload="alert(1)', "]]></text><a href='x'>", "\x1b[31mred"),
    *("\u202eabc", 'fill="#1c2530" opacity="1"'),
)


def test_all_chart_functions_are_here():
    functions = {name for name in vars(figures) if name.endswith("_chart")}
    assert {name.partition(",")[0] for name in NAMES} == functions


@pytest.fixture(scope="module")
def drawn():
    return {(name, width): draw(width) for name, draw in charts().items() for width in LEAST_SHOWN}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", LEAST_SHOWN)
def test_type_is_large_enough_where_the_drawing_is_scaled_down(drawn, name, width):
    svg = drawn[name, width]
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    assert min(sizes) * LEAST_SHOWN[width] / width >= LEAST
    assert size_of(svg)[0] == width


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", LEAST_SHOWN)
def test_texts_lie_inside_and_apart_from_each_other(drawn, name, width):
    svg = drawn[name, width]
    wide, high = size_of(svg)
    texts = placed_texts(svg)
    assert len(texts) > 5
    for one in texts:
        assert one.left >= -0.5 and one.right <= wide + 0.5, one
        assert one.top >= -0.5 and one.bottom <= high + 0.5, one
    touching = [(a, b) for a, b in combinations(texts, 2) if a.touches(b)]
    assert not touching


@pytest.mark.parametrize("name", NAMES)
def test_texts_of_strangers_are_inert_and_whole(name):
    labels = (*HOSTILE, *LABELS[:2])
    svg = charts(labels)[name](WIDE)
    root = etree.fromstring(svg.encode())
    tags = {etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)}
    assert tags <= {"svg", "g", "path", "line", "text", "tspan", "rect"}
    assert not [key for one in root.iter() for key in one.attrib if key.startswith(("on", "href"))]
    assert not ACTS.search("".join(root.itertext()))
    if "line" not in name:
        told = "".join("".join(root.itertext()).split())
        assert "<script>alert(1)</script>" in told


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_same_bytes(drawn, name):
    assert charts()[name](NARROW) == drawn[name, NARROW]


def test_people_and_machines_differ_in_shade_and_shape():
    looks = figures.style.series_of(["anna", "marco", "m1", "m2"], ["m1", "m2"])
    people, machines = (
        [looks[name] for name in pair] for pair in (("anna", "marco"), ("m1", "m2"))
    )
    assert not {one.colour for one in people} & {one.colour for one in machines}
    assert not {one.shape for one in people} & {one.shape for one in machines}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_marks_are_seen_on_light_and_on_dark_pages():
    """3 : 1 against white and against #14191f (WCAG 2.2, 1.4.11)."""
    names = [str(n) for n in range(12)]
    for machine in (False, True):
        for look in figures.style.series_of(names, (), machine=machine).values():
            for page in ("#ffffff", "#14191f"):
                light, dark = sorted(map(_luminance, (look.colour, page)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 3, (look, page)
