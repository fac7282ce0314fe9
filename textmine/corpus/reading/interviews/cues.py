"""The cues of WebVTT and SubRip files: what is said from when to when, by whom.

WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has the same blocks with a number above each.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.corpus.reading.interviews.lines import Line, clock, lines_of

ENDINGS = (".vtt", ".srt")

_TIMING = re.compile(r"([^\s>]{1,20})[ \t]{1,20}-->[ \t]{1,20}([^\s>]{1,20})(?:[ \t].*)?")
_BESIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]{0,60})?[ \t]{1,20}([^<>\n]{0,200})>|(</v>)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{0,60}\}")


@dataclass(frozen=True)
class Cues:
    """The lines that are said, and sentences on what the file has beside them."""

    lines: list[Line]
    remarks: list[str]


def cues_of(text: str) -> Cues:
    """Return the lines of all cues in the order of the file.

    Numbers and names of cues, their settings, NOTE, STYLE and REGION blocks and the signature are
    no speech; those that hold words are counted. A time that is none is said, its words are kept.
    """
    spoken_lines: list[Line] = []
    seen: Counter[str] = Counter()
    first: dict[str, int] = {}

    def note(what: str, number: int) -> None:
        seen[what] += 1
        first.setdefault(what, number)

    since = until = latest = ""
    in_cue = False
    for block in _blocks(lines_of(text)):
        timed = next((at for at, line in enumerate(block) if "-->" in line.text), None)
        if timed is None:
            if not in_cue or _BESIDE.match(block[0].text):
                if not _signs(block):
                    note("blocks beside the cues (NOTE, STYLE, a header)", block[0].number)
                continue
            for line in block:
                spoken_lines += _spoken(line, since, until)
            continue
        begin = timed if not in_cue else max(timed - 1, 0) if timed < 2 else 0
        for line, below in zip(block[begin:], [*block[begin + 1 :], None], strict=True):
            if "-->" not in line.text:
                if not (below and "-->" in below.text and len(line.text.split()) == 1):
                    spoken_lines += _spoken(line, since, until)
                continue
            in_cue = True
            since, until = _times(line.text)
            if not since:
                note("lines with --> hold no two times", line.number)
            elif until and until < since:
                note("cues end before they begin", line.number)
            if since and since < latest:
                note("cues begin before the one above them", line.number)
            latest = max(since, latest)
    remarks = [f"{n:,} {what}, the first in line {first[what]:,}" for what, n in seen.items()]
    return Cues(spoken_lines, remarks)


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _signs(block: list[Line]) -> bool:
    """Return whether a block is nothing but the signature of the format or a number."""
    bare = block[0].text.strip().lstrip("\ufeff")
    return len(block) == 1 and (bare == "WEBVTT" or bare.isdecimal())


def _times(line: str) -> tuple[str, str]:
    match = _TIMING.fullmatch(line.strip())
    return (clock(match[1]), clock(match[2])) if match else ("", "")


def _spoken(line: Line, since: str, until: str) -> list[Line]:
    """Return what a line of a cue says, a piece for each voice in it."""
    pieces: list[Line] = []
    voice, at = "", 0
    ends = [(match.start(), match.end(), match[1] or "") for match in _VOICE.finditer(line.text)]
    for start, end, following in [*ends, (len(line.text), len(line.text), "")]:
        raw = line.text[at:start]
        text = html.unescape(_TAG.sub("", raw)).replace("\0", "").strip()
        if text:
            begin = line.start + at + len(raw) - len(raw.lstrip())
            places = (begin, begin + len(raw.strip()))
            named = " ".join(html.unescape(voice).split())
            pieces.append(Line(text, *places, line.number, since, until, named))
        voice, at = following, end
    return pieces
