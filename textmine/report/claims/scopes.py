"""What the words around a figure name, and what it costs a row to use or to leave each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textmine.report.claims.figures_known import Kind, Slot
from textmine.report.claims.mentions import CLEAR, Mention
from textmine.report.claims.segments import Segment

NEEDED: frozenset[Kind] = frozenset(
    {"code", "role", "attribute", "part", "extreme", "figure", "coder"}
)
"""Kinds of slots that have to be named for a row to be meant."""
_LEAVE: dict[Kind, float] = {
    "code": 3.0, "attribute": 3.0, "role": 3.0, "coder": 2.0, "part": 1.5, "figure": 1.5,
    "extreme": 0.3, "label": 0.7, "dimension": 0.5, "unit": 0.0, "place": 0.0,
}  # fmt: skip
"""What it costs to leave a mention among a figure's own words unexplained."""
_INHERITED: dict[Kind, float] = {"code": 0.8, "attribute": 0.8, "role": 0.8, "coder": 0.8,
                                 "part": 0.4, "figure": 0.8}  # fmt: skip
"""The same for one that stands before them in the sentence."""
_LISTED = re.compile(
    r"[\s,/&()“”\"'*]*+(?:(?:and|or|to|as\swell\sas|both|in|the|of|at)\s+|[\w]+\s)?(?:the\s|in\s|of\s)?",
    re.I,
)
_EACH = re.compile(r"\b(?:each|both|either|respectively)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:these|this|those|them|they|it|its|such|here|there|their|both|same|latter|former|which"
    r"|whose|he|she)\b",
    re.IGNORECASE,
)
"""Words that point back to what was named before."""
_OF_THEM = re.compile(
    r"\b(?:of|among|within|from)\s(?:these|them|those|which|whom|all\sof\s(?:these|them))\b",
    re.IGNORECASE,
)
"""Words that count in what was counted before."""
_IN_ALL = re.compile(r"\b(?:in total|overall|altogether|in all|all in all|as a whole)\b", re.I)
_CONTRAST = re.compile(
    r";|\b(?:but|while|whilst|whereas|against|versus|although|though|unlike|yet|compared\s(?:with|to))\s",
    re.IGNORECASE,
)
_BASE = re.compile(r"^\W*(?:of|out of|among|from|in)\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|risen|rise|fell|fallen|fall|grew|grown|dropped?|increased?|decreased?|declined?|went"
    r"|gone|changed?|climbed|doubled|tripled|shrank)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"\bthe\s(?:(?P<last>last|latter)|(?P<first>first|former))(?:\s(?:one|of)\b|\s(?=[a-z]+s\b))",
    re.IGNORECASE,
)
"""Words that point back to the last, or the first, of several that were named."""
_CLASHES, _SHADOWED = 2.5, 1.2
"""What it costs to use what a nearer name of the same kind replaces."""


@dataclass(frozen=True)
class Named:
    """A mention, what it costs a row to use one of its slots, and to have none of them.

    It may be `listed` with another of its kind: in cases C and D.
    """

    mention: Mention
    use: float
    leave: float
    listed: bool = False

    @property
    def dear(self) -> float:
        """What it costs to leave it; a unit that is named costs nothing."""
        return 0.0 if any(slot.kind == "unit" for slot in self.mention.slots) else self.leave

    @property
    def needed(self) -> frozenset[Slot]:
        """The slots that rows need to have named."""
        return frozenset(slot for slot in self.mention.slots if slot.kind in NEEDED)


@dataclass(frozen=True)
class Around:
    """The sentence of figures, and what was named before it: sentences, nearest first; heading."""

    sentence: str
    segments: Sequence[Segment]
    mentions: Sequence[Mention]
    before: Sequence[Sequence[Mention]]
    heading: Sequence[Mention]


def named_around(which: int, around: Around) -> list[Named]:
    """Return what is named for a figure, a place in `around.segments`."""
    segment = around.segments[which]
    words = around.sentence[segment.start : segment.end]
    own = list(_own(segment, around))
    everything_named = [*own]
    nearest = [own_item.mention for own_item in own if own_item.use < 0.7]
    everything_named += _left(which, around, nearest, words)
    here = [item.mention for item in everything_named if item.use < _SHADOWED]
    named = any(slot.kind in NEEDED for mention_here in here for slot in mention_here.slots)
    taken = {id(item.mention) for item in everything_named}
    for index in range(which + 1, len(around.segments)):
        other = around.segments[index]
        for mention in around.mentions:
            if other.holds(mention) and id(mention) not in taken:
                taken.add(id(mention))
                far = max(passed.behind for passed in around.segments[which + 1 : index + 1])
                use = 1.5 if named else 0.6 if far < 4 else 1.5
                everything_named.append(
                    Named(mention, _CLASHES if _clash(mention, here) else use, 0.0)
                )
    taken_over = any(
        item.needed and item.use < _SHADOWED and item not in own for item in everything_named
    )
    everything_named += _before(around, here, named, "" if taken_over else words)
    mine, others = segment.of
    return [
        Named(item.mention, 0.0, 3.0)
        if item.mention is mine
        else Named(item.mention, _CLASHES, 0.0)
        if item.mention in others
        else item
        for item in everything_named
    ]


def changed_over(
    segments: Sequence[Segment],
    which: int,
    sentence: str,
    columns: Sequence[Sequence[Slot]],
    named: Sequence[Named],
) -> list[Named]:
    """Return the first or last round that a figure stands for: it rose from 16 % to 51 %."""
    values = {slot for column in columns for slot in column}
    if any(item.use < 0.5 and item.mention.slots & values for item in named):
        return []
    start = segments[which].numbers[0].start
    from_, to = (re.search(rf"\b{word}\s(?:\w+\s)?$", sentence[:start]) for word in ("from", "to"))
    if not _CHANGED.search(sentence[:start]) or not (from_ or to):
        return []
    ends = {column[0 if from_ else -1] for column in columns if len(column) > 1}
    return [Named(Mention(start, start, frozenset({slot})), 0.3, 0.3) for slot in ends]


def _own(segment: Segment, around: Around) -> Iterator[Named]:
    """Yield what a figure's own words name; of two of one kind the nearer one counts."""
    position = segment.numbers[0].start
    mine = [mention_own for mention_own in around.mentions if segment.holds(mention_own)]
    says_each = bool(_EACH.search(around.sentence[segment.start : segment.end]))
    mine.sort(key=lambda mention_own: _away(mention_own, position, around.sentence))
    kept_mentions: list[Mention] = []
    for mention in mine:
        near = [other for other in kept_mentions if _clash(mention, [other])]
        others = [other for other in mine if other is not mention and _clash(mention, [other])]
        listed = any(_are_listed(other, mention, around.sentence) for other in others)
        use, leave = _costs(mention)
        if near and not listed:
            use, leave = use + 0.5, min(leave, 0.3)
        elif others and says_each:
            listed, leave = False, min(leave, 0.3)
        if _is_contrasted(mention, position, around.sentence):
            use, leave = use + 0.4, min(leave, 0.3)
        kept_mentions.append(mention)
        yield Named(mention, use, leave, listed)
    for mention in around.mentions:
        if segment.may_hold(mention):
            use, leave = _costs(mention)
            yield Named(mention, use + 0.3, min(leave, 0.3))


def _costs(mention: Mention) -> tuple[float, float]:
    leave = min((_LEAVE[slot.kind] for slot in mention.slots), default=0.0)
    if mention.clear >= CLEAR:
        return 0.0, leave
    if mention.clear < 0.5:
        return 1.2 * (1 - mention.clear), 0.0
    return 1.2 * (1 - mention.clear), leave / 4


def _away(mention: Mention, position: int, sentence: str) -> float:
    start, end = sorted((mention.start, position))
    between = sentence[start:end]
    marks = len(re.findall(r"[,;:()–—]|\b(?:but|while|than|as many as)\b", between))
    return len(between) + 40 * marks


def _is_contrasted(mention: Mention, position: int, sentence: str) -> bool:
    """Whether a mention stands before a number, in another clause that is contrasted with it."""
    return mention.end < position and bool(_CONTRAST.search(sentence, mention.end, position))


def _are_listed(named: Mention, other: Mention, sentence: str) -> bool:
    first, second = sorted((named, other), key=lambda mention: mention.start)
    return bool(_LISTED.fullmatch(sentence[first.end : second.start]))


def _clash(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(
        slot != there and slot.beside(there)
        for other in others
        for there in other.slots
        for slot in mention.slots
        if slot.kind in NEEDED
    )


def _left(which: int, around: Around, own: Sequence[Mention], words: str) -> Iterator[Named]:
    nearer: list[Mention] = []
    faint = [there for there in around.mentions if around.segments[which].holds(there)]
    far = around.segments[which].behind
    for index in range(which - 1, -1, -1):
        other = around.segments[index]
        mine = [
            mention_there
            for mention_there in around.mentions
            if other.holds(mention_there) and not around.segments[which].holds(mention_there)
        ]
        base = _BASE.match(around.sentence[other.start : other.numbers[0].start])
        for mention in mine:
            use = _costs(mention)[0] + 0.15 * (which - index) + (0.2 if far >= 5 else 0)
            leave = max((_INHERITED.get(slot.kind, 0.0) for slot in mention.slots), default=0.0)
            if any(slot.kind == "unit" for slot in mention.slots):
                leave = 0.0
            of_them = bool(_OF_THEM.search(words))
            if _clash(mention, own) and not of_them:
                use, leave = _CLASHES, 0.0
            elif _clash(mention, nearer):
                use, leave = _SHADOWED, 0.0
            elif _IN_ALL.search(words):
                use, leave = 1.2, 0.0
            elif of_them or base:
                leave = 2.0 if mention.clear >= CLEAR else 0.3
            elif far >= 5:
                leave = min(leave, 0.5)
            if mention.clear < CLEAR:
                leave /= 1.5
            if _clash(mention, faint):
                leave = 0.0
            yield Named(mention, use, leave, of_them)
        nearer += mine
        far = max(far, other.behind)


def _before(around: Around, here: Sequence[Mention], named: bool, words: str) -> Iterator[Named]:
    back = bool(_BACK.search(around.sentence))
    one_of = _ONE_OF_THEM.search(around.sentence)
    nearer: list[Mention] = []
    for k, mentions in enumerate(around.before):
        of_them = bool(_OF_THEM.search(words)) and not k
        for mention in mentions:
            if named and not back:
                use, leave = 1.2 + 0.2 * k, 0.0
            else:
                use, leave = 0.2 + 0.1 * named + 0.3 * k, 0.0 if k else 0.5 if back else 0.4
                leave = 2.0 if of_them else leave
            use += _costs(mention)[0]
            if all(slot.kind == "attribute" for slot in mention.slots) and not of_them:
                use, leave = use + 0.2, min(leave, 0.3)
            others = [other for other in mentions if other is not mention]
            ahead = [
                other
                for other in others
                if (other.start > mention.start) == bool(one_of and one_of["last"])
            ]
            if _clash(mention, here) and not of_them:
                use, leave = _CLASHES, 0.0
            elif one_of and not k and _clash(mention, others):
                use, leave = (_CLASHES, 0.0) if _clash(mention, ahead) else (use, 0.5)
            elif _clash(mention, nearer):
                use, leave = use + 0.6, 0.0
            elif _clash(mention, others):
                leave = 0.0
            yield Named(mention, use, leave, of_them)
        nearer += mentions
    for mention in around.heading:
        clash = _clash(mention, [*here, *nearer])
        use = _CLASHES if clash else 0.9 if named else 0.5
        yield Named(mention, use + _costs(mention)[0], 0.0 if named or clash else 0.2)
