"""No regular expression of the package is worse than n log n on texts made to be its worst."""

from __future__ import annotations

import re
import signal
import time

import pytest

from tests.cases.all_patterns import Used, all_patterns
from tests.cases.memory import memory_watched
from tests.cases.worst_inputs import PUMPS, shapes, tiled

SMALL, LARGE = 4_000, 200_000
ENDS = ("\0", "\n!")
SHAPES = 24
"""Shapes of a pattern that are tried at most, besides those that every pattern meets."""

FLOOR, FACTOR = 0.3, 100
"""Seconds that any large text may take, and how many times longer than the small one: n log n with
50 times the size gives 74, a square 2,500."""

SUSPECT = 0.2
"""A small text that takes so long is compared at once, with a tenth of it: a large one would run
for half a minute."""

TENFOLD = 25
"""How many times longer than a tenth of it a text may take: n log n gives 13, a square 100."""

MEMORY = 200_000_000
"""Bytes that no search may take: a thousand for each character of the large text."""

STOPPED = float("inf")

needs_clock = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="the system cannot stop a search"
)


class _LateError(Exception):
    pass


def _seconds(used: Used, method: str, text: str, most: float) -> float:
    """Return the processor time of a search; `STOPPED` where it takes more than `most`."""
    data = text.encode("utf-8", "replace") if isinstance(used.pattern.pattern, bytes) else text

    def stop(*_: object) -> None:
        raise _LateError

    before = signal.signal(signal.SIGPROF, stop)
    begin = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, most)
        found = getattr(used.pattern, method)(data)
        if method == "finditer":
            for _ in found:
                pass
        taken = time.process_time() - begin
        signal.setitimer(signal.ITIMER_PROF, 0)
    except _LateError:
        return STOPPED
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return taken


def worse_than_linear(used: Used) -> str:
    """Return the text on which a pattern takes too long, in words; "" where there is none."""
    form = used.pattern.pattern
    flags = used.pattern.flags
    if isinstance(form, bytes):
        form, flags = form.decode("latin-1"), flags & ~re.LOCALE
    own = list(shapes(form, flags))[:SHAPES]
    tried = [(*shape, end) for shape in own for end in ENDS]
    tried += [("", pump, "\0") for pump in PUMPS]
    for method in used.methods:
        slowest = []
        for shape in tried:
            before, pump, end = shape
            small = _seconds(used, method, tiled(pump, SMALL, before, end), 1)
            slowest.append((small, shape))
            if small > SUSPECT and _grows(used, method, small, shape):
                return _said(method, shape)
        for small, shape in sorted(slowest)[-2:]:
            if small <= SUSPECT and _grows(used, method, small, shape):
                return _said(method, shape)
    return ""


def _grows(used: Used, method: str, small: float, shape: tuple[str, str, str]) -> bool:
    """Return whether longer texts of this shape take far longer than their length says."""
    if small == STOPPED:
        return True
    before, pump, end = shape
    if small > SUSPECT:
        tenth = _seconds(used, method, tiled(pump, SMALL // 10, before, end), 1)
        return small > FLOOR / 10 + TENFOLD * tenth
    large = tiled(pump, LARGE, before, end)
    return _seconds(used, method, large, FLOOR + FACTOR * small) == STOPPED


def _said(method: str, shape: tuple[str, str, str]) -> str:
    before, pump, end = shape
    return f"{method} of {before[-30:]!r} + {pump!r} * n + {end!r}"


@pytest.mark.slow
@needs_clock
def test_every_pattern_of_the_package_is_linear():
    used = all_patterns()
    assert len(used) > 200
    with memory_watched() as grown:
        slow = {one.where: said for one in used if (said := worse_than_linear(one))}
    assert not slow, "\n".join(f"{where}: {said}" for where, said in slow.items())
    assert grown.most is None or grown.most < MEMORY


@pytest.mark.slow
@needs_clock
@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s*[\r\n]+\s*", "finditer"),
        (r"([^\W\d_]+)-$", "finditer"),
        (r"0*(\d+)(?:[.,]0+)?", "fullmatch"),
        (r"\[quote[^\]]*\]", "finditer"),
        (r"(?:a|a)*b", "match"),
    ],
)
def test_a_pattern_that_goes_back_is_found(pattern, method):
    assert worse_than_linear(Used("here", re.compile(pattern), (method,)))


@needs_clock
@pytest.mark.parametrize(
    ("pattern", "method"),
    [(r"(?<!\s)[^\S\r\n]*+[\r\n]\s*+", "finditer"), (r"(?>0*(?=\d))(\d++)", "fullmatch")],
)
def test_a_pattern_that_does_not_go_back_passes(pattern, method):
    assert not worse_than_linear(Used("here", re.compile(pattern), (method,)))
