"""Who speaks in each document: its author, where the column names people and not how it came in."""

import re

from textmine.corpus.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID

NOBODY = frozenset(
    "anonymous anonym anonymus anónimo anonimo anon unknown guest gast invitado user usuario admin "
    "administrator administrador moderator moderador mod none nobody null nan n/a na - deleted "
    "[deleted] removed system".split()
)
"""What stands in a column of authors where no author is named."""

_MACHINES = frozenset(
    "import imports importer imported importiert export exporter bot autobot webmaster root api "
    "csv upload uploader migration migrated script scraper crawler spider scan scanner default "
    "author autor owner test tester office editor redaktion webform form formular".split()
)
"""What programs and offices leave in such a column."""

_FILE = re.compile(
    r"[\\/]|\.(?:pdf|docx?|odt|rtf|txt|md|html?|xml|json|csv|tsv|xlsx?|ods|zip|eml|mbox)$", re.I
)


def is_nobody(name: str) -> bool:
    """Return whether a cell of a column of authors names nobody."""
    return name.strip().casefold() in NOBODY or not name.strip()


def is_speaker(name: str) -> bool:
    """Return whether a cell of a column of authors may name a person: no program and no file.

    >>> is_speaker("Elm"), is_speaker("admin"), is_speaker("minutes.docx")
    (True, False, False)
    """
    folded_name = name.strip().casefold()
    return (
        not is_nobody(name) and folded_name not in _MACHINES and _FILE.search(folded_name) is None
    )


def speakers(corpus: Corpus) -> list[str]:
    """Return who speaks in each document, "" where nobody is named.

    Nobody is where the author is a program, an office, a file, or one and the same for all
    documents of several threads or files.
    """
    authors = [name if is_speaker(name) else "" for name in corpus.column(AUTHOR)]
    if len({*authors}) == 1 and len({*corpus.column(THREAD_ID)}) > 1:
        return [""] * len(authors)
    return authors
