"""Words that agree with the number before them: "1 documents are" is never what anybody reads."""

import re
from typing import Final

_NOUNS: Final = (
    "answers authors batches bytes cases categories cells characters circles claims clusters "
    "coders codes codings columns commands comments copies dates decisions differences "
    "dimensions documents edits effects files fits folds groups headers interviews labels "
    "letters levels lines links memos messages models months notes orders packages pages pairs "
    "parents participants parts passages people permutations places posts problems proposals "
    "questions quotations records remarks resamples respondents rows rules runs seconds "
    "selections sentences sources speakers tables tags texts themes threads times tokens topics "
    "turns units users utterances values versions voices withdrawals words workers years"
)
_VERBS: Final = {
    "are": "is",
    "were": "was",
    "have": "has",
    "do": "does",
    "stand": "stands",
    "hold": "holds",
    "lie": "lies",
    "say": "says",
    "give": "gives",
    "differ": "differs",
    "need": "needs",
    "stay": "stays",
    "lack": "lacks",
    "come": "comes",
    "tell": "tells",
    "begin": "begins",
}
_NO_ADJECTIVES: Final = "of|to|in|and|or|by|from|on|for|with|is|has"
_QUOTED: Final = r"(?<!\w)'[^'\n]{0,400}+'|“[^”]{0,400}+”|‘[^’]{0,400}+’|\"[^\"\n]{0,400}+\""
_ONE: Final = re.compile(
    rf"{_QUOTED}|(?<![\w.,:'’\"/@-])(?<!version )(?<!round )(?<!page )(?<!row )(?<!of )"
    rf"(?:(?P<one>1 (?:(?!(?:{_NO_ADJECTIVES}|{'|'.join(_VERBS)}) )[a-z-]{{2,20}}+ )?)"
    rf"(?P<noun>{'|'.join(_NOUNS.split())})\b(?![-'’/]|\.\w)(?P<by> by [a-z]{{2,12}}+)?"
    rf"(?: (?P<verb>{'|'.join(_VERBS)})\b)?"
    rf"|(?<!and )1 (?P<lone>{'|'.join(_VERBS)})\b)"
)
"""One of something in the plural, a word between them at most. Ids, dates and shares are passed."""
_NAME: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ]\w{0,60}+ \Z")
"""A word with a capital right before: "Week 1 answers" is what somebody calls something."""
_BEFORE: Final = 64


def in_number(text: str) -> str:
    """Return a sentence in which what there is one of stands in the singular.

    What stands in quotation marks, names of files and names with a number in them stay as they are.

    >>> in_number("1 documents are left out, of 2 documents 1 are new; 1 codings by people stay.")
    '1 document is left out, of 2 documents 1 is new; 1 coding by people stays.'
    >>> in_number("Week 1 answers.csv: 1 rows; there is no sheet 'week 1 answers'.")
    "Week 1 answers.csv: 1 row; there is no sheet 'week 1 answers'."
    """
    return _ONE.sub(_singular, text) if "1 " in text else text


def _singular(match: re.Match[str]) -> str:
    at = match.start()
    quoted = not match["lone"] and not match["noun"]
    if quoted or _NAME.search(match.string[max(0, at - _BEFORE) : at]):
        return match[0]
    if match["lone"]:
        return f"1 {_VERBS[match['lone']]}"
    verb = match["verb"]
    return f"{match['one']}{_one_of(match['noun'])}{match['by'] or ''}" + (
        f" {_VERBS[verb]}" if verb else ""
    )


def _one_of(noun: str) -> str:
    if noun == "people":
        return "person"
    if noun.endswith("ches"):
        return noun[:-2]
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]
