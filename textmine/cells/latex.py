"""Names and texts in LaTeX: printed as they are, never read as commands, options or ligatures."""

import re
import unicodedata
from collections.abc import Iterable

from textmine.cells.acting import marked

_BLANKS = re.compile(r"[^\S\xa0]+")
_LONG = re.compile(r"[^\s\\{}-]{24,}")
_PIECE = 12
"""After so many characters a word of more than twice as many may be broken."""
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "|": r"\textbar{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "[": "{[}",
    "]": "{]}",
    "\xa0": "~",
    "\u00ad": r"\-",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u202f": r"\,",
    "\u2011": "-",
    "\u2010": "-",
    "\u2212": r"\ensuremath{-}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≠": r"\ensuremath{\neq}",
    "≈": r"\ensuremath{\approx}",
    "→": r"\ensuremath{\rightarrow}",
    "←": r"\ensuremath{\leftarrow}",
    "∞": r"\ensuremath{\infty}",
    "✓": r"\ensuremath{\surd}",
    "○": r"\ensuremath{\circ}",
    "◐": r"\ensuremath{\circ}",
    "✗": r"\ensuremath{\times}",
    "●": r"\ensuremath{\bullet}",
    "…": r"\ldots{}",
}
_MARKS = {"\x00": r"\allowbreak{}", "\x01": "\\ensuremath{\\", "\x02": "}"}
"""What characters that no text has any more are written as at the end."""
_SYMBOL = re.compile(r"(?<!\w)[αβγδκλμπρστφχ](?!\w)")
"""Greek letters by themselves, as names of figures."""
_LIGATURE = re.compile("(?<=-)-|(?<=')'|(?<=,),")
"""The second of two marks that would be printed as one."""
_PLAIN = frozenset("–—‘’‚“”„†‡•‰‹›€™£¥§¶©®°±²³¹¼½¾×÷¡¿ªº«»µ·¬¦¤¢¨¯´¸")
_NOTHING = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u061c")
"""Marks without a shape of their own."""


def in_latex(text: str) -> str:
    r"""Return a text on one line, with commands in the place of what LaTeX would act on.

    Emoji and other signs that the usual fonts have no shape for are named in brackets. Letters of
    every script stay.

    >>> print(in_latex(r"50 % of \input{x} & [y] 😀"))
    50 \% of \textbackslash{}input\{x\} \& {[}y{]} {[}grinning face{]}
    """
    return _escaped(_BLANKS.sub(" ", text).strip())


def in_latex_lines(text: str) -> str:
    """Return a text whose lines stay lines, for quotations and cells."""
    lines = (in_latex(line) for line in re.split(r"[\r\n\x85\u2028\u2029]+", text))
    return "\\newline{}\n".join(line for line in lines if line)


def other_letters(texts: Iterable[str]) -> list[str]:
    """Return the characters in finished LaTeX that fonts of Latin letters do not have, sorted."""
    return sorted({char for text in texts for char in text if not _usual(char)})


def _escaped(text: str) -> str:
    text = marked(unicodedata.normalize("NFC", text))
    escaped = "".join(map(_written, _SYMBOL.sub(_symbol, _LONG.sub(_broken, text))))
    for mark, command in _MARKS.items():
        escaped = escaped.replace(mark, command)
    return _LIGATURE.sub(r"{}\g<0>", escaped)


def _symbol(match: re.Match[str]) -> str:
    return f"\x01{unicodedata.name(match[0]).rsplit(' ', 1)[1].lower()}\x02"


def _broken(match: re.Match[str]) -> str:
    """Mark where a long word may be broken, by a character of `_MARKS`."""
    word = match[0]
    return "\x00".join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


def _written(char: str) -> str:
    if char in _COMMANDS:
        return _COMMANDS[char]
    if char in _NOTHING:
        return ""
    if char in _MARKS or _usual(char) or unicodedata.category(char)[0] in "LMN":
        return char
    return f"{{[}}{unicodedata.name(char, f'U+{ord(char):04X}').lower()}{{]}}"


def _usual(char: str) -> bool:
    """Return whether the fonts that come with every LaTeX have a character."""
    return char.isascii() or char in _PLAIN or (char.isalpha() and ord(char) < 0x180)
