"""The readers of forums and mailing lists, in the order in which they look at a file."""

from __future__ import annotations

from textmine.corpus.reading.forums.read_convokit import CONVOKIT
from textmine.corpus.reading.forums.read_discourse import DISCOURSE
from textmine.corpus.reading.forums.read_discourse_archive import DISCOURSE_ARCHIVE
from textmine.corpus.reading.forums.read_mail import MAIL
from textmine.corpus.reading.forums.read_phpbb import PHPBB
from textmine.corpus.reading.forums.read_transcript import TRANSCRIPT
from textmine.corpus.reading.reader import Reader

FORUM_READERS: tuple[Reader, ...] = (
    CONVOKIT,
    DISCOURSE,
    DISCOURSE_ARCHIVE,
    PHPBB,
    MAIL,
    TRANSCRIPT,
)
