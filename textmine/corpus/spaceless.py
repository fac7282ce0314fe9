"""Scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("Japanese", "ja", "\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f"),
    ("Chinese", "zh", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
    ("Thai", "th", "\u0e01-\u0e4e"),
    ("Lao", "lo", "\u0e81-\u0edf"),
    ("Khmer", "km", "\u1780-\u17d3"),
    ("Burmese", "my", "\u1000-\u104f"),
    ("Tibetan", "bo", "\u0f40-\u0fbc"),
)
SIGNS = "".join(signs for _, _, signs in _SCRIPTS)
"""Every sign of them, as ranges of a regular expression."""
_RUN = re.compile(f"[{SIGNS}]+")
_LONG = 6
_KANA = 0.1
"""Share of kana from which a text is Japanese; Chinese texts hold hardly any."""


def spaceless_share(texts: Sequence[str]) -> float:
    """Return which share of the letters are of such scripts, 0 where there are no letters.

    >>> spaceless_share(["公交车"]), spaceless_share(["bus"])
    (1.0, 0.0)
    """
    letters = own = 0
    for text in texts:
        letters += sum(map(str.isalpha, text))
        own += sum(sum(map(str.isalpha, run)) for run in _RUN.findall(text))
    return own / letters if letters else 0.0


def spaceless_language(texts: Sequence[str]) -> tuple[str, str]:
    """Return the name and code of the language that most such signs belong to.

    >>> spaceless_language(["下雨天也不会淋湿"]), spaceless_language(["バスが遅い"])
    (('Chinese', 'zh'), ('Japanese', 'ja'))
    """
    counts = Counter[int]()
    for index, (_, _, signs) in enumerate(_SCRIPTS):
        counts[index] = sum(len(run) for text in texts for run in re.findall(f"[{signs}]+", text))
    kana, han = counts[0], counts[1]
    if kana > _KANA * (kana + han):
        counts[0] += han
        counts[1] = 0
    name, code, _ = _SCRIPTS[counts.most_common(1)[0][0]]
    return name, code


def is_long_enough(word: str, shortest: int) -> bool:
    """Return whether a word has so many letters; in these scripts one sign may be a word.

    >>> is_long_enough("bus", 3), is_long_enough("to", 3), is_long_enough("车站", 3)
    (True, False, True)
    """
    return len(word) >= shortest or _RUN.fullmatch(word) is not None


def are_unparted(words: Sequence[str]) -> bool:
    """Return whether half of the words or more are runs of six or more signs of such scripts."""
    long = sum(len(word) >= _LONG and _RUN.fullmatch(word) is not None for word in words)
    return 2 * long >= len(words) > 0


def how_to_part(language: str, code: str) -> str:
    """Return what has to be done for the words of a language to be parted, in a clause."""
    where = f'set lang = "{code}" under [nlp] in textmine.toml'
    if code == "zh":
        return f"{where} and install jieba (without it every character is a word)"
    needs = {"ja": "sudachipy and sudachidict_core", "th": "pythainlp"}.get(code)
    if needs:
        return f"{where} and install {needs}"
    return f"nothing here parts words of {language}: put spaces between them before the import"


def doubt_of_words(texts: Sequence[str], words: Sequence[str]) -> str:
    """Return a remark where the words of texts are whole clauses, not parted by spaces, or ""."""
    if not are_unparted(words):
        return ""
    language, code = spaceless_language(texts)
    return (
        f"most words are runs of six or more signs of {language}, which puts no spaces between "
        f"words: {how_to_part(language, code)}"
    )
