"""What codes, coders and documents are called in a project, and the GUIDs that they have there."""

import re
import uuid
from collections import Counter
from dataclasses import dataclass
from hashlib import sha1

from textmine.codebook import Code, Codebook, Dimension, outline

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://textmine/exchange")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_GUID_LENGTH = 36


def read_guid(given: str) -> str:
    """Return a GUID in lower case and without braces; anything else is only stripped.

    >>> read_guid(" {5AA31DEE-D1A0-4F71-9FE5-AAADB2BDC144}")
    '5aa31dee-d1a0-4f71-9fe5-aaadb2bdc144'
    """
    return given.strip().strip("{}").strip().lower()


def is_guid(given: str) -> bool:
    """Whether a text is a GUID as it is written here."""
    return _GUID.fullmatch(given) is not None


def made_guid(kind: str, *parts: str | int | None) -> str:
    """Return the GUID of a thing of a kind, which is the same whenever it is made of these parts.

    >>> made_guid("user", "ann") == made_guid("user", "ann") != made_guid("code", "ann")
    True
    """
    named = "\x1f".join((kind, *("" if part is None else str(part) for part in parts)))
    return _spelt(sha1(_OURS.bytes + named.encode("utf-8"), usedforsecurity=False).digest())


def _spelt(digest: bytes) -> str:
    """Return a digest as the GUID of version 5 that it is, as uuid.uuid5 makes it.

    >>> _spelt(sha1(uuid.NAMESPACE_DNS.bytes + b"a").digest()) == str(
    ...     uuid.uuid5(uuid.NAMESPACE_DNS, "a")
    ... )
    True
    """
    high, low = 0x50 | digest[6] & 0x0F, 0x80 | digest[8] & 0x3F
    digits = (digest[:6] + bytes((high, digest[7], low)) + digest[9:16]).hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def guid_in_path(path: str) -> str:
    """Return the GUID in the name of a file such as internal://GUID.txt, "" where there is none."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    guid = read_guid(name[:_GUID_LENGTH])
    return guid if is_guid(guid) else ""


MACHINE, ADJUDICATED, HUMAN = " (machine)", " (adjudicated)", " (human)"
_SUFFIXES = {"machine": MACHINE, "adjudicated": ADJUDICATED}


@dataclass(frozen=True, order=True)
class CodePlace:
    """A code of a codebook, or one of its roles; without a code it is the dimension itself."""

    dimension: str
    code: str = ""
    role: str = ""


@dataclass(frozen=True)
class Coder:
    """A coder, and whether it is a person, a machine, or what was settled between them."""

    name: str
    origin: str = "human"

    @property
    def guid(self) -> str:
        """The GUID of the coder as a user: the same in every project."""
        return made_guid("user", self.origin, self.name)

    @property
    def user_name(self) -> str:
        """What the coder is called as a user.

        >>> Coder("model:fast", "machine").user_name, Coder("Ann (machine)").user_name
        ('model:fast (machine)', 'Ann (machine) (human)')
        """
        suffix = _SUFFIXES.get(self.origin, "")
        if not suffix and self.name.endswith((MACHINE, ADJUDICATED, HUMAN)):
            suffix = HUMAN
        return self.name + suffix


def coder_of(user_name: str) -> Coder:
    """Return the coder that a user is.

    >>> coder_of("model:fast (machine)"), coder_of("Ann (machine) (human)").name
    (Coder(name='model:fast', origin='machine'), 'Ann (machine)')
    """
    for origin, suffix in _SUFFIXES.items():
        if user_name.endswith(suffix):
            return Coder(user_name.removesuffix(suffix), origin)
    return Coder(user_name.removesuffix(HUMAN))


def code_guid(book: str, place: CodePlace) -> str:
    """Return the GUID of a code of the codebook that is called `book`."""
    return made_guid("code", book, place.dimension, place.code, place.role)


def source_guid(corpus: str, kind: str, name: str) -> str:
    """Return the GUID of a document or a thread as a source."""
    return made_guid("source", corpus, kind, name)


def places_of_book(book: Codebook) -> list[tuple[CodePlace, Dimension, Code | None]]:
    """Return the dimensions that coders code, each before its codes, and these before their roles.

    A code comes after the code that it is grouped under.
    """
    places: list[tuple[CodePlace, Dimension, Code | None]] = []
    for dimension in book.coded_dimensions:
        places.append((CodePlace(dimension.id), dimension, None))
        for _, code in outline(dimension):
            places.append((CodePlace(dimension.id, code.id), dimension, code))
            if code.given:
                places += [
                    (CodePlace(dimension.id, code.id, role), dimension, code)
                    for role in dimension.roles
                ]
    return places


def names_of_book(book: Codebook) -> dict[CodePlace, str]:
    """Return a name for each code that no other one has, whatever the case.

    A name that is there twice gets what tells it apart in brackets: its dimension, else its id.
    """
    wanted: dict[CodePlace, tuple[str, str, str]] = {}
    for place, dimension, code in places_of_book(book):
        own = (code.name or code.id) if code else (dimension.name or dimension.id)
        if place.role:
            own = f"{own}: {place.role}"
        wanted[place] = (
            own,
            f"{own} [{place.dimension}]",
            f"{own} [{place.dimension} {place.code}]",
        )
    shared = [Counter(names[at].casefold() for names in wanted.values()) for at in range(3)]
    place_names: dict[CodePlace, str] = {}
    taken: set[str] = set()
    for place, names in wanted.items():
        name = next(
            (
                candidate
                for at, candidate in enumerate(names)
                if shared[at][candidate.casefold()] == 1
            ),
            names[-1],
        )
        base, number = name, 2
        while name.casefold() in taken:
            name, number = f"{base} ({number})", number + 1
        taken.add(name.casefold())
        place_names[place] = name
    return place_names
