"""Where in a file each passage of a corpus stands: its section and its page."""

from textmine.corpus.corpus import Corpus
from textmine.schema import META

_LONGEST = 60


def places_of(corpus: Corpus) -> list[str]:
    """Return for each document its section and page where they are known, as "Aims, p. 4", or "".

    The page is the one printed on it where the file says so.
    """
    columns = (f"{META}section", f"{META}page_label", f"{META}page")
    cells = zip(*(corpus.column(name) for name in columns), strict=True)
    return [_place(section, label or page) for section, label, page in cells]


def _place(section: str, page: str) -> str:
    short = section if len(section) <= _LONGEST else f"{section[:_LONGEST].rstrip()}…"
    return ", ".join(part for part in (short, f"p. {page}" if page else "") if part)
