"""How ConvoKit's metadata and textmine's columns are called after each other, both ways."""

from textmine.schema import FIELD_NAMES, META

SPEAKER = "speaker."
CONVERSATION = "conversation."
TIMESTAMP = "convokit_timestamp"
EMPTY = "convokit_parts"
JSON_COLUMNS = "JSON columns"
CORPUS_META = "corpus.json"
"""Facts under which a corpus keeps what stands in no column."""

_ESCAPE = "~"
_RESERVED = frozenset({*FIELD_NAMES, TIMESTAMP, EMPTY})
_PREFIXES = (_ESCAPE, META, SPEAKER, CONVERSATION)


def column_of(key: str) -> str:
    """Return the column, without "meta.", for a key of an utterance's metadata.

    A key that would be taken for something else gets "~" in front.

    >>> [column_of(key) for key in ("score", "text", "speaker.age", "~x")]
    ['score', '~text', '~speaker.age', '~~x']
    """
    return _ESCAPE + key if not key or key in _RESERVED or key.startswith(_PREFIXES) else key


def key_of(column: str) -> str:
    """Return the key that `column_of` made this column from.

    >>> [key_of(column) for column in ("score", "~text", "~~x")]
    ['score', 'text', '~x']
    """
    return column.removeprefix(_ESCAPE)
