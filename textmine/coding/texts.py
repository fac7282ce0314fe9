"""The texts that codings were made on: a coding of another text than the corpus has does not stand.

White space does not count, for a text that only lost a blank says the same. It counts for codings
of spans, whose places it would move.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from textmine.corpus.corpus import load_texts, texts_digest
from textmine.errors import InputError
from textmine.schema import Coding, with_fields
from textmine.store import Workspace, sha256_of_text
from textmine.store.history import changes, former_copy
from textmine.store.kept import CORPUS_FILES
from textmine.store.whole import as_prepared

Texts = Mapping[str, str]
Load = Callable[[str], Texts | None]


def _nothing(corpus: str) -> Texts | None:
    return None


def _unknown(corpus: str) -> str:
    return ""


class CodedTexts:
    """The texts of corpora as they are now, and as they were when nobody wrote down what was coded.

    Codings of an earlier textmine do not say which text they are of. They are of the oldest one
    that the history of the workspace kept, or else of the present one.
    """

    def __init__(
        self, now: Load = _nothing, first: Load = _nothing, digest: Callable[[str], str] = _unknown
    ) -> None:
        self._now, self._first, self._digest_now = cache(now), cache(first), cache(digest)
        self._digests: dict[tuple[str, str, bool], str] = {}
        self._fitting: dict[tuple[str, str, bool, str | None, str], bool] = {}

    def stamped(self, coding: Coding) -> Coding:
        """Return a coding that says which text of the corpus it is of, if the document is there.

        A coding of an interview, a case or an author is of no one text.
        """
        if coding.level:
            return with_fields(coding, text_digest=None)
        text = (self._now(coding.corpus) or {}).get(coding.document)
        digest = None if text is None else self._present(text, coding)
        return with_fields(coding, text_digest=digest)

    def digest(self, corpus: str) -> str:
        """Return the digest of all texts of a corpus that codings are stamped with, "" for none."""
        return getattr(self._now(corpus), "digest", "")

    def are_those(self, corpus: str, digest: str) -> bool:
        """Whether the corpus has just the texts with that digest, none of which need be read."""
        return digest != "" and digest == self._digest_now(corpus)

    def fits(self, coding: Coding) -> bool:
        """Whether the corpus has the text that was coded; a document that is gone says nothing.

        A coding of a whole interview, case or author stands whatever is said in it.
        """
        key = (
            coding.corpus,
            coding.document,
            coding.start is not None,
            coding.text_digest,
            coding.level,
        )
        known = self._fitting.get(key)
        if known is None:
            known = self._fitting[key] = self._fits(coding)
        return known

    def _fits(self, coding: Coding) -> bool:
        text = (self._now(coding.corpus) or {}).get(coding.document)
        if coding.level or text is None:
            return True
        coded = coding.text_digest
        if coded is None:
            first = (self._first(coding.corpus) or {}).get(coding.document)
            coded = None if first is None else _digest(first, coding)
        return coded is None or coded == self._present(text, coding)

    def _present(self, text: str, coding: Coding) -> str:
        """Return the digest of a text of now; a text that many codings are of is read once."""
        key = coding.corpus, coding.document, coding.start is not None
        if key not in self._digests:
            self._digests[key] = _digest(text, coding)
        return self._digests[key]


class ReadTexts:
    """The texts of a corpus as they were read to be coded: of each only its digest is kept.

    `corpus_digest` is that of all texts of the corpus. They come one by one with their ids.
    """

    def __init__(self, corpus_digest: str, texts: Iterable[tuple[str, str]]) -> None:
        self._corpus_digest = corpus_digest
        self._digests = {
            identity: bytes.fromhex(sha256_of_text(single_spaced(text))) for identity, text in texts
        }

    def stamped(self, coding: Coding) -> Coding:
        """Return a coding of a whole document that says which text it is of."""
        return with_fields(coding, text_digest=self._digests[coding.document].hex())

    def digest(self, corpus: str) -> str:
        """Return the digest of all texts of the corpus."""
        return self._corpus_digest


def coded_texts(workspace: Workspace) -> CodedTexts:
    """Return the texts of a workspace's corpora."""

    def now(corpus: str) -> Texts | None:
        folder = workspace.root / "corpora" / corpus
        prepared = as_prepared(folder)
        return load_texts(prepared) if prepared != folder else _kept_texts(folder, _stamp(folder))

    def first(corpus: str) -> Texts | None:
        folder = _oldest_copy(workspace.root, f"corpora/{corpus}")
        try:
            return load_texts(folder) if folder is not None else None
        except InputError:  # what was replaced because it was damaged
            return None

    def digest(corpus: str) -> str:
        folder = workspace.root / "corpora" / corpus
        prepared = as_prepared(folder)
        return texts_digest(prepared) if prepared != folder else _digest_of(folder, _stamp(folder))

    return CodedTexts(now, first, digest)


@lru_cache(maxsize=2)
def _kept_texts(folder: Path, stamp: tuple[tuple[int, ...], ...]) -> Texts | None:
    """Return the texts of a corpus, read once as long as its files stay what they are."""
    return load_texts(folder)


@lru_cache(maxsize=8)
def _digest_of(folder: Path, stamp: tuple[tuple[int, ...], ...]) -> str:
    """Return the digest of these texts, read as often as they are."""
    return texts_digest(folder)


def _stamp(folder: Path) -> tuple[tuple[int, ...], ...]:
    stamps = []
    for name in CORPUS_FILES:
        with suppress(OSError):
            status = (folder / name).stat()
            stamps.append((status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(stamps)


def _digest(text: str, coding: Coding) -> str:
    return sha256_of_text(text if coding.start is not None else single_spaced(text))


def single_spaced(text: str) -> str:
    """Return a text with a blank for every white space, as " ".join(text.split()) does but sooner.

    >>> single_spaced(" one\\n\\n two\\u00a0 three ")
    'one two three'
    """
    spaced = text.replace("\n", " ")
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    return spaced.strip(" ") if spaced.isprintable() else " ".join(text.split())


def _oldest_copy(root: Path, where: str) -> Path | None:
    for change in changes(root):
        for number, part in enumerate(change.parts, start=1):
            copy = former_copy(root, change.number, number)
            if part.where == where and copy.exists():
                return copy
    return None
