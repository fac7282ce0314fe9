"""The hash of the codings that a result rests on: it says later whether they are the same still."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from operator import attrgetter

from textmine.codebook import Codebook, codebook_toml
from textmine.coding.statements import by_people
from textmine.coding.store import CodingStore
from textmine.schema import Coding
from textmine.store.hashing import sha256_of_rows, sha256_of_text

_SAID = (
    *("document", "dimension", "code", "role", "coder", "origin", "start", "end", "level"),
    *("round", "codebook", "codebook_version", "suggested_by", "confirmed"),
)
"""What counts of a coding: not when it was entered, and no memo."""
_said = attrgetter(*_SAID)


def people_digest(url: str, corpus: str, codebook: Codebook, dimensions: Collection[str]) -> str:
    """Return the hash of what people say of a corpus with a codebook, "" where it is nothing.

    `dimensions` are those that count, all where there are none; for a derived one that which it
    follows from counts. It is read from the database alone: of a document that is gone, or whose
    text changed, the digest of the corpus tells.
    """
    current = CodingStore(url).current(corpus)
    wanted = {
        codebook.dimension(name).derived_from or name
        for name in dimensions or [dimension.id for dimension in codebook.dimensions]
    }
    return codings_digest(
        by_person
        for by_person in by_people(current)
        if by_person.codebook in ("", codebook.name) and by_person.dimension in wanted
    )


def corpus_codings_digest(url: str, corpus: str) -> str:
    """Return the hash of all that people say of the documents of a corpus, "" where it is nothing.

    It is read as `people_digest` does.
    """
    current = CodingStore(url).current(corpus)
    return codings_digest(by_people(current))


def codings_digest(codings: Iterable[Coding]) -> str:
    """Return the hash of codings in any order, "" where there are none."""
    return digest_of_parts([codings])


def digest_of_parts(parts: Iterable[Iterable[Coding]]) -> str:
    """Return the hash of the codings of all parts, one of which is in memory at a time.

    No document of a part sorts before one of the part before it, or is in both.
    """

    def rows() -> Iterator[list[str]]:
        for part in parts:
            yield from sorted([*map(str, _said(coding))] for coding in part)

    told = rows()
    first = next(told, None)
    return "" if first is None else sha256_of_rows(chain([first], told))


def codebook_digest(codebook: Codebook) -> str:
    """Return the hash of what stands in a codebook."""
    return sha256_of_text(codebook_toml(codebook))


def coded_inputs(
    url: str, corpus: str, codebook: Codebook, dimensions: Collection[str] = ()
) -> dict[str, str]:
    """Return what a manifest says of the codings and the codebook that a result rests on."""
    return {
        f"codings/{corpus}": people_digest(url, corpus, codebook, dimensions),
        f"codebooks/{codebook.name}": codebook_digest(codebook),
    }
