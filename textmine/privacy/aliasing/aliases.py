"""Who gets which alias: the same person the same one, in every corpus of a project."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from textmine.privacy.aliasing.first_names import FIRST_NAMES
from textmine.privacy.kinds import NAME, PERSON

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Person:
    """Somebody named in the texts or as an author, and what stands for the name."""

    name: str
    alias: str
    author: bool = False


@dataclass
class AliasBook:
    """What stands for whom and for what in all corpora of one project; it grows, nothing changes.

    People are kept by `identity` of their names; everything else by kind and identity, with the
    number of its placeholder. The order of first names is drawn with `seed`.
    """

    seed: str
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    _free: Iterator[str] | None = field(default=None, init=False, repr=False, compare=False)
    _used: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def enrol(self, name: str, *, author: bool, avoid: Collection[str]) -> Person:
        """Return the person of this name; a new one gets the next free first name.

        `avoid` holds first names (lower case) of real people, which would mislead as aliases.
        """
        key = identity(name)
        known = self.people.get(key)
        if known is None:
            self.people[key] = Person(name, self._next_alias(avoid), author)
        elif author and not known.author:
            self.people[key] = Person(known.name, known.alias, author)
        return self.people[key]

    def placeholder(self, kind: str, original: str) -> str:
        """Return the placeholder of an original, such as "[place 3]": the same one every time."""
        known = self.numbers.setdefault(kind, {})
        number = known.setdefault(identity(original), len(known) + 1)
        return f"[{kind} {number}]"

    def authors(self) -> list[str]:
        """Return the names of the authors of every corpus so far, sorted."""
        return sorted(person.name for person in self.people.values() if person.author)

    def _next_alias(self, avoid: Collection[str]) -> str:
        if self._free is None:
            self._free = self._aliases()
            self._used = {person.alias for person in self.people.values()}
        alias = next(
            alias
            for alias in self._free
            if alias not in self._used and alias.split()[0].casefold() not in avoid
        )
        self._used.add(alias)
        return alias

    def _aliases(self) -> Iterator[str]:
        """Yield every alias in the drawn order: names, names with an initial, then with a number.

        A name with a number comes even where all first names are to be avoided.
        """
        names = list(FIRST_NAMES)
        random.Random(self.seed).shuffle(names)
        yield from names
        for initial in string.ascii_uppercase:
            yield from (f"{name} {initial}." for name in names)
        number = 1
        while True:
            number += 1
            yield from (f"{name} {number}" for name in names)
            yield f"Person {number}"


def identity(name: str) -> str:
    """Return a name as it is compared: lower case, single spaces, without an @ before it.

    >>> identity(" @Sarah   Miller ")
    'sarah miller'
    """
    return _SPACE.sub(" ", name).strip().lstrip("@").casefold()


def is_person(kind: str) -> bool:
    """Return whether what stands for this kind can be an alias."""
    return kind in (PERSON, NAME)
