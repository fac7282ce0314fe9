"""The labels that printed threads put before the topic, author, date and text of a message."""

from __future__ import annotations

import re

_NAMES = {
    "topic": "topic thread subject title re thema betreff titel sujet titre asunto tema título "
    "oggetto argomento titolo assunto onderwerp",
    "author": "from author by name posted_by written_by user username poster speaker sender von "
    "autor verfasser absender name de auteur nombre usuario da autore nome van",
    "date": "date posted posted_on posted_at sent time datum gesendet verfasst_am fecha envoyé "
    "data inviato enviado verzonden",
    "text": "text message body content post comment nachricht beitrag mensaje texto messaggio "
    "testo texte contenu bericht",
}

_FIELDS = {
    name.replace("_", " "): field for field, names in _NAMES.items() for name in names.split()
}
_LINE = re.compile(
    r"[ \t>*#]{0,6}("
    + "|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True))
    + r")[ \t*]{0,4}[:：][ \t*]{0,4}(.*)",
    re.IGNORECASE,
)


def labelled(line: str) -> tuple[str, str, str] | None:
    """Return field, label and value of a line such as "From: Ann", None for any other line.

    >>> labelled("**Posted on:** 3 May 2024")
    ('date', 'Posted on', '3 May 2024')
    >>> labelled("From here on: nothing")
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    return _FIELDS[found[1].lower()], found[1], found[2].strip().strip("*").strip()
