"""Texts that were damaged on their way: wrong encodings, lost letters, mark-up, control signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from textmine.checking.finding import Finding, of_documents
from textmine.corpus import Corpus, Taking, taking_of
from textmine.nlp.clean import mask_urls

AREA = "encoding"
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
    return [of_documents(AREA, what, places, n, advice, ids) for what, places, advice in kinds]


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
