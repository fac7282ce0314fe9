"""Codings of interviews that were transcribed anew: they follow their words in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from textmine.coding.latest import Key, key_of
from textmine.coding.statements import by_people
from textmine.coding.store import open_codings
from textmine.coding.tables.found_words import Words
from textmine.coding.texts import single_spaced
from textmine.corpus import Corpus, load_corpus
from textmine.corpus.hierarchy import ANSWER, TURN
from textmine.errors import TextmineError
from textmine.schema import THREAD_ID, Coding
from textmine.store import Workspace

_DOCUMENT, _WHY = 2, "carried along with its words"


@dataclass(frozen=True)
class CodedWords:
    """A coding of a turn by a person, the interview, the place of the turn in it, and all turns."""

    coding: Coding
    interview: str
    turn: int
    turns: tuple[str, ...]

    @property
    def text(self) -> str:
        """What was coded."""
        return self.turns[self.turn]


def coded_words(workspace: Workspace, name: str) -> list[CodedWords]:
    """Return what people coded of turns of a corpus; nothing where it has none or is damaged."""
    if not workspace.may_have_codings():
        return []
    try:
        corpus = load_corpus(workspace, name, whole=True)
    except TextmineError:  # a damaged one is replaced, and nothing is known of its words
        return []
    if ANSWER not in corpus.column(TURN):
        return []
    texts, interviews = corpus.texts, corpus.column(THREAD_ID)
    there: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for interview, rows in _rows_of(interviews).items():
        turns = tuple(texts[row] for row in rows)
        there |= {corpus.ids[row]: (interview, i, turns) for i, row in enumerate(rows)}
    return [
        CodedWords(coding, *there[coding.document])
        for coding in by_people(open_codings(workspace).rounds(name))
        if coding.document in there
    ]


def carry_codings(workspace: Workspace, name: str, before: Sequence[CodedWords]) -> int:
    """Record codings for the turns in which their words stand now; return how many.

    That is done where a turn has another id or another text than was coded, and for all that a
    coder said of it on a dimension or for nothing of that: each of its passages, or the whole turn,
    stands in one place of the interview. What moved is withdrawn from the former turn. Others stay
    set aside.
    """
    if not before:
        return 0
    corpus = load_corpus(workspace, name, whole=True)
    now = _Now(corpus)
    moved: dict[Key, list[Coding | None]] = {}
    for words in before:
        if now.texts.get(words.coding.document) != words.text:
            moved.setdefault(key_of(words.coding), []).append(now.moved(words))
    carried: list[Coding] = []
    left: dict[Key, Coding] = {}
    for key, statement in moved.items():
        whole = [coding for coding in statement if coding is not None]
        if len(whole) == len(statement):
            carried += whole
            left[key] = replace(whole[0], document=key[_DOCUMENT], code=None, role="", memo=_WHY)
    now_said = set(map(key_of, carried))
    gone = [
        replace(coding, start=None, end=None, withdrawn=True)
        for key, coding in left.items()
        if key not in now_said
    ]
    if carried:
        open_codings(workspace).append([*carried, *gone])
    return len(carried)


def _rows_of(interviews: Sequence[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, interview in enumerate(interviews):
        rows.setdefault(interview, []).append(row)
    return rows


class _Now:
    """The turns of a corpus as they are now."""

    def __init__(self, corpus: Corpus) -> None:
        self.texts: Mapping[str, str] = dict(zip(corpus.ids, corpus.texts, strict=True))
        self._ids, self._all = corpus.ids, corpus.texts
        self._words = Words(corpus.texts)
        self._rows = _rows_of(corpus.column(THREAD_ID))
        self._stayed = cache(self._find_stayed)

    def _find_stayed(self, interview: str, before: tuple[str, ...]) -> dict[int, int]:
        """Return the row now of each turn that says what it said, in the same order.

        A turn of which there are several like it must have the same neighbour too.
        """
        rows = self._rows.get(interview, [])
        was = [single_spaced(text) for text in before]
        now = [single_spaced(self._all[row]) for row in rows]
        blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        return {
            old + i: rows[new + i]
            for old, new, size in blocks
            for i in range(size)
            if size > 1 or was.count(was[old]) == now.count(was[old]) == 1
        }

    def moved(self, words: CodedWords) -> Coding | None:
        """Return a coding where its words stand now, None where they do not or at several places.

        A turn that stayed keeps its own. The words of another are looked for in the turns that
        are new or changed, first in one that says the same.
        """
        coding, stayed = words.coding, self._stayed(words.interview, words.turns)
        row = stayed.get(words.turn)
        if row is not None and (coding.start is None or self._all[row] == words.text):
            return replace(coding, document=self._ids[row])
        changed = set(self._rows.get(words.interview, [])) - set(stayed.values())
        rows = sorted(changed) if row is None else [row]
        said = single_spaced(words.text)
        same = [row for row in rows if single_spaced(self._all[row]) == said]
        if coding.start is None or coding.end is None:
            return replace(coding, document=self._ids[same[0]]) if len(same) == 1 else None
        found = self._words.places(words.text[coding.start : coding.end], same or rows)
        own = [place for place in found if self._ids[place[0].row] == coding.document]
        chosen = found if len(found) == 1 else own
        if len(chosen) != 1 or len(chosen[0]) != 1:
            return None
        [place] = chosen[0]
        return replace(coding, document=self._ids[place.row], start=place.start, end=place.end)
