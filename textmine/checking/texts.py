"""What the texts are like: how long, damaged on their way, or there several times."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import DUPLICATE_GROUP, Corpus, Taking, taking_of, to_code
from textmine.corpus.duplicates import SIMILARITY, find_duplicates
from textmine.corpus.duplicates.marking import oldest_first
from textmine.corpus.spaceless import n_between_spaces
from textmine.nlp.clean import mask_urls

_ENCODING = "encoding"
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_LOST_LETTER = re.compile(r"[a-zà-ÿ]\?[a-zà-ÿ]")
_MARKUP = re.compile(
    r"&(?:[a-z]{2,8}|#x?[0-9a-f]{2,5});|</?(?:p|br|div|span|a|b|i|u|strong|em|ul|ol|li)\b[^<>]*>",
    re.IGNORECASE,
)
_OFTEN, _OFTEN_SHARE = 3, 0.005
_AGAIN = "Import again and name the --encoding of the file, if you still have it."


def check_damage(corpus: Corpus | Taking) -> list[Finding]:
    """Return the documents with damage, by its kind.

    Decoded wrongly are texts that ftfy reads otherwise, such as "Ã©" for "é". A letter was lost
    where a question mark stands inside a word, web addresses aside; three documents and one in two
    hundred are a concern, fewer are missing spaces.
    """
    documents = taking_of(corpus)
    ids, n = documents.light.ids, len(documents.light)
    wrong, replaced, lost, control, marked, apart = places = [list[int]() for _ in range(6)]
    for place, text in enumerate(documents.every_text()):
        for damaged, found in zip(places, _damage_of(text), strict=True):
            if found:
                damaged.append(place)
    lost_often = len(lost) >= _OFTEN and len(lost) >= _OFTEN_SHARE * n
    kinds = (
        (
            "decoded wrongly",
            wrong,
            f"{_AGAIN} The cleaning step 'mojibake' corrects most of it for analysis, but not in "
            "what you quote.",
        ),
        ("with a mark for an unreadable sign", replaced, f"Letters are lost. {_AGAIN}"),
        (
            "with a question mark inside a word",
            lost,
            f"It may stand for a lost letter. {_AGAIN}" if lost_often else "",
        ),
        (
            "with control characters",
            control,
            "They are invisible and split words: clean the source.",
        ),
        (
            "with HTML",
            marked,
            "Tags and entities would be counted as words: import from HTML, or have the export "
            "made as plain text.",
        ),
        (
            "with accents apart from their letters",
            apart,
            "Looked for by eye the words are the same, for a search they are not; the cleaning "
            "step 'mojibake' puts them together for analysis.",
        ),
    )
    return [of_documents(_ENCODING, what, places, n, advice, ids) for what, places, advice in kinds]


def _damage_of(text: str) -> Iterator[bool]:
    """Yield whether a text has each kind of damage, in the order in which they are told."""
    odd = not text.isascii()
    yield odd and _decoded_wrongly(text)
    yield odd and "\N{REPLACEMENT CHARACTER}" in text
    yield "?" in text and bool(_LOST_LETTER.search(mask_urls(text)))
    yield bool(_CONTROL.search(text))
    yield ("&" in text or "<" in text) and bool(_MARKUP.search(text))
    yield odd and not unicodedata.is_normalized("NFC", text)


def _decoded_wrongly(text: str) -> bool:
    import ftfy

    return bool(ftfy.fix_encoding(text) != text)


_COPIES = "copies"


def check_copies(checked: Corpus | Taking) -> list[Finding]:
    """Return exact and near copies beyond the first of their group, and texts that quote others.

    Questions that an interviewer asks everybody are none.
    """
    documents = taking_of(checked)
    corpus = documents.light
    found = find_duplicates(documents.every_text(), SIMILARITY, oldest_first(corpus))
    n, ids = len(corpus), corpus.ids
    codable = to_code(corpus)
    copied = [group for group in found.groups if group.copies and codable[group.template]]
    beyond = [index for group in copied for index in sorted(set(group.copies) - {group.template})]
    quoting = [index for index, kind in enumerate(found.kinds) if kind == "quotes"]
    run = (
        ""
        if DUPLICATE_GROUP in corpus.documents
        else f" Run 'textmine corpus duplicates {corpus.name}'."
    )
    largest = max((len(group.copies) for group in copied), default=0)
    return [
        of_documents(
            _COPIES,
            "exact or near copies of another",
            beyond,
            n,
            "They count as many messages: give every count per message and per group (tabulate "
            f"--per group).{run}",
            ids,
        ),
        Finding(_COPIES, "groups of copies", len(copied), None, "groups"),
        Finding(_COPIES, "in the largest group of copies", largest, n, "documents"),
        of_documents(_COPIES, "that quote another at length", quoting, n),
    ]


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
