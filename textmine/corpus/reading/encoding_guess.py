"""Guess the encoding of bytes that are not UTF-8, by whether words of a language come out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

_LATIN, _CYRILLIC, _GREEK = (
    "\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "\u0400-\u04ff",
    "\u0370-\u03ff",
)
_WEST = tuple("en de fr es pt it nl da nb sv fi is ca gl ga et".split())
_CENTRAL = tuple("pl cs sk hu ro hbs sl sq de".split())
_EAST = ("ru", "uk", "bg", "mk", "hbs")


@dataclass(frozen=True)
class _Family:
    """Encodings of one script, each with its name for people, and the languages written in them.

    With `again` a text that an earlier family gave as well is looked at for these languages too.
    """

    script: str
    languages: tuple[str, ...]
    encodings: tuple[tuple[str, str], ...]
    again: bool = False


_FAMILIES = (
    _Family(
        _LATIN,
        _WEST,
        (("cp1252", "cp1252 (Windows)"), ("mac_roman", "Mac Roman"), ("cp850", "cp850 (DOS)")),
    ),
    _Family(
        _LATIN,
        _CENTRAL,
        (
            ("cp1250", "cp1250 (Windows, Central Europe)"),
            ("iso8859_2", "ISO-8859-2 (Central Europe)"),
            ("cp852", "cp852 (DOS, Central Europe)"),
        ),
        again=True,
    ),
    _Family(
        _CYRILLIC,
        _EAST,
        (
            ("cp1251", "cp1251 (Windows, Cyrillic)"),
            ("koi8_r", "KOI8-R"),
            ("koi8_u", "KOI8-U"),
            ("iso8859_5", "ISO-8859-5 (Cyrillic)"),
            ("cp866", "cp866 (DOS, Cyrillic)"),
            ("mac_cyrillic", "Mac Cyrillic"),
        ),
    ),
    _Family(
        _GREEK,
        ("el",),
        (("cp1253", "cp1253 (Windows, Greek)"), ("iso8859_7", "ISO-8859-7 (Greek)")),
    ),
    _Family("\u0590-\u05ff", ("he",), (("cp1255", "cp1255 (Windows, Hebrew)"),)),
    _Family("\u0600-\u06ff", ("ar", "fa"), (("cp1256", "cp1256 (Windows, Arabic)"),)),
    _Family(_LATIN, ("lt", "lv", "et"), (("cp1257", "cp1257 (Windows, Baltic)"),)),
    _Family(_LATIN, ("tr",), (("cp1254", "cp1254 (Windows, Turkish)"),)),
)
"""Those whose words are looked up first come first: dictionaries are large."""

_WIDE = (
    ("cp932", "Shift-JIS"),
    ("euc_jp", "EUC-JP"),
    ("cp949", "EUC-KR"),
    ("big5", "Big5"),
    ("gb18030", "GB18030"),
)
_MARKS = "’‘“”„‚–—…€£§©®°·«»¿¡½¼¾²³´×•™\u00a0‰‹›µ№¢\u00ad¹±÷¨"
_INSIDE = re.compile(r"[^\W\d_][£§©®°«»¿¡½¼¾²³¹•™‰‹›№¢±÷¨†‡¤¥¦¬¶¸ˆ˜„‚ƒ][^\W\d_]")
_BEHIND = re.compile(r"[^\W\d_]{2}[£§½¼¾¹‰№¢±¨†‡¤¥¦¬¶¸ˆ˜„‚ƒ¿¡]")
"""Signs that stand between letters, or behind two, where the encoding is another."""
_WORD = re.compile(r"[^\W\d_]+")
_JAPANESE, _IDEOGRAPHS, _HANGUL = "\u3040-\u30ff", "\u4e00-\u9fff", "\uac00-\ud7a3"
_WIDE_MARKS = "\u3000-\u303f\uff00-\uff60\uffe0-\uffe6“”‘’—…·×"
_SURE, _LEAST = 0.8, 0.3
_MOST_WORDS = 200
_TELLING = 15
"""Letters of words in ASCII that tell a language, the same one for every encoding."""


@dataclass(frozen=True)
class Guess:
    """An encoding, its name for people, and words or signs that come out in it."""

    codec: str
    name: str
    evidence: tuple[str, ...]


def guesses(sample: bytes) -> Iterator[Guess]:
    """Yield the encodings in which bytes with few ASCII-only lines are texts, the likeliest first.

    A table of one byte a character is accepted if a good part of its words with foreign letters
    stand in the dictionary of the language that comes out, or, in Western Europe, if letters and
    punctuation stand where they belong. Encodings of East Asia are told by their usual signs.
    Dictionaries are looked into one after the other, until one has nearly all of the words.
    """
    known: list[tuple[float, int, Guess]] = []
    seen: set[str] = set()
    western: Guess | None = None
    plain: Guess | None = None
    for family in _FAMILIES:
        for codec, name in family.encodings:
            text = _decoded(sample, codec)
            if text is None or (text in seen and not family.again):
                continue
            if not _is_tidy(text, family.script):
                continue
            seen.add(text)
            words = _foreign_words(text)
            guess = Guess(codec, name, tuple(words[:3]))
            if codec == "cp1252" and not words:
                yield guess
                return
            western = guess if codec == "cp1252" else western
            plain = guess if codec == "mac_roman" and not words else plain
            share = _known_share(text, words, family.languages)
            if share >= _LEAST:
                known.append((-share, len(known), guess))
        known.sort()
        if known and known[0][0] <= -_SURE:
            yield from (guess for _, _, guess in known)
            return
    yield from _wide_guesses(sample)
    yield from (guess for _, _, guess in known)
    if not known:
        yield from (guess for guess in (western, plain) if guess is not None)


def _decoded(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_tidy(text: str, script: str) -> bool:
    """Tell whether the foreign characters are letters of a script, or marks, and stand as words do.

    Words have no capital behind a small letter, no sign between letters, and in Latin script not
    mostly foreign letters, in another script no letter of ASCII.
    """
    foreign = re.sub(r"[\x00-\x7f]+", "", text)
    if len(re.findall(f"[{script}{re.escape(_MARKS)}]", foreign)) < 0.97 * len(foreign):
        return False
    words = _foreign_words(text)
    if not words:
        return script == _LATIN and not _INSIDE.search(text)
    strange = _is_crowded if script == _LATIN else _is_mixed
    odd = sum(_turns_upper(word) or strange(word) for word in words)
    return odd + len(_INSIDE.findall(text)) <= 0.15 * len(words)


def _turns_upper(word: str) -> bool:
    return any(left.islower() and right.isupper() for left, right in pairwise(word))


def _is_mixed(word: str) -> bool:
    """Tell whether a word has ASCII letters too, as most in Latin script have."""
    return any(map(str.isascii, word))


def _is_crowded(word: str) -> bool:
    foreign = sum(not sign.isascii() for sign in word)
    return foreign >= 3 and 2 * foreign > len(word)


def _foreign_words(text: str) -> list[str]:
    """Return the different words with a letter that is not ASCII, those in small letters first."""
    words = dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii())
    listed = [word for word in words if len(word) > 1][:_MOST_WORDS]
    return sorted(listed, key=lambda word: not word.islower())


def _known_share(text: str, words: Sequence[str], languages: Sequence[str]) -> float:
    """Return the share of the words that a dictionary of the text's language has, 0 without one."""
    small = [word for word in words if word.islower() or _turns_upper(word)] or list(words)
    broken = len(_INSIDE.findall(text)) + len(_BEHIND.findall(text))
    if not any(len(word) >= 3 and (word[0] >= "\u0250" or _is_mixed(word)) for word in small):
        return 0.0
    plain = " ".join(word for word in _WORD.findall(text[:20_000]) if word.isascii())
    language = _language(plain if len(plain) >= _TELLING else text[:20_000], tuple(languages))
    look_up = _dictionaries().get_lemma
    n_known = sum(
        not _turns_upper(word) and bool(look_up(word.lower(), language)) for word in small
    )
    return n_known / (len(small) + broken)


@cache
def _dictionaries() -> Any:
    """Return what looks words up in dictionaries as they are stored, twelve of which stay open."""
    from simplemma.strategies import DictionaryLookupStrategy, StreamDictionaryFactory

    return DictionaryLookupStrategy(StreamDictionaryFactory(cache_max_size=12))


@lru_cache(maxsize=64)
def _language(text: str, languages: tuple[str, ...]) -> str:
    """Return the likeliest of some languages, by the name under which its dictionary goes."""
    import py3langid

    for language, _ in py3langid.rank(text) if len(languages) > 1 else ():
        named = {"hr": "hbs", "sr": "hbs", "bs": "hbs", "no": "nb"}.get(language, language)
        if named in languages:
            return str(named)
    return languages[0]


def _wide_guesses(sample: bytes) -> Iterator[Guess]:
    scored = []
    for index, (codec, name) in enumerate(_WIDE):
        text = _decoded(sample, codec)
        signs = re.findall(r"[^\x00-\x7f]", text or "")
        if len(signs) < 2:
            continue
        share = _usual_signs(signs, codec)
        if share >= 0.85:
            runs = re.findall(r"[^\W\da-zA-Z_]{2,8}", text or "")
            scored.append((-share, index, Guess(codec, name, tuple(dict.fromkeys(runs))[:3])))
    yield from (guess for _, _, guess in sorted(scored))


def _usual_signs(signs: Sequence[str], codec: str) -> float:
    """Return the share of the signs that texts in this encoding mostly have."""
    all_signs = "".join(signs)

    def count(kinds: str) -> int:
        return len(re.findall(f"[{kinds}]", all_signs))

    marks = count(_WIDE_MARKS)
    if codec in ("cp932", "euc_jp"):
        kana = count(_JAPANESE)
        return (kana + count(_IDEOGRAPHS) + marks) / len(signs) if kana >= 0.15 * len(signs) else 0
    if codec == "cp949":
        return 1.0 if count(_HANGUL) >= 0.9 * max(len(signs) - marks, 1) else 0.0
    usual = 0
    first, last = (0xA4, 0xC6) if codec == "big5" else (0xB0, 0xD7)
    for sign in re.findall(f"[{_IDEOGRAPHS}]", all_signs):
        try:
            lead = sign.encode("big5" if codec == "big5" else "gb2312")[0]
        except UnicodeEncodeError:
            continue
        usual += first <= lead <= last
    return (usual + marks) / len(signs)
