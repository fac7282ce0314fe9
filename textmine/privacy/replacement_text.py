"""Choose what is written in the place of every found span and of every author."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from textmine.privacy.aliasing import AliasBook, People, identity, is_person, link_mentions
from textmine.privacy.finding import Found, is_nobody, pieces
from textmine.privacy.kinds import EMAIL, PERSON, USER


@dataclass
class Wording:
    """Aliases or placeholders of one project, by what stands behind them.

    `authors` are names that are known to be people's. With `placeholders` people get numbered
    placeholders in the place of first names.
    """

    book: AliasBook
    authors: tuple[str, ...]
    placeholders: bool = False
    avoid: Collection[str] = frozenset()
    _people: People = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._people = People(self.authors)

    def enrol_authors(self) -> None:
        """Give every author an alias, in the order of their names and not of their messages."""
        for name in sorted(self.authors, key=lambda name: (identity(name), name)):
            self.book.enrol(name, author=True, avoid=self.avoid)

    def of_author(self, name: str) -> str:
        """Return what is written for a cell of a column of names; nobody's name stays."""
        if is_nobody(name):
            return name
        return self._of_person(self._people.meant_by(name) or name)

    def of_spans(self, text: str, found: Sequence[Found], context: Iterable[str]) -> list[str]:
        """Return what is written for each span of one text.

        `context` holds the other mentions of people in the same document, for "Reed" is the
        "Tom Reed" of the same document.
        """
        linked = link_mentions(
            [*context, *(text[span.start : span.end] for span in found if is_person(span.kind))],
            self._people,
        )
        return [self._of_span(text[span.start : span.end], span.kind, linked) for span in found]

    def _of_span(self, original: str, kind: str, linked: dict[str, str]) -> str:
        exact = self._people.meant_by(original) if kind in (EMAIL, USER) else ""
        if exact and (kind == USER or identity(exact) == identity(original)):
            return self._of_person(exact)
        meant = linked.get(original, original)
        if kind == PERSON or (is_person(kind) and meant != original):
            return self._of_person(meant)
        return self.book.placeholder(kind, original)

    def _of_person(self, name: str) -> str:
        if self.placeholders:
            return self.book.placeholder(PERSON, name)
        return self.book.enrol(name, author=False, avoid=self.avoid).alias


def real_first_names(names: Iterable[str]) -> frozenset[str]:
    """Return every piece of real names, in lower case: none may be an alias of somebody else."""
    return frozenset(piece for name in names for piece in pieces(name))
