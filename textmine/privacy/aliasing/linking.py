"""Whom a name in a text means: an author, somebody named in full nearby, or a person of its own."""

from collections import defaultdict
from collections.abc import Iterable

from textmine.privacy.aliasing.aliases import identity
from textmine.privacy.finding import pieces


class People:
    """Names of people, found again by the pieces they are made of."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_identity: dict[str, str] = {}
        self._by_piece: dict[str, set[str]] = defaultdict(set)
        for name in names:
            self._by_identity.setdefault(identity(name), name)
            for piece in pieces(name.split("@")[0] if "@" in name.strip("@") else name):
                self._by_piece[piece].add(identity(name))

    def meant_by(self, mention: str) -> str:
        """Return the one name that a mention means, "" if it is none's or several people's.

        >>> People(["Sarah Miller", "Tom Reed"]).meant_by("Sarah")
        'Sarah Miller'
        """
        exact = self._by_identity.get(identity(mention))
        if exact is not None:
            return exact
        wanted = pieces(mention)
        if not wanted:
            return ""
        owners = set.intersection(*(self._by_piece.get(piece, set()) for piece in wanted))
        return self._by_identity[owners.pop()] if len(owners) == 1 else ""


def link_mentions(mentions: Iterable[str], authors: People) -> dict[str, str]:
    """Return for each mention of a person in one text the name of whom it means.

    An author's name goes before; then "Reed" is the "Tom Reed" of the same text, if there is one.
    """
    distinct = list(dict.fromkeys(mentions))
    linked = {mention: authors.meant_by(mention) for mention in distinct}
    strangers = [mention for mention in distinct if not linked[mention]]
    full = People(mention for mention in strangers if len(pieces(mention)) > 1)
    return {mention: linked[mention] or full.meant_by(mention) or mention for mention in distinct}
