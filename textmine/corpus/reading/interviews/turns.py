"""Turns of a transcript: what each speaker says until another one speaks."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from textmine.corpus.reading.interviews.lines import Line, Stamp, last_stamp, only_stamp, stamp_at
from textmine.corpus.reading.interviews.speakers import Mark

_MACHINE = re.compile(
    r"transcribed by https?://otter\.ai\S{0,40}"
    r"|[^.?!\n]{1,80} (?:started|stopped) transcription"
    r"|[^.?!\n]{1,80} hat die Transkription (?:gestartet|beendet)"
    r"|[^.?!\n]{1,80} a (?:démarré|commencé|arrêté) la transcription"
    r"|[^.?!\n]{1,80} (?:inició|detuvo) la transcripción",
    re.IGNORECASE,
)
_LONGEST_MACHINE = 200


@dataclass(frozen=True)
class Turn:
    """What one speaker says without a break; `speaker` is "" for what nobody says.

    It stands at whole[start:end] from line `line` on, its label at `begin`; labels and times within
    are taken out of the text. `since` and `until` are HH:MM:SS or "", `times` those between them,
    `beside` other cells.
    """

    speaker: str
    text: str
    start: int
    end: int
    line: int
    since: str = ""
    until: str = ""
    times: tuple[str, ...] = ()
    beside: str = ""
    begin: int = 0


@dataclass
class _Open:
    """A turn that is being read."""

    speaker: str
    line: int
    begin: int
    since: str = ""
    until: str = ""
    parts: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    ended: str = ""

    def add(self, text: str, start: int) -> None:
        if text:
            self.places.append((start, start + len(text)))
            self.times += [self.ended] if self.ended else []
            self.ended = ""
        self.parts.append(text)

    def take(self, stamp: Stamp) -> None:
        """Take a time before some text: the beginning of the turn, or one within it."""
        if not self.since and not any(self.parts):
            self.since, self.until = stamp.since, stamp.until
        else:
            self.times += [time for time in (stamp.since, stamp.until) if time]

    def end_at(self, stamp: Stamp) -> None:
        """Take a time behind some text: the end of the turn, unless more text follows."""
        self.times += [self.ended] if self.ended else []
        self.times += [stamp.since] if stamp.until else []
        self.ended = stamp.until or stamp.since


@dataclass(frozen=True)
class Taken:
    """The turns of a transcript, lines that nobody said, and the lines of labels with no text."""

    turns: list[Turn]
    machine: list[str]
    empty: list[int]


def turns_of(
    lines: Sequence[Line],
    marks: Iterable[Mark],
    headings: Collection[int] = (),
    *,
    of_cues: bool = False,
) -> Taken:
    """Return the turns that begin at the marks, in the order of the lines.

    What stands before the first mark, and headings (places of lines), are turns without a speaker.
    Turns of one speaker that follow each other are one.
    """
    at_line = {mark.at: mark for mark in marks}
    above = _above_marks(lines, at_line)
    opened: list[_Open] = [_Open("", lines[0].number if lines else 1, 0)]
    machine: list[str] = []
    waiting: list[Stamp] = []
    for at, line in enumerate(lines):
        mark = at_line.get(at)
        bare = line.text.strip()
        if mark is not None and mark.names_columns:
            machine.append(" ".join(bare.split()))
            continue
        if mark is None and at in headings and bare:
            opened.append(_Open("", line.number, line.start))
            opened[-1].add(bare, line.start + line.text.index(bare))
            continue
        if len(bare) <= _LONGEST_MACHINE and _MACHINE.fullmatch(bare.strip("*_ ")):
            machine.append(bare)
            continue
        stamp = only_stamp(line.text) if mark is None and not of_cues else None
        sure = stamp is not None and (stamp.marked or stamp.exact)
        if stamp is not None and (sure or (any(opened[-1].parts) and above[at])):
            waiting.append(stamp)
            continue
        text, start = line.text, line.start
        if mark is not None:
            opened.append(_begun(mark, line, waiting, opened[-1]))
            waiting = []
            stop = len(text) if mark.stop is None else mark.stop
            text, start = text[mark.rest : stop], start + mark.rest
        elif waiting and bare:
            for time in waiting:
                opened[-1].take(time)
            waiting = []
        _say(opened[-1], text, start, line, of_cues=of_cues)
    for time in waiting:
        opened[-1].end_at(time)
    empty = [turn.line for turn in opened if turn.speaker and not any(turn.parts)]
    spoken = [turn for turn in opened if any(turn.parts)]
    return Taken([_closed(run, of_cues=of_cues) for run in _runs(spoken)], machine, empty)


def _above_marks(lines: Sequence[Line], marks: Collection[int]) -> list[bool]:
    """Return for each line whether the next one that is not blank begins a turn."""
    above = [False] * len(lines)
    is_mark = False
    for at in range(len(lines) - 1, -1, -1):
        above[at] = is_mark
        if lines[at].text.strip():
            is_mark = at in marks
    return above


def _begun(mark: Mark, line: Line, waiting: Sequence[Stamp], before: _Open) -> _Open:
    """Return a new turn; times on lines of their own above its label are its beginning."""
    since = mark.since or line.since
    until = mark.until or line.until
    if waiting and not since:
        *earlier, last = waiting
        since, until = last.since, last.until
    else:
        earlier = list(waiting)
    for stamp in earlier:
        before.end_at(stamp)
    beside = [mark.beside] if mark.beside else []
    return _Open(mark.speaker, line.number, line.start, since, until, beside=beside)


def _say(turn: _Open, text: str, start: int, line: Line, *, of_cues: bool) -> None:
    """Add what a line says to a turn, without the times at its edges."""
    if of_cues:
        bare = text.strip()
        turn.add(bare, start + (text.index(bare) if bare else 0))
        if bare and line.end - line.start != len(line.text):
            turn.places[-1] = (line.start, line.end)
        turn.since = turn.since or line.since
        turn.until = max(turn.until, line.until)
        return
    stamp = stamp_at(text, len(text) - len(text.lstrip()))
    if stamp is not None and (stamp.marked or stamp.exact):
        turn.take(stamp)
        text, start = text[stamp.end :], start + stamp.end
    ending = last_stamp(text)
    if ending is not None and ending.marked:
        text = text[: ending.start]
    bare = text.strip()
    turn.add(bare, start + (text.index(bare) if bare else 0))
    if ending is not None and ending.marked:
        turn.end_at(ending)


def _runs(turns: Sequence[_Open]) -> list[list[_Open]]:
    runs: list[list[_Open]] = []
    for turn in turns:
        last = runs[-1][-1] if runs else None
        if last and last.speaker == turn.speaker:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return runs


def _closed(run: Sequence[_Open], *, of_cues: bool) -> Turn:
    first = run[0]
    places = [part_place for turn in run for part_place in turn.places]
    if of_cues:
        text = " ".join(part for turn in run for part in turn.parts if part)
    else:
        text = "\n\n".join(re.sub(r"\n{3,}", "\n\n", "\n".join(turn.parts)).strip() for turn in run)
    since = next((turn.since for turn in run if turn.since), "")
    until = run[-1].ended or run[-1].until
    if of_cues:
        until = max(turn.until for turn in run)
    times = [time for turn in run for time in (turn.since, *turn.times, turn.ended or turn.until)]
    between = dict.fromkeys(time for time in times if time and time not in (since, until))
    return Turn(
        first.speaker,
        text,
        min(start for start, _ in places),
        max(end for _, end in places),
        first.line,
        since,
        until,
        () if of_cues else tuple(between),
        " | ".join(piece for turn in run for piece in turn.beside),
        first.begin,
    )
