"""How long the texts are; which are empty, very short, very long, or seem to be cut off."""

from __future__ import annotations

from collections import Counter

import numpy as np

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus
from textmine.corpus.spaceless import n_between_spaces

AREA = "texts"
_SHORT, _LONG, _TIMES = 3, 1_000, 10
_CUT_FROM, _CUT_AT_LEAST = 100, 3
_CLOSED = tuple(".!?…\"'”’»)]}>:;")


def check_texts(corpus: Corpus) -> list[Finding]:
    """Return words a text, and the texts that stand out.

    Words stand between white space; in scripts without spaces each sign counts as one.
    Very short are texts of fewer than three words; very long those of over 1,000 words and ten
    times the median. Cut off seem three texts or more that have the greatest length of all, 100
    characters or more, to the character, when most of them end in the middle of a sentence.
    """
    texts, ids, n = corpus.texts, tuple(corpus.ids), len(corpus)
    words = np.array([n_between_spaces(text) for text in texts], dtype=np.int64)
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
        _cut_off(texts, ids),
    ]


def _cut_off(texts: list[str], ids: tuple[str, ...]) -> Finding:
    """Return the texts that have exactly the greatest length and no end."""
    lengths = Counter(map(len, texts))
    longest = max(lengths, default=0)
    at_limit = [index for index, text in enumerate(texts) if len(text) == longest]
    distinct = {texts[place] for place in at_limit}
    open_ended = [place for place in at_limit if not texts[place].rstrip().endswith(_CLOSED)]
    cut = (
        longest >= _CUT_FROM
        and len(distinct) >= _CUT_AT_LEAST
        and 2 * len(open_ended) > len(at_limit)
    )
    return of_documents(
        AREA,
        "perhaps cut off",
        at_limit if cut else [],
        len(texts),
        f"They have exactly {longest:,} characters, and no text has more: an export or a form "
        "seems to have cut them. Ask for the whole texts.",
        ids,
    )
