"""The files of interviews: whether they look like some, and each read as its kind asks."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from textmine.corpus.reading.archives import is_zip, member_names, member_start, unpack
from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.documents.kinds import endings, kind_of
from textmine.corpus.reading.documents.markdown import atx_headings
from textmine.corpus.reading.documents.read_folder import read_each, user_files
from textmine.corpus.reading.documents.table import ReadFile
from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.interviews.cues import ENDINGS
from textmine.corpus.reading.interviews.labels import like_a_name
from textmine.corpus.reading.interviews.margin import without_margin
from textmine.corpus.reading.interviews.transcript import Transcript, transcript_of
from textmine.corpus.reading.interviews.turns import Turn
from textmine.corpus.reading.interviews.words import (
    folded,
    says_interviewer,
    stands_above_questions,
)
from textmine.corpus.reading.limits import LIMITS
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem, TextmineError

_MOST_BYTES = LIMITS.markup_bytes


def can_hold_turns(path: Path) -> bool:
    """Return whether a file is of a kind that interviews come in, by its ending."""
    return path.suffix.lower() in ENDINGS or kind_of(path) is not None


def read_files(path: Path, options: ReadOptions) -> tuple[list[ReadFile], list[str]]:
    """Return the files of interviews with their texts, in the order of their names, and remarks.

    A file of a folder that cannot be read is a problem of its own. Raises InputError for a single
    file that cannot be read, and where there is no file of a kind that is read.
    """
    if path.is_file() and not (is_zip(path) and kind_of(path) is None):
        return [ReadFile(path.stem, path.name, read_file(path, options))], []
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    with _folder_of(path) as (folder, refused):
        files, notes = read_each(
            folder, lambda file: read_file if can_hold_turns(file) else None, options
        )
        if not files:
            raise InputError(
                f"{path.name} has no interview.",
                hint=f"Read are: {endings()}, {', '.join(ENDINGS)}.",
            )
        files += [ReadFile("", path.name, RowProblem(0, "", why)) for why in refused]
        return files, notes


def read_file(path: Path, options: ReadOptions) -> WholeDocument:
    """Return the text of one file without the numbers of its lines in the margin.

    Raises InputError where it cannot be read.
    """
    kind = kind_of(path)
    if kind is not None:
        return without_margin(kind.read(path, options))
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        raise InputError(
            f"{path.name} is over {_MOST_BYTES:,} bytes, which no interview has.",
            hint="Split it first.",
        )
    decoded = read_text(path, options.encoding)
    return WholeDocument(decoded.text, encoding=decoded.encoding, remark=decoded.remark)


@contextmanager
def _folder_of(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder, or the one that an archive is unpacked into, and what was refused of it."""
    if path.is_dir():
        yield path, []
        return
    with tempfile.TemporaryDirectory(prefix="textmine-") as name:
        refused = unpack(path, Path(name))
        yield Path(name), refused


_LOOKED_AT, _START, _LARGEST = 8, 2**16, 4 * 2**20
_TEXTS = (".txt", ".text", ".md", ".markdown")
_UNPACKED = (".docx", ".docm", ".dotx", ".odt", ".ott", ".rtf", ".html", ".htm", ".xhtml")
_FEWEST, _MOST_SPEAKERS = 4, 15
_ASKS, _CHANGES, _COVERED, _TIMED = 0.5, 0.5, 0.6, 0.5


def looks_like_interviews(path: Path) -> bool:
    """Return whether a file is a transcript, or most files of a folder or archive are.

    Eight files are looked at. PDF files are not: they have to be named as interviews.
    """
    try:
        if path.is_dir():
            files = [file for file in user_files(path) if can_hold_turns(file)]
            chosen = _spread(files)
            return bool(chosen) and 2 * sum(map(_is_transcript, chosen)) > len(chosen)
        if is_zip(path) and kind_of(path) is None:
            return _archive(path)
        return path.is_file() and _is_transcript(path)
    except (OSError, TextmineError):
        return False


def looks_like_turns(transcript: Transcript) -> bool:
    """Return whether turns can only be those of an interview.

    There are two speakers or more who change, most words are theirs, and a label says who asks, or
    there are times beside them, or one of them puts most questions. "Question" and "answer" alone
    say nothing: guidance has them too.
    """
    if transcript.form == "cues":
        return bool(transcript.turns)
    turns = [turn for turn in transcript.turns if turn.speaker]
    counts = Counter(folded(turn.speaker) for turn in turns)
    return _is_talk(transcript, turns, counts) and (
        any(n > 1 and says_interviewer(key) and key != "q" for key, n in counts.items())
        or _has_times(turns)
        or (transcript.form in ("colon", "rows") and _one_asks(turns, counts))
    )


def _is_talk(transcript: Transcript, turns: list[Turn], counts: Counter[str]) -> bool:
    n, again = len(turns), sum(times > 1 for times in counts.values())
    if n < _FEWEST or not 1 < len(counts) <= max(_MOST_SPEAKERS, n // 10):
        return False
    if (again < 2 and transcript.form != "timed") or all(map(stands_above_questions, counts)):
        return False
    words = sum(len(turn.text) for turn in transcript.turns)
    changes = sum(turn.speaker != other.speaker for turn, other in pairwise(turns))
    covered = sum(len(turn.text) for turn in turns) >= _COVERED * words
    return covered and changes >= _CHANGES * (n - 1)


def _has_times(turns: list[Turn]) -> bool:
    timed = [turn.since for turn in turns if turn.since]
    return len(timed) >= _TIMED * len(turns) and timed == sorted(timed)


def _one_asks(turns: list[Turn], counts: Counter[str]) -> bool:
    """Return whether of people with names one asks in half of the turns, others hardly ever."""
    asks = Counter(folded(turn.speaker) for turn in turns if turn.text.rstrip().endswith("?"))
    if not all(like_a_name(turn.speaker) for turn in turns):
        return False
    first, *others = sorted((asks[key] / n for key, n in counts.items() if n > 1), reverse=True)
    return first >= _ASKS and sum(others) < len(others) * _ASKS / 2


def _spread(files: list[Path]) -> list[Path]:
    step = max(len(files) // _LOOKED_AT, 1)
    return files[::step][:_LOOKED_AT]


def _is_transcript(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return True
    try:
        if ending in _TEXTS:
            with path.open("rb") as stream:
                return _is_text(path.name, stream.read(_START))
        kind = kind_of(path)
        if kind is None or ending not in _UNPACKED or path.stat().st_size > _LARGEST:
            return False
        return looks_like_turns(transcript_of(path.name, read_file(path, ReadOptions())))
    except (OSError, TextmineError):
        return False


def _is_text(name: str, start: bytes) -> bool:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = without_margin(WholeDocument(text, tuple(atx_headings(text))))
    return looks_like_turns(transcript_of(name, whole))


def _archive(path: Path) -> bool:
    names = [Path(name) for name in member_names(path)]
    files = [name for name in names if can_hold_turns(name) and "__MACOSX" not in name.parts]
    chosen = _spread(files)
    good = sum(
        file.suffix.lower() in ENDINGS
        or (
            file.suffix.lower() in _TEXTS
            and _is_text(file.name, member_start(path, file.as_posix(), _START))
        )
        for file in chosen
    )
    return bool(chosen) and 2 * good > len(chosen)
