"""How long the texts are; which are empty, very short, very long, or seem to be cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus, Taking, taking_of
from textmine.corpus.spaceless import n_between_spaces

AREA = "texts"
_SHORT, _LONG, _TIMES = 3, 1_000, 10
_CUT_FROM, _CUT_AT_LEAST = 100, 3
_CLOSED = tuple(".!?…\"'”’»)]}>:;")


def check_texts(corpus: Corpus | Taking) -> list[Finding]:
    """Return words a text, and the texts that stand out.

    Words stand between white space; in scripts without spaces each sign counts as one.
    Very short are texts of fewer than three words; very long those of over 1,000 words and ten
    times the median. Cut off seem three texts or more that have the greatest length of all, 100
    characters or more, to the character, when most of them end in the middle of a sentence.
    """
    documents = taking_of(corpus)
    ids, n = documents.light.ids, len(documents.light)
    longest = _Longest()
    words = np.zeros(n, dtype=np.int64)
    for place, text in enumerate(documents.every_text()):
        words[place] = n_between_spaces(text)
        longest.read(place, text)
    findings = [Finding(AREA, "documents", n, None, "documents")]
    findings.append(Finding(AREA, "words, between white space", int(words.sum()), None, "words"))
    for name, q in (("shortest", 0), ("median", 50), ("95th percentile", 95), ("longest", 100)):
        value = float(np.percentile(words, q)) if n else 0.0
        findings.append(Finding(AREA, f"words a document, {name}", value, None, "words"))
    empty = np.flatnonzero(words == 0).tolist()
    short = np.flatnonzero((words > 0) & (words < _SHORT)).tolist()
    limit = max(_LONG, _TIMES * float(np.median(words))) if n else _LONG
    long = np.flatnonzero(words > limit).tolist()
    return [
        *findings,
        of_documents(AREA, "empty", empty, n, "Empty texts count in every n: leave them out.", ids),
        of_documents(
            AREA,
            f"fewer than {_SHORT} words",
            short,
            n,
            "Hardly codable: give coders a code for them, or leave them out and say so.",
            ids,
        ),
        of_documents(
            AREA,
            f"more than {limit:,.0f} words",
            long,
            n,
            "Beside the others these are whole documents, and one code or theme a document blurs "
            "them: import them with --split paragraphs.",
            ids,
        ),
        _cut_off(longest, n, ids),
    ]


def median_words(documents: Taking) -> float:
    """Return the median of words between white space, 0 where there are no texts."""
    counts = [n_between_spaces(text) for text in documents.every_text()]
    return float(np.median(counts)) if counts else 0.0


@dataclass
class _Longest:
    """The texts with the greatest length so far; `n_open` of them have no end."""

    length: int = 0
    places: list[int] = field(default_factory=list)
    distinct: set[str] = field(default_factory=set)
    n_open: int = 0

    def read(self, place: int, text: str) -> None:
        if len(text) > self.length:
            self.length, self.places, self.distinct, self.n_open = len(text), [], set(), 0
        if len(text) == self.length:
            self.places.append(place)
            self.distinct.add(text)
            self.n_open += not text.rstrip().endswith(_CLOSED)


def _cut_off(longest: _Longest, n: int, ids: Sequence[str]) -> Finding:
    """Return the texts that have exactly the greatest length and no end."""
    cut = (
        longest.length >= _CUT_FROM
        and len(longest.distinct) >= _CUT_AT_LEAST
        and 2 * longest.n_open > len(longest.places)
    )
    return of_documents(
        AREA,
        "perhaps cut off",
        longest.places if cut else [],
        n,
        f"They have exactly {longest.length:,} characters, and no text has more: an export or "
        "a form seems to have cut them. Ask for the whole texts.",
        ids,
    )
