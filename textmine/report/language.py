"""The language of a report: its fixed sentences, from one catalogue a language, and its numbers."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from textmine.errors import InputError
from textmine.present import Value

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_FOLDER = Path(__file__).parent / "catalogue"


class Noun(str):
    """A noun in the number that is wanted, with the form it has after "of" or "with"."""

    __slots__ = ("dative",)
    dative: str


@dataclass(frozen=True)
class Language:
    """A language: its code of two letters, and its sentences by key, with places for values."""

    code: str
    entries: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its values."""
        return self.entries[key].format(**values)

    def count(self, n: int) -> str:
        """Return a whole number: 1,234."""
        return f"{n:,}".replace(",", self.entries["number.thousands"])

    def decimal(self, value: float, places: int = 2) -> str:
        """Return a number with decimals: 0.81."""
        return f"{value:.{places}f}".replace(".", self.entries["number.point"])

    def value(self, value: Value) -> str:
        """Return a value with its interval, with the decimals of the language."""
        text = str(value).replace(", ", self.entries["number.between"])
        return text.replace(".", self.entries["number.point"])

    def percent(self, share: float) -> str:
        """Return a share, 0 to 1, in per cent: 55 %."""
        return f"{self.points(share)}\u00a0%"

    def out_of(self, count: int, n: int) -> str:
        """Return a count and what it is out of: 72 / 131."""
        return f"{self.count(count)}\u00a0/\u00a0{self.count(n)}"

    def points(self, share: float) -> str:
        """Return a share, 0 to 1, as a number of per cent: below 1 with a decimal."""
        return self.decimal(100 * share, 1 if 0 < share < 0.01 else 0)

    def day(self, text: str) -> str:
        """Return a day as it is read: 2013-10-03 is 3 October 2013; any other text as it is."""
        match = _DAY.fullmatch(text)
        months = self.entries["date.months"].split("|")
        if match is None or not 1 <= int(match[2]) <= len(months):
            return text
        month = months[int(match[2]) - 1]
        return self.say("date.day", day=int(match[3]), month=month, year=match[1])

    def listed(self, names: Sequence[str]) -> str:
        """Return names in a row: a, b and c."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.entries['word.and']} {names[-1]}"

    def quoted(self, name: str) -> str:
        """Return a name in quotation marks."""
        return self.entries["word.quoted"].format(name=name)

    def unit(self, word: str, n: int) -> Noun:
        """Return what a unit is called, one of them or several: messages."""
        forms = self.entries.get(f"unit.{word}", f"{word}|{word}s").split("|")
        noun = Noun(forms[0 if n == 1 else 1])
        noun.dative = forms[0] if n == 1 else forms[-1]
        return noun

    def term(self, word: str) -> str:
        """Return a fixed term such as the name of a coefficient, as it is where none is known."""
        return self.entries.get(f"term.{word}", word)

    def units(self, word: str, n: int) -> str:
        """Return a number of units: 131 messages."""
        return f"{self.count(n)} {self.unit(word, n)}"


def known_languages() -> list[str]:
    """List the codes of the languages that there is a catalogue for."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def language_of(code: str) -> Language:
    """Return a language by its code; raise InputError for one without a catalogue."""
    if code not in known_languages():
        raise InputError(
            f"There are no words for a report in the language '{code}'.",
            hint=f"There are: {', '.join(known_languages())}.",
        )
    return _read(code)


@cache
def _read(code: str) -> Language:
    content = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    entries = {
        f"{part}.{key}": text for part, texts in content.items() for key, text in texts.items()
    }
    return Language(code, entries)


ENGLISH = language_of("en")
