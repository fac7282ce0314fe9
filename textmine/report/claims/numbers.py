"""Find the numbers of a text: counts, per cents and coefficients, and those that are none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

_NUMBER = re.compile(
    r"(?<![\w.,/\-–−+])(?P<sign>[−\-–]?)"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
    r"(?![\w/])(?!\.\d)"
    r"(?P<percent>\s?(?:%|per\s?cent\b|percent\b|percentage points?\b|Prozent\b))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<=\d)\s?[–−-]\s?(?=[.\d])")
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD = re.compile(
    rf"(?<![\w-])(?:(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<more>{'|'.join(_UNITS[:9])}))?"
    rf"|(?P<unit>{'|'.join(_UNITS)}))(?![\w-])",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"[\s-](?:thirds?|quarters?|fifths?|halves|tenths?|hundreds?|thousands?|millions?|fold|others?"
    r"|times\s(?:as|more|higher|larger|the)|another|or\stwo)\b",
    re.IGNORECASE,
)
"""What follows a word that counts nothing by itself: two thirds."""
_OF_A_LIST = re.compile(r"(?:,|\band|\bor|\bbut|\bonly|\bjust)\s+$", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\s+(?:of|in|is|was|can|could|may|might|should|would|has|had|who|that|which|cannot|must|another|"
    r"and|or|by|side|hand|day|thing|such|more|s?he|way)\b|\s*[.,;:)]|$",
    re.IGNORECASE,
)
"""What follows "one" where it counts nothing: one can."""
_COUNTED = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}?(?:messages?|posts?|documents?|responses?|answers?|passages?|threads?"
    r"|interviews?|cases?|participants?|people|authors?|respondents?|coders?|codes?|cells?|themes?"
    r"|topics?|dimensions?|texts?|groups?|rounds?|voices)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:out )?of (?:the |all )?\d")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|doi:?\s?|10\.\d{4,9}/)\S++|(?<!\S)[^\s@]{1,64}+@\S++", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?<![\w.])[a-z]{0,12}\d{1,6}\.\d{1,6}\.\d{1,6}[\w.]*+"
    r"|\b(?:version|python|v)\s?\d{1,6}(?:\.\d{1,6})*+",
    re.IGNORECASE,
)
_ONE_PLACE = r"[A-Z]?\d++(?:[.,–-]\d++)*+"
_PLACED = re.compile(
    r"\b(?:(?:tables|figures|figs\.|sections|chapters|pages|pp\.|notes|appendices|equations)\s{0,3}"
    rf"{_ONE_PLACE}(?:\s{{0,3}}(?:,|and|to)\s{{0,3}}{_ONE_PLACE})*+|(?:table|figure|fig\.|section"
    r"|chapter|appendix|equation|eq\.|note|footnote|page|p\.|vol\.|volume|issue|no\.|step|part|study"
    rf"|hypothesis|seed)\s{{0,3}}{_ONE_PLACE})",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(?:9\d(?:\.\d)?|80)\s?(?:%|per\s?cent|percent)\s*-?(?:CIs?\b|confidence|credible|intervals?"
    r"|prediction|limits?|bootstrap)|\bp\s*[<>=≤]\s*[.\d]+|\bat\s+(?:the\s+)?(?:0?\.\d+|\d+\s?%)\s+level",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\([^()]{0,200}?\b(?:19|20)\d\d[a-z]?(?:\s?[,:;][^()]{0,200}+)?\)"
    r"|(?<![\w’'-])[A-Z][\w’'-]{1,40}+(?:\s(?:and|&|et al\.?)(?:\s[A-Z][\w’'-]{1,40}+)?)?"
    r"\s?\((?:19|20)\d\d[a-z]?(?::\s?\d{1,5})?\)"
)
_AUTHORS = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]{1,40}+(?:,?\s(?:and|&|et al)|,)")
_MONTHS = "|".join(
    (
        "january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sept sep oct nov dec"
    ).split()
)
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{_MONTHS})\b|"
    rf"\b(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?=[,\s]+(?:19|20)\d\d)|"
    r"\b(?:19|20)\d\d-\d\d-\d\d(?:T[\d:]+)?|\b\d{1,2}:\d\d(?::\d\d)?\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:message|posting|post|comment|response|document|interview|respondent|participant|passage"
    r"|answer|paragraph)\s(?:no\.?\s|number\s|#)?\d{1,9}(?![\d.,]\d)(?!\s?(?:%|per\s?cent))",
    re.IGNORECASE,
)
LABEL = "number of a document"
_HEAD = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)])\s+(?=\S)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?<![\w.])(?:19|20)\d\d\s?[-–−/]\s?\d\d(?![\w%])(?!\s?%)")
_ROW = re.compile(r"\s?[–−-]\s?|\s(?:to|and|or)\s|,\s(?:and\s)?")
"""What stands between numbers that have one sign of per cent."""
_MEASURE = re.compile(
    r"(?:[€$£]\s?\d[\d.,]{0,20}+|(?<![\d.,])\b(?:\d[\d.,]{0,20}+|[a-z]{3,9})[\s-](?:(?:thousand|million|billion)\s)?"
    r"(?:months?|years?|weeks?|days?|hours?|minutes?|seconds?|decades?|euros?|pounds?|dollars?|EUR"
    r"|USD|GBP|km|kilometres?|metres?|miles|million|billion|°C)(?:\b|(?=\W)))",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?P<how>about|around|roughly|approximately|some|circa|ca\.|nearly|almost|close to"
    r"|just under|under|fewer than|less than|at most|over|more than|just over|at least|well over)"
    r"\s*$",
    re.IGNORECASE,
)
_BELOW = frozenset(
    {"nearly", "almost", "close to", "just under", "under", "fewer than", "less than"}
)
_ABOVE = frozenset({"over", "more than", "just over", "well over"})


@dataclass(frozen=True)
class Number:
    """A number at text[start:end]; `places` are its decimals.

    `hedge` is "", or how it is hedged: about, below, above, at most, at least. `set_aside` says
    why it is no figure of a study, "" where it may be one. A `worded` number is written out.
    """

    start: int
    end: int
    value: float
    places: int = 0
    percent: bool = False
    hedge: str = ""
    set_aside: str = ""
    worded: bool = False

    def fits(self, value: float) -> bool:
        """Whether a figure is this number when it is rounded or hedged as the number is.

        Shares and coefficients may have been rounded from a table, which rounds to a place more.
        """
        table = 0.05 if self.percent or self.places else 0.0
        near = (0.5 + table) * 10.0**-self.places + 1e-9
        gap = value - self.value
        if not self.hedge:
            return abs(gap) <= near
        room = max(near, 0.1 * abs(self.value))
        low = -near if self.hedge in ("above", "at least") else -room
        high = near if self.hedge in ("below", "at most") else room
        return low <= gap <= high


def find_numbers(text: str, heading: bool = False) -> list[Number]:
    """Return the numbers of a paragraph in their order, years and labels among them.

    Those that count nothing (years, numbers of tables and sections, citations, days, limits of
    confidence, addresses) are `set_aside`.

    >>> [(one.value, one.percent) for one in find_numbers("62 of 131 (47 %), alpha = .78")]
    [(62.0, False), (131.0, False), (47.0, True), (0.78, False)]
    """
    aside = list(_places_aside(text, heading))
    # a range is two numbers: the mark between them is no minus
    plain = _RANGE.sub(lambda match: " " * len(match.group()), text)
    numbers = [_number(match, text, aside) for match in _NUMBER.finditer(plain)]
    for word in _WORD.finditer(text):
        if _counts(word, text):
            value = _of_words(word)
            why = next((why for start, end, why in aside if start <= word.start() < end), "")
            hedge = _hedge(text[: word.start()])
            numbers.append(Number(*word.span(), value, hedge=hedge, set_aside=why, worded=True))
    return _in_percent(sorted(numbers, key=lambda number: number.start), text)


def _in_percent(numbers: list[Number], text: str) -> list[Number]:
    """Give the sign of per cent to numbers before it in a row: from 11 to 16 per cent."""
    percent_rows: set[int] = set()
    for i in range(len(numbers) - 2, -1, -1):
        number, following = numbers[i], numbers[i + 1]
        row = _ROW.fullmatch(text, number.end, following.start)
        # a comma goes on with a row: 63, 27 and 11 per cent, but 62 of 131, 47 %
        joined = row is not None and ("," not in row.group() or i + 1 in percent_rows)
        if joined and following.percent and not number.percent and not number.set_aside:
            numbers[i] = replace(number, percent=True)
            percent_rows.add(i)
    return numbers


def _of_words(word: re.Match[str]) -> float:
    units = (word["more"] or word["unit"] or "").lower()
    tens = 10 * (_TENS.index(word["tens"].lower()) + 2) if word["tens"] else 0
    return float(tens + (_UNITS.index(units) + 1 if units else 0))


def _counts(word: re.Match[str], text: str) -> bool:
    """Whether a number in words may count something; "one" does in a list only."""
    if _NO_COUNT.match(text, word.end()):
        return False
    if word.group().lower() != "one":
        return True
    listed = _OF_A_LIST.search(text[: word.start()][-12:])
    return bool(listed) and not _NO_NOUN.match(text, word.end())


def _number(match: re.Match[str], text: str, aside: Sequence[tuple[int, int, str]]) -> Number:
    digits = match["digits"]
    whole, places = _parsed(digits)
    start = match.start("digits")
    if match["sign"]:
        before = text[: match.start()].rstrip()[-1:]
        if not before or before in "(=[<>,;:" or text[match.start() - 1 : match.start()].isspace():
            whole, start = -whole, match.start()
    why = next((why for a, b, why in aside if a <= match.start("digits") < b), "")
    before, behind = text[: match.start()], text[match.end() :]
    if not why and not match["percent"] and _YEAR.fullmatch(digits):
        counts = _COUNTED.match(behind) or _OF.match(behind) or before.rstrip().endswith("=")
        why = "" if counts else "year"
    percent, hedge = bool(match["percent"]), _hedge(before)
    return Number(start, match.end(), whole, places, percent, hedge, why)


def _parsed(digits: str) -> tuple[float, int]:
    """Return the value of digits and their decimals; a comma before two digits is a decimal one."""
    plain = re.sub(r"[\u00a0\u202f' ]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    return float(plain), len(plain.partition(".")[2])


def _hedge(before: str) -> str:
    match = _ABOUT.search(before[-24:])
    if match is None:
        return ""
    how = " ".join(match["how"].lower().split())
    if how in _BELOW:
        return "below"
    if how in _ABOVE:
        return "above"
    return how if how in ("at most", "at least") else "about"


def _places_aside(text: str, heading: bool) -> Iterator[tuple[int, int, str]]:
    """Yield the places whose numbers are no figures, and why."""
    kinds: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
        (_ADDRESS, "part of an address", bool),
        (_VERSION, "version of a program", bool),
        (_CONFIDENCE, "limit of a test or an interval", bool),
        (_PLACED, "number of a table, a figure, a section or a page", bool),
        (_LABEL, LABEL, bool),
        (_CITED, "citation", lambda cited: bool(_AUTHORS.search(cited)) or cited[0] != "("),
        (_DAY, "date", bool),
        (_YEARS, "years", bool),
        (_MEASURE, "a span of time, a distance or an amount of money", bool),
        (_HEAD, "number of a heading or an item", bool),
    )
    for pattern, why, holds in kinds:
        for match in pattern.finditer(text):
            item = pattern is not _HEAD or heading or match.group().strip()[-1:] in ".)"
            if item and holds(match.group()):
                yield match.start(), match.end(), why
