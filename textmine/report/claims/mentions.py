"""Find where a text names codes, values, units, coders and figures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.report.claims.figures_known import ORDINALS, Slot, spelled_stems

_ROOM = 2
"""Other words that may stand between the words of a phrase."""
_RARE = 0.5
"""What the leading word of a name has to weigh to name it alone: two names at most have it."""
_SHORT_NAME = 4
"""Words of a name whose leading word may name it alone."""
_LEAST = 0.5
"""Share of a phrase, by the weight of its words, that has to be there."""
_FAINT = 0.4
"""How clear a name is of which only the leading word is there, a word that few others have."""
CLEAR = 0.75
"""Share from which on a phrase is there without doubt."""
_LEADING = (
    "case code level domain orientation group round theme category type stage dimension class cell "
    "coder cluster kind respondent party topic question practice wave phase"
).split()
_LITERAL = ("code", "role")
"""Kinds that are named by their words, and by no others that mean the same."""
_WHOLE = ("attribute", "part", "coder", "role", "extreme")
"""Kinds whose phrases have to be there as a whole."""
_ALONE = r"(?=\s*[.,;:)]|\s(?:one|it|was|were|in|by|with|from|of|only|and)\b|\s\d|$)"
"""What follows an ordinal that has no noun."""
_COUNTING = frozenset("no one two three four five".split())
"""Words with which a phrase begins that has no others between its own."""
_STRONG = re.compile(r"[.;:!?()\[\]–—]")
"""What a phrase does not reach across."""


@dataclass(frozen=True)
class Mention:
    """Slots that text[start:end] may name; `clear` is the share of the phrase that is there."""

    start: int
    end: int
    slots: frozenset[Slot]
    clear: float = 1.0


@dataclass(frozen=True)
class _Phrase:
    """A name to be found; a `noun` is a code like *speaking*, which *speak* does not name."""

    slot: Slot
    stems: frozenset[str]
    whole: bool
    room: int = _ROOM
    lead: str = ""
    noun: bool = False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    slot: Slot
    clear: float
    n_words: float
    places: frozenset[int]


class Names:
    """Everything that can be named, to be found in sentences."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._by_stem: defaultdict[tuple[str, bool], list[_Phrase]] = defaultdict(list)
        self._ids: list[tuple[Slot, re.Pattern[str]]] = []
        self._short: defaultdict[tuple[str, ...], list[Slot]] = defaultdict(list)
        self._ordered: defaultdict[tuple[str, ...], list[tuple[Slot, str, str]]] = defaultdict(list)
        named_by: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
        for slot in dict.fromkeys(slots):
            for pattern in _patterns(slot):
                self._ids.append((slot, pattern))
            for phrase in slot.phrases:
                if phrase.split()[0] in ORDINALS:
                    self._ordered[slot.groups].append((slot, phrase.split()[0], phrase))
            if _is_short(slot.id) and slot.kind in ("code", "attribute"):
                self._short[slot.groups].append(slot)
            for phrase in slot.phrases:
                literal = slot.kind in _LITERAL
                words = frozenset(stem for stem, _, _ in spelled_stems(phrase, literal=literal))
                if not words or (len(words) == 1 and len(phrase.split()) + phrase.count("-") > 1):
                    continue
                for word in ((word_stem, literal) for word_stem in words):
                    self._by_stem[word].append(_phrase(slot, phrase, words))
                    named_by[word].add(slot.id)
        self._weight = {word: 1 / len(ids) for word, ids in named_by.items()}

    @lru_cache(maxsize=2_000)  # noqa: B019 (as long as what is known)
    def find(self, text: str) -> tuple[Mention, ...]:
        """Return what a text names, in its order; no two overlap."""
        hits = [*self._of_ids(text), *self._of_ordinals(text), *self._of_phrases(text)]
        hits.sort(key=lambda hit: (hit.clear < CLEAR, -hit.n_words, -hit.clear, hit.start))
        taken: list[_Hit] = []
        slots: defaultdict[int, set[Slot]] = defaultdict(set)
        for hit in hits:
            over = [i for i, hit_taken in enumerate(taken) if hit_taken.places & hit.places]
            if not over:
                slots[len(taken)].add(hit.slot)
                taken.append(hit)
            elif len(over) == 1:
                other = taken[over[0]]
                if other.places == hit.places and other.clear - hit.clear < 1 - CLEAR:
                    slots[over[0]].add(hit.slot)
        mentions = [
            Mention(hit_taken.start, hit_taken.end, frozenset(slots[i]), hit_taken.clear)
            for i, hit_taken in enumerate(taken)
        ]
        return tuple(sorted(mentions, key=lambda mention: mention.start))

    def is_name(self, text: str) -> bool:
        """Whether a text is a name and nothing else."""
        mentions = self.find(text)
        words = spelled_stems(text)
        whole = len(mentions) == 1 and bool(words) and mentions[0].clear >= CLEAR
        return whole and mentions[0].start <= words[0][1] and words[-1][2] <= mentions[0].end

    def values_in_order(self) -> list[list[Slot]]:
        """Return the values of each column that comes in an order, as rounds do."""
        return [
            list(dict.fromkeys(slot for slot, _, _ in ordered))
            for ordered in self._ordered.values()
            if all(slot.kind == "attribute" for slot, _, _ in ordered)
        ]

    def _of_ids(self, text: str) -> Iterator[_Hit]:
        words = spelled_stems(text)
        led = []
        for slot, pattern in self._ids:
            for match in pattern.finditer(text):
                led.append(slot)
                yield _hit(slot, *match.span("id"), words)
        for groups, slots in self._short.items():
            if not any(pattern_of.groups == groups for pattern_of in led):
                continue
            for slot in slots:
                if not slot.id.isdigit():
                    for match in re.finditer(rf"(?<![\w’'-]){re.escape(slot.id)}(?![\w’'])", text):
                        article = slot.id == "A" and re.match(r"\s[a-z]", text[match.end() :])
                        if not (article and match.start() == 0):
                            yield _hit(slot, *match.span(), words)

    def _of_ordinals(self, text: str) -> Iterator[_Hit]:
        """Yield "the second" alone where the first round was named, or the other way round."""
        low = text.lower()
        for ordered in self._ordered.values():
            if any(phrase.lower() in low for _, _, phrase in ordered):
                words = spelled_stems(text)
                for slot, word in dict.fromkeys((slot, word) for slot, word, _ in ordered):
                    for match in re.finditer(rf"\b(?i:the)\s(?P<id>(?i:{word})){_ALONE}", text):
                        yield _hit(slot, *match.span("id"), words)

    def _of_phrases(self, text: str) -> Iterator[_Hit]:
        for literal in (False, True):
            words = spelled_stems(text, literal=literal)
            blocks = _blocks(text, words)
            at: defaultdict[str, list[int]] = defaultdict(list)
            for i, (stem, _, _) in enumerate(words):
                at[stem].append(i)
            tried = {index: None for stem in at for index in self._by_stem.get((stem, literal), ())}
            for phrase in tried:
                weight = {word: self._weight[word, literal] for word in phrase.stems}
                places = sorted(i for stem in phrase.stems for i in at.get(stem, ()))
                for window in _windows(places, [stem for stem, _, _ in words], blocks, phrase):
                    mine = [words[i][0] for i in window]
                    clear = sum(weight[word] for word in mine) / sum(weight.values())
                    if len(mine) > 1 and 2 * len(mine) >= len(phrase.stems):
                        clear = max(clear, _LEAST)
                    if clear < _LEAST and phrase.lead in mine and weight[phrase.lead] >= _RARE:
                        clear = _FAINT
                    start, end = words[window[0]][1], words[window[-1]][2]
                    if phrase.noun and not text[start:end].lower().endswith("ing"):
                        continue
                    if clear >= (1 - 1e-9 if phrase.whole else _FAINT):
                        places_ = frozenset(window)
                        yield _Hit(start, end, phrase.slot, clear, len(mine), places_)


def _phrase(slot: Slot, phrase: str, stems: frozenset[str]) -> _Phrase:
    first = phrase.split(maxsplit=1)[0].lower()
    whole = slot.kind in _WHOLE or first in ORDINALS
    literal = slot.kind in _LITERAL
    spelled = spelled_stems(phrase, literal=literal)
    lead = spelled[0][0] if slot.kind == "code" and len(spelled) <= _SHORT_NAME else ""
    noun = literal and len(spelled) == 1 and phrase.lower().endswith("ing")
    return _Phrase(slot, stems, whole, 0 if first in _COUNTING else _ROOM, lead, noun)


def _blocks(text: str, words: Sequence[tuple[str, int, int]]) -> list[int]:
    """Return for each word the stretch that it stands in; phrases do not reach beyond one."""
    block, last, blocks = 0, 0, []
    for word, start, end in words:
        own = word.isdigit() and len(word) != 4
        block += own or bool(_STRONG.search(text, last, start))
        blocks.append(block)
        block += own
        last = end
    return blocks


def _windows(
    places: Sequence[int], stems: Sequence[str], blocks: Sequence[int], phrase: _Phrase
) -> Iterator[list[int]]:
    """Yield the stretches that have half of the words of a phrase or more, each word once."""
    left = list(places)
    while left:
        window = [left[0]]
        for i in left[1:]:
            near = i - left[0] < len(phrase.stems) + phrase.room
            new = stems[i] not in {stems[index] for index in window}
            if near and new and blocks[i] == blocks[left[0]]:
                window.append(i)
        lead = any(stems[i] == phrase.lead for i in window)
        enough = lead or 2 * len(window) >= len(phrase.stems)
        if enough:
            yield window
        left = [i for i in left if i > (window[-1] if enough else left[0])]


def _hit(slot: Slot, start: int, end: int, words: Sequence[tuple[str, int, int]]) -> _Hit:
    inside = {i for i, (_, a, b) in enumerate(words) if a < end and b > start}
    # an id is surer than a name of as many words
    return _Hit(start, end, slot, 1.0, len(inside) + 0.5, frozenset(inside or {-start - 1}))


def _is_short(identity: str) -> bool:
    return len(identity) <= 1 or identity.isdigit() or bool(re.fullmatch(r"[IVX]{1,4}", identity))


def _patterns(slot: Slot) -> Iterator[re.Pattern[str]]:
    """Yield how an id is written; a short one only behind a word that says what it is."""
    identity = slot.id
    if slot.kind not in ("code", "attribute", "coder", "label", "figure", "part") or not identity:
        return
    if _is_short(identity):
        if identity.isdigit() and len(identity) == 4:
            return
        words = {*_LEADING, *(word for group in slot.groups for word in _spoken(group))}
        leading = "|".join(sorted(map(re.escape, words)))
        list_of = r"(?:[\w]{1,4}(?:\s*,\s*|\s+(?:and|or|to|than|in)\s+(?:\w+\s+)?)){0,6}?"
        pattern = rf"\b(?i:{leading})s?\s+{list_of}(?P<id>{re.escape(identity)})(?!\w)"
        yield re.compile(pattern)
        return
    literal = {phrase for phrase in slot.phrases if "-" in phrase}
    if slot.kind != "attribute" or identity in slot.phrases:  # "other" needs the name of its column
        literal.add(identity)
    for form in sorted(literal):
        sensitive = re.escape(form) if form[:1].isupper() else f"(?i:{re.escape(form)})"
        yield re.compile(rf"(?<![\w-])(?P<id>{sensitive})(?![\w])")
    for phrase in slot.phrases:
        if len(phrase.split()) > 1 and len({s for s, _, _ in spelled_stems(phrase)}) == 1:
            spaced = r"[\s-]+".join(map(re.escape, phrase.split()))
            yield re.compile(rf"(?<![\w-])(?P<id>(?i:{spaced}))(?![\w])")


def _spoken(group: str) -> list[str]:
    name = group.partition("@")[0].removeprefix("meta.")
    return [word for word in re.split(r"[_\W]+", name) if len(word) > 2]
