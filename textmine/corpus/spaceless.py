"""Scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

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
CODES = frozenset(code for _, code, _ in _SCRIPTS)
"""The languages written in them."""
_HAN = f"[{_SCRIPTS[0][2]}{_SCRIPTS[1][2]}]"
_OTHERS = "".join(signs for *_, signs in _SCRIPTS[2:])
LONG_RUN = f"{_HAN}{{6,}}|[{_OTHERS}]{{20,}}"
"""More signs on end than a word has: a clause whose words nobody parted."""
INSTALL = 'pip install "textmine[icu]"'
_RUN = re.compile(f"[{SIGNS}]+")
_CLAUSE = re.compile(LONG_RUN)
_WORD = re.compile(rf"[{SIGNS}]|[^\W{SIGNS}]+")
_BETWEEN_SPACES = re.compile(rf"[{SIGNS}]|[^\s{SIGNS}]+")
_PARTED = re.compile(f"{_HAN} {_HAN}")
_KANA = 0.1
"""Share of kana from which a text is Japanese; Chinese texts hold hardly any."""


@lru_cache(maxsize=1)
def icu_title() -> str:
    """Return the name and version of what parts words of these scripts, "" where there is none."""
    try:
        return f"ICU (icu4py {version('icu4py')})"
    except PackageNotFoundError:
        return ""


def has_signs(text: str) -> bool:
    """Return whether a text has a sign of such scripts."""
    return not text.isascii() and _RUN.search(text) is not None


def words_or_signs(text: str) -> list[str]:
    """Return the words of a text; in these scripts every sign, as nothing parts the words.

    >>> words_or_signs("Save our bus! 公交车")
    ['Save', 'our', 'bus', '公', '交', '车']
    """
    return _WORD.findall(text)


def spans_of_words(text: str) -> list[tuple[int, int]]:
    """Return where each of `words_or_signs` stands, in code points, end exclusive."""
    return [match.span() for match in _WORD.finditer(text)]


def n_between_spaces(text: str) -> int:
    """Return how many words stand between white space; in these scripts every sign is one.

    >>> n_between_spaces("Save our bus!"), n_between_spaces("公交车 55")
    (3, 4)
    """
    return len(_BETWEEN_SPACES.findall(text)) if has_signs(text) else len(text.split())


def is_unparted(text: str) -> bool:
    """Return whether most of a text is clauses of such scripts, their words not parted by spaces.

    >>> is_unparted("轮渡在冬天班次太少了"), is_unparted("轮渡 在 冬天 班次 太少 了")
    (True, False)
    """
    if not has_signs(text):
        return False
    inside = sum(len(run) for run in _CLAUSE.findall(text))
    return inside > 0 and 2 * inside >= sum(map(len, text.split()))


def is_parted(text: str) -> bool:
    """Return whether somebody put blanks between the Chinese or Japanese words of a text."""
    return _PARTED.search(text) is not None and _CLAUSE.search(text) is None


def unparted_languages(texts: Iterable[str]) -> Counter[str]:
    """Return how many texts `is_unparted` is true of, by the name of their language."""
    return Counter(spaceless_language([text])[0] for text in texts if is_unparted(text))


def listed(languages: Counter[str]) -> str:
    """Return the languages of texts in a row, the commonest first."""
    return " and ".join(name for name, _ in languages.most_common())


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


def how_to_part(code: str) -> str:
    """Return what has to be done for the words of a language to be parted, in a clause."""
    where = f'set lang = "{code}" under [nlp] in textmine.toml'
    return where if icu_title() else f"{where} and install ICU ({INSTALL})"
