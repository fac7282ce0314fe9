"""Make rich text ready for striprtf: take out what is no text, mark paragraphs, cells and notes."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

PARAGRAPH, CELL, LEVEL, END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
NOTE, COMMENT, WHO, LISTED, TITLE, AUTHOR = (
    "\ufdd4",
    "\ufdd5",
    "\ufdd6",
    "\ufdd7",
    "\ufdd8",
    "\ufdd9",
)
HERE, ITEM = "\ufdda", "\ufddb"
"""Marks in the text: none of them is a character that a text may hold."""

_SPANS = {
    "footnote": NOTE,
    "annotation": COMMENT,
    "atnauthor": WHO,
    "listtext": LISTED,
    "pntext": LISTED,
    "title": TITLE,
    "author": AUTHOR,
}
_OPENED = frozenset({"info", "upr", "shp", "shpinst", "shptxt"})
"""Groups whose inner groups are read: properties, old and new spellings, text boxes."""

_TOKEN = re.compile(
    r"(?P<star>\\\*\s*)?\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_MACHINES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(frozen=True)
class _Group:
    """What holds in a group of braces; `level` is that of the heading, None for no heading."""

    silent: bool = False
    deleted: bool = False
    in_line: bool = False
    in_table: bool = False
    level: int | None = None
    closing: str = ""


@dataclass
class Marked:
    """Rich text with marks, in which bytes are read where it does not say how, and what was met.

    `is_whole` is False where the file ends within a group.
    """

    levels: Mapping[str, int]
    encoding: str = "cp1252"
    pieces: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    is_whole: bool = False
    _group: _Group = _Group()

    def read(self, source: str, destinations: frozenset[str]) -> None:
        """Read rich text as bytes in Latin 1; `destinations` are words of groups without text."""
        outer: list[_Group] = []
        for token in _tokens(source):
            if token["brace"] == "{":
                self._emit("{")
                outer.append(self._group)
                self._group = replace(self._group, closing="")
            elif token["brace"]:
                self._emit(self._group.closing)
                self._group = outer.pop() if outer else _Group()
                self._emit("}")
                if not outer:
                    self.is_whole = True
                    return
            elif token["word"]:
                self._word(token, destinations)
            elif not self._group.deleted:
                self._sign(token)

    def _emit(self, piece: str) -> None:
        if not self._group.silent:
            self.pieces.append(piece)

    def _mark(self, mark: str) -> None:
        self._emit(f"{{{mark}}}")

    def _word(self, token: re.Match[str], destinations: frozenset[str]) -> None:
        word, number = token["word"], token["number"]
        if word in _SPANS:
            self._mark(_SPANS[word])
            self._group = replace(self._group, in_line=True, closing=f"{{{END}}}")
        elif word in _OPENED:
            if word == "shptxt":
                self._mark(PARAGRAPH)
                self._group = replace(self._group, closing=f"{{{PARAGRAPH}}}")
        elif word != "fonttbl" and (token["star"] or word in destinations or word == "fldinst"):
            is_margin = word.startswith(("header", "footer")) and not self._group.silent
            self.counts["headers_left_out"] += is_margin
            self._group = replace(self._group, silent=True)
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word == "row":
            self._mark(PARAGRAPH)
        elif word == "cell":
            self._mark(CELL)
        elif word in ("nestcell", "nestrow"):
            self._emit(" ")
        elif not self._property(word, number):
            self._decoding(word, number)

    def _property(self, word: str, number: str | None) -> bool:
        """Take up what a word says of the characters or the paragraph; return whether it does."""
        if word in ("deleted", "plain"):
            deleted = word == "deleted" and number != "0"
            self.counts["deletions_left_out"] += deleted and not self._group.silent
            self._group = replace(self._group, deleted=deleted)
        elif word == "revised":
            self.counts["insertions_kept"] += number != "0" and not self._group.silent
        elif word == "pard":
            self._group = replace(self._group, in_table=False, level=None)
        elif word == "intbl":
            self._group = replace(self._group, in_table=True)
        elif word == "outlinelevel":
            depth = int(number or 0)
            self._group = replace(self._group, level=depth + 1 if 0 <= depth < 9 else None)
        elif word == "s":
            self._group = replace(self._group, level=self.levels.get(number or ""))
        else:
            return False
        return True

    def _decoding(self, word: str, number: str | None) -> None:
        """Hand on a word that striprtf reads, unless it would stumble over its number."""
        if word in _MACHINES:
            self.encoding = _MACHINES[word]
        elif word in ("u", "uc"):
            code = int(number or 0) % 2**16
            if number and not 0xFDD0 <= code < 0xFDF0 and not (word == "u" and self._group.deleted):
                self._emit(f"\\{word}{code} ")
        elif word == "ansicpg":
            if _is_codec(f"cp{number}"):
                self._emit(f"\\{word}{number} ")
        elif word == "fcharset":
            from striprtf.striprtf import charset_map

            if number and _is_codec(charset_map.get(int(number), "cp1252")):
                self._emit(f"\\{word}{number} ")
        else:
            line = "\n" if word == "f" else ""  # striprtf looks for fonts line by line
            self._emit(f"{line}\\{word}{number or ''} ")

    def _sign(self, token: re.Match[str]) -> None:
        if token["symbol"] is not None and token["symbol"] in "\r\n":
            self._end_paragraph()
        elif token["symbol"]:
            self._emit(f"\\{token['symbol']}")
        elif token["hex"]:
            self._emit(f"\\'{token['hex']}")
        else:
            written = token["text"]
            self._emit(written if written.isascii() else "".join(map(_escaped, written)))

    def _end_paragraph(self) -> None:
        if self._group.in_line or self._group.in_table:
            self._emit("\\line ")
            return
        if self._group.level is not None:
            self._mark(f"{LEVEL}{self._group.level}")
        self._mark(PARAGRAPH)


def _tokens(source: str) -> Iterator[re.Match[str]]:
    """Yield what rich text is made of; the bytes behind \\bin are skipped."""
    at = 0
    while token := _TOKEN.search(source, at):
        at = token.end()
        if token["word"] == "bin":
            at += max(int(token["number"] or 0), 0)
        else:
            yield token


def _is_codec(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def _escaped(character: str) -> str:
    return character if character.isascii() else f"\\'{ord(character):02x}"
