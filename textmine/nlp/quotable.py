"""Which stretch of a text to quote: whole sentences of somebody's own that a reader understands."""

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from textmine.corpus.spaceless import words_or_signs
from textmine.nlp.own_words import Span, marks_in, own_lines, reached

FEWEST, MOST = 8, 60
"""Words of a quotation."""

_FEWEST_DIFFERENT = 5

_LETTERS = 1_000
"""Letters after which even words without end are cut."""

_ALONE, _UNTELLING = 3.0, 2.5
"""What a run is worth that is understood alone, and what it loses without a telling word."""

_ENDS = re.compile(r"[.!?…。！？]['\"”’»)\]]{0,3}(?=\s|$)|[。！？]")
_SHORTENED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|vs|etc|eg|ie|e\.g|i\.e|z\.b|u\.a|bzw|ca|ggf|usw|inc|ltd|co"
    r"|u\.s|cf|al|sec|art|abs|nr|str|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)"
    r"|(?<![^\W\d_])[^\W\d_])\.$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s{0,8}(?:[-*•–·+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s{1,4}")
_OPENING = "\"'“‘«„([¿¡"
_CLOSED = re.compile(r"[.!?…。！？]['\"”’»)\]]{0,3}$")
_WORD = re.compile(r"\w+")
_SPACED = re.compile(r"\S+")
_LEANING = frozenset(
    "this that these those it they he she him her them such and but or so also however therefore "
    "thus then yes no well because instead otherwise additionally furthermore "
    "moreover similarly likewise hence "
    "dies diese dieser dieses das es er sie und aber oder auch doch deshalb daher dort dabei damit "
    "dazu dann ja nein denn "
    "esto eso ella ellos y pero o ello ça cela il elle ils elles et mais ou".split()
)
"""Words at the beginning of a sentence that lean on the one before it."""


@dataclass(frozen=True)
class Quotable:
    """A stretch of a text, from `start` to `end` (code points, end exclusive).

    It is `clear` when it is whole sentences, 8 to 60 words, that do not lean on what stands before.
    `more_before` and `more_after` say that the text goes on in somebody's own words, or in others'.
    """

    start: int
    end: int
    clear: bool
    more_before: bool = False
    more_after: bool = False

    def told(self, text: str) -> str:
        """Return it on one line, with an ellipsis where the text goes on."""
        words = " ".join(text[self.start : self.end].split())
        return f"{'… ' if self.more_before else ''}{words}{' …' if self.more_after else ''}"


@dataclass(frozen=True)
class Sentence:
    """A sentence of somebody's own without mark-up: is it `whole`, and does it `lean` on others?

    Sentences with the same `run` follow each other with nothing but blanks between.
    """

    start: int
    end: int
    run: int
    n_words: int
    whole: bool
    leans: bool


def quotable(
    text: str,
    start: int = 0,
    end: int | None = None,
    stems: Collection[str] = (),
    most: int = MOST,
    *,
    across: bool = False,
) -> Quotable:
    """Return the stretch of a text to quote, between two places of it.

    It is the run of whole sentences of `most` words at most (one alone may have 60) in which most
    words begin with one of `stems` (their first five letters, small); without stems, or among
    equals, the first one. A run ends with its paragraph, unless it may go `across` them; it is the
    longest one then.
    Sentences that stand alone (they do not begin with "It" or "But") come before those that lean on
    others, whole ones before fragments, and what is marked up, quoted from others or signed is
    left out. A text that has nothing else is quoted as it begins.
    """
    end = len(text) if end is None else end
    sentences = own_sentences(text, start, end, across=across)
    best: tuple[tuple[float, ...], int, int] | None = None
    wanted = {*stems}
    for first in range(len(sentences)):
        if across and first and sentences[first - 1].run == sentences[first].run:
            continue
        last, n_words = first, sentences[first].n_words
        while _goes_on(sentences, last, n_words, most, across=across):
            last += 1
            n_words += sentences[last].n_words
        run = sentences[first : last + 1]
        rank = (float(n_words),) if across else _rank(text, run, n_words, wanted, most)
        if best is None or (*rank, -first) > (*best[0], -best[1]):
            best = rank, first, last
    if best is None:
        first_word = _SPACED.search(text, start, end)
        begin = first_word.start() if first_word else start
        until = _behind(text, begin, end, most)
        return Quotable(begin, until, False, False, bool(text[until:end].strip()))
    rank, first, last = best
    begin, until = sentences[first].start, sentences[last].end
    lone = first == last
    if lone and (sentences[first].n_words > max(most, MOST) or until - begin > _LETTERS):
        until = _behind(text, begin, until, max(most, MOST))
    return Quotable(
        begin,
        until,
        _standing(sentences[first : last + 1], most) == _ALONE,
        bool(text[start:begin].strip()),
        bool(text[until:end].strip()),
    )


def _goes_on(
    sentences: Sequence[Sentence], last: int, n_words: int, most: int, *, across: bool
) -> bool:
    if last + 1 >= len(sentences):
        return False
    first, second = sentences[last], sentences[last + 1]
    whole = second.whole or across
    return first.run == second.run and whole and n_words + second.n_words <= most


def _standing(run: Sequence[Sentence], most: int) -> float:
    """Return how well a run is understood by itself: 3 stands alone, 2 leans, 1 is a fragment."""
    n_words = sum(sentence.n_words for sentence in run)
    if not all(sentence.whole for sentence in run) or not FEWEST <= n_words <= max(most, MOST):
        return 1.0 if n_words >= FEWEST else 0.0
    return 2.0 if run[0].leans else _ALONE


def _rank(
    text: str, run: Sequence[Sentence], n_words: int, stems: Set[str], most: int
) -> tuple[float, ...]:
    """Return how good a run of sentences is: understood alone, telling, telling at once, long."""
    telling, at_once = (
        len(stems & {word[:5] for word in _WORD.findall(text[run[0].start : end].lower())})
        for end in (run[-1].end, run[0].end)
    )
    lost = _UNTELLING if stems and not telling else 0.0
    return _standing(run, most) - lost, telling, at_once, min(n_words, FEWEST)


def own_sentences(
    text: str, start: int = 0, end: int | None = None, *, across: bool = False
) -> list[Sentence]:
    """Return the sentences of somebody's own between two places of a text, without mark-up.

    A sentence ends with a mark of its own or with its line; where the next line goes on in small
    letters the text was wrapped, and so does the sentence. One that is marked up is left out, and
    is a gap between two runs. So is the end of a paragraph, unless runs may go `across` it.
    """
    end = len(text) if end is None else end
    sentences: list[Sentence] = []
    for opens, closes in _paragraphs(text):
        last = sentences[-1] if sentences else None
        joined = across and last is not None and not text[last.end : max(opens, start)].strip()
        run = (last.run if last else 0) + (not joined)
        sentences += _sentences(text, max(opens, start), min(closes, end), run, start)
    return sentences


def says_little(text: str) -> bool:
    """Return whether a text has fewer than five different words: "Yes.", "+1", "I agree!".

    What such a text shares with others says nothing, and it shows a reader nothing.
    """
    return len(set(words_or_signs(text.casefold()))) < _FEWEST_DIFFERENT


def stands_alone(text: str) -> bool:
    """Return whether `quotable` has a stretch of the whole text that is `clear`; sooner than it."""
    for opens, closes in _paragraphs(text):
        here = _sentences(text, opens, closes, 1, 0)
        for first, sentence in enumerate(here):
            if sentence.whole and not sentence.leans:
                last, n_words = first, sentence.n_words
                while _goes_on(here, last, n_words, MOST, across=False):
                    last += 1
                    n_words += here[last].n_words
                if FEWEST <= n_words <= MOST:
                    return True
    return False


def _sentences(text: str, start: int, end: int, run: int, begins: int) -> list[Sentence]:
    """Return the sentences of a paragraph; `begins` is where what may be quoted begins."""
    sentences = []
    marked = marks_in(text, start, end) if start < end else []
    for begin, until in _cut(text, start, end) if start < end else []:
        if reached(marked, begin, until):
            run += 1
            continue
        sentences.append(_sentence(text, begin, until, run, begins))
    return sentences


def _paragraphs(text: str) -> list[Span]:
    """Return the own lines of a text, those that a mail program wrapped joined again."""
    joined: list[Span] = []
    for start, end in own_lines(text):
        bullet = _BULLET.match(text, start, end)
        begin = bullet.end() if bullet else start
        if joined and not bullet and _wrapped(text, joined[-1], start):
            joined[-1] = joined[-1][0], end
        elif begin < end:
            joined.append((begin, end))
    return joined


def _wrapped(text: str, line: Span, start: int) -> bool:
    """Return whether the next line continues a sentence: no blank line, no mark, long enough."""
    between = text[line[1] : start]
    before = text[max(line[0], line[1] - 4) : line[1]].rstrip()
    last_line = line[1] - (text.rfind("\n", line[0], line[1]) + 1 or line[0])
    follows = text[start : start + 8].lstrip()[:1]
    return (
        between.count("\n") == 1
        and last_line >= 40
        and not _CLOSED.search(before)
        and not before.endswith((":", ";"))
        and (follows.islower() or last_line >= 55)
    )


def _cut(text: str, start: int, end: int) -> list[Span]:
    spans = []
    begin = start
    for mark in _ENDS.finditer(text, start, end):
        if _SHORTENED.search(text[max(begin, mark.end() - 12) : mark.end()]):
            continue
        spans.append((begin, mark.end()))
        begin = mark.end()
    spans.append((begin, end))
    trimmed = []
    for first, last in spans:
        part = text[first:last]
        if part.strip():
            blank = len(part) - len(part.lstrip())
            trimmed.append((first + blank, first + len(part.rstrip())))
    return trimmed


def _sentence(text: str, begin: int, until: int, run: int, start: int) -> Sentence:
    words = _WORD.findall(text[begin:until])
    head = text[begin:until].lstrip(_OPENING)[:1]
    closed = _CLOSED.search(text[max(begin, until - 4) : until]) is not None
    opened = not head.islower() and (begin != start or start == 0 or head.isupper())
    leans = bool(words) and words[0].casefold() in _LEANING
    return Sentence(begin, until, run, len(text[begin:until].split()), closed and opened, leans)


def _behind(text: str, start: int, end: int, most: int) -> int:
    """Return the place behind the first `most` words from here."""
    position = start
    for number, word in enumerate(_SPACED.finditer(text, start, end), start=1):
        if position > start and word.end() - start > _LETTERS:
            break
        position = min(word.end(), start + _LETTERS)
        if number == most:
            break
    return position
