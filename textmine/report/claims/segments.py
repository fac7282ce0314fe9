"""Part a sentence around its figures: which words belong to which number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from textmine.report.claims.mentions import Mention
from textmine.report.claims.numbers import Number

_ONE_FIGURE = re.compile(
    r"\s*(?:\(\s*)?(?:,\s*)?(?:out\s+)?(?:of|/)\s+(?:the\s+|all\s+|these\s+|our\s+)*"
    r"|\s*[,;]\s*(?:or\s+|i\.e\.,?\s+|that\s+is,?\s+)?"
    r"|(?:\s+[a-z]+){0,4}?\s*[,;]\s*(?:or|i\.e\.,?|that\s+is,?|equal\s+to|equalling)\s+"
    r"|[^(),;:\d]{0,60}\(\s*(?:n\s*=\s*|i\.e\.,?\s+|or\s+|about\s+)?",
    re.IGNORECASE,
)
"""What stands between two numbers that tell one figure: 62 of 131; 45 messages (34 %)."""
_OWN_FIGURE = re.compile(r"\s(?:out\s)?of\s(?:the\s|all\s|these\s)?\d")
"""What follows a number that begins a figure of its own: 131 messages (62 of 131)."""
_IN_BRACKETS = re.compile(
    r"\s{0,3}+(?:%|[a-z]{1,30}+)?\s{0,3}(?:[),;]|\s(?:out\s)?of\s\D{0,12}\d)|\s[a-z]{1,30}+\s[a-z]{1,30}+\s{0,3}\)",
    re.IGNORECASE,
)
"""What stands behind a number in brackets that has no words of its own."""
_IN_A_ROW = re.compile(
    r"[“”\"'*]*\s?(?:,\s?(?:and\s)?|\sand\s|\s?&\s?|\sor\s)(?:in\s|the\s|of\s)?[“”\"'*]*"
)
"""What stands between names or numbers in a row."""
_BREAK = re.compile(r"[,;:)]|\b(?:and|or|but|while|whereas)\b", re.IGNORECASE)
_NAMING = ("code", "attribute", "part", "role")
_CONTRAST = (
    r"but|while|whilst|whereas|although|though|against|versus|vs\.?|compared\s(?:with|to)|followed"
    r"\sby|as\sopposed\sto|before|ahead\sof|after|than|as\s(?:many|much|few)\sas|unlike|yet|who|which"
    r"|whose|where|then|with|including|among\s(?:them|these|which)|of\s(?:which|whom|these|those)"
)
_BREAKS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (5, re.compile(r"[;:]\s*")),
    (4, re.compile(r"[(\[]\s*|\s[–—]\s")),
    (3, re.compile(rf",\s+(?:and\s+|or\s+|of\swhom\s+)?(?:{_CONTRAST})\s+", re.I)),
    (3, re.compile(r"\s(?:but|while|whilst|whereas|against|versus|followed\sby|compared\s(?:with"
                   r"|to)|as\sopposed\sto|than|ahead\sof)\s+", re.I)),
    (2.5, re.compile(r",\s+(?:and|or|plus|nor)\s+", re.I)),
    (2, re.compile(r",\s*")),
    (1, re.compile(r"\s(?:and|or|plus|nor)\s+", re.I)),
    (0.5, re.compile(r"[)\]]\s*")),
)  # fmt: skip
"""What parts the words of two numbers, and how strongly."""


@dataclass(frozen=True)
class Segment:
    """The words of one figure: `numbers` that tell it, and sentence[start:end].

    `loose` are stretches that may belong to it or to the one beside it; `behind` says how strongly
    it is parted from the one before, 0 where they share their words. `of` is the one of several
    names that a figure of a row of figures is about, and the others: A1 and A3 hold 34 and 45.
    """

    numbers: tuple[Number, ...]
    start: int
    end: int
    loose: tuple[tuple[int, int], ...] = field(default=())
    behind: float = 0.0
    of: tuple[Mention | None, tuple[Mention, ...]] = (None, ())

    def holds(self, mention: Mention) -> bool:
        """Whether it is among the figure's own words."""
        return self.start <= mention.start < self.end and not self.may_hold(mention)

    def may_hold(self, mention: Mention) -> bool:
        """Whether it is among words that may be the figure's."""
        return any(a <= mention.start < b for a, b in self.loose)


def parted(
    sentence: str, numbers: Sequence[Number], mentions: Sequence[Mention], in_table: bool = False
) -> list[Segment]:
    """Return the figures of a sentence with the words of each, in their order."""
    if in_table:
        return [Segment((number,), 0, len(sentence)) for number in numbers]
    if not numbers:
        return []
    groups = _groups(sentence, numbers, mentions)
    inside = [(mention.start, mention.end) for mention in mentions]
    segments: list[Segment] = []
    loose: list[tuple[int, int]] = []
    start, behind = 0, 0.0
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        if following is None:
            segments.append(Segment(tuple(group), start, len(sentence), tuple(loose), behind))
            break
        rank, first, last = _between(sentence, group[-1], following[0], inside, mentions)
        if rank:
            spare = [(first, last)] if last > first else []
            segments.append(Segment(tuple(group), start, last, (*loose, *spare), behind))
            start, loose, behind = first, spare, rank
        else:
            segments.append(Segment(tuple(group), start, -1, tuple(loose), behind))
            behind = 0.0
    for i in range(len(segments) - 2, -1, -1):
        if segments[i].end < 0:
            segment = segments[i]
            both = tuple(dict.fromkeys((*segment.loose, *segments[i + 1].loose)))
            segments[i] = Segment(
                segment.numbers, segment.start, segments[i + 1].end, both, segment.behind
            )
            nxt = segments[i + 1]
            segments[i + 1] = Segment(nxt.numbers, nxt.start, nxt.end, both, nxt.behind)
    return _in_turn(segments, sentence, mentions)


def _in_turn(
    segments: Sequence[Segment], sentence: str, mentions: Sequence[Mention]
) -> list[Segment]:
    """Give each of several numbers in a row its name, where as many names stand in a row."""
    named_segments = list(segments)
    for first, last in _runs(
        [(segment.numbers[0].start, segment.numbers[-1].end) for segment in named_segments],
        sentence,
    ):
        for begin, end in _runs([(mention.start, mention.end) for mention in mentions], sentence):
            names = mentions[begin : end + 1]
            alike = all(
                any(a != b and a.beside(b) for a in mention.slots for b in two.slots)
                for mention, two in pairwise(names)
            )
            if end - begin == last - first and alike:
                for own_name, index in zip(names, range(first, last + 1), strict=True):
                    rest = tuple(name for name in names if name is not own_name)
                    named_segments[index] = replace(named_segments[index], of=(own_name, rest))
    return named_segments


def _runs(spans: Sequence[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """Return the first and last place of each row of two spans or more."""
    runs: list[tuple[int, int]] = []
    first = 0
    for i in range(1, len(spans) + 1):
        between = sentence[spans[i - 1][1] : spans[i][0]] if i < len(spans) else "."
        if not _IN_A_ROW.fullmatch(between):
            if i - 1 > first:
                runs.append((first, i - 1))
            first = i
    return runs


def _between(
    sentence: str,
    before: Number,
    number: Number,
    inside: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
) -> tuple[float, int, int]:
    """Return how strongly two numbers are parted, and the first and last place where they are.

    Marks inside of a name do not count, nor a bracket that holds nothing but the second number.
    """
    start, end = before.end, number.start
    if sentence[:end].rstrip().endswith("(") and _is_bare(sentence, number, mentions):
        end = sentence.rindex("(", start, end)
        named = _last_name(mentions, start, end)
        if (
            named is not None
            and not number.percent
            and not _BREAK.search(sentence, start, named.start)
        ):
            return 3.0, named.start, named.start
    gap = sentence[start:end]
    breaks = [
        (rank, start + match.start(), start + match.end())
        for rank, pattern in _BREAKS
        for match in pattern.finditer(gap)
        if not any(a < start + match.start() and start + match.end() < b for a, b in inside)
    ]
    if not breaks:
        return 0.0, end, end
    top = max(rank for rank, _, _ in breaks)
    first = min(a for rank, a, _ in breaks if rank == top)
    last = max(a for rank, a, _ in breaks if rank == top or (rank >= 2 and top < 4 and a > first))
    return top, first, last


def _last_name(mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    """Return the last code or value that is named in a stretch."""
    names = [mention for mention in mentions if start <= mention.start and mention.end <= end]
    names = [mention for mention in names if any(slot.kind in _NAMING for slot in mention.slots)]
    return names[-1] if names else None


def _is_bare(sentence: str, number: Number, mentions: Sequence[Mention]) -> bool:
    """Whether a number in brackets has no words of its own there."""
    match = _IN_BRACKETS.match(sentence, number.end)
    if match is None:
        return False
    return not any(
        number.end <= mention.start < match.end() and any(s.kind in _NAMING for s in mention.slots)
        for mention in mentions
    )


def _groups(
    sentence: str, numbers: Sequence[Number], mentions: Sequence[Mention]
) -> list[list[Number]]:
    """Part the numbers of a sentence into those that tell one figure."""
    groups: list[list[Number]] = [list(numbers[:1])] if numbers else []
    for before, number in pairwise(numbers):
        between = sentence[before.end : number.start]
        listed = between.strip() in (",", ";")
        opened = sentence.count("(", 0, before.start) > sentence.count(")", 0, before.start)
        is_one_figure = _ONE_FIGURE.fullmatch(between) and (not listed or opened)
        bracket = between.rstrip().endswith("(")
        own = bracket and (
            _OWN_FIGURE.match(sentence, number.end) or not _is_bare(sentence, number, mentions)
        )
        named = _last_name(mentions, before.end, number.start)
        own = own or (bracket and not number.percent and named is not None)
        whole = not (number.places or before.places) or number.percent
        if is_one_figure and whole and not own and not (before.percent and number.percent):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
