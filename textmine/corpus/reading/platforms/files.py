"""The tables of an open-data download: one file, a folder of them, or a zip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from textmine.corpus.reading.archives import is_zip, member_names, unpacked
from textmine.corpus.reading.encoding import read_text_start
from textmine.errors import InputError

_DEEPEST = 4
_MOST = 5_000
