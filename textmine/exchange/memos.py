"""Keep the notes of a project as memos, each once; what was written from a memo goes back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textmine.codebook import Codebook
from textmine.coding.memos.memo import Memo, Seen, Target
from textmine.coding.memos.store import open_memos
from textmine.exchange.guids import made_guid
from textmine.exchange.notes import FoundNote
from textmine.schema import MAX_TEXT
from textmine.store import Workspace, sha256_of_text


def memo_guid(memo: Memo) -> str:
    """Return the GUID of a memo as a note."""
    return made_guid("memo", memo.number, memo.begun_at)


def keep_notes(
    workspace: Workspace,
    notes: Sequence[FoundNote],
    corpus: str,
    book: Codebook | None,
    texts: Mapping[str, str],
) -> int:
    """Keep notes as memos; return how many are new, or new versions of memos that were here.

    A note that says what a memo on the same thing says is that memo.
    """
    store = open_memos(workspace)
    standing = store.standing()
    here = {memo_guid(memo): memo for memo in standing}
    said = {(memo.target, memo.text) for memo in standing}
    new: list[Memo] = []
    changed: list[Memo] = []
    for note in notes:
        text = _plain(note.note.text)[:MAX_TEXT]
        if note.note.guid in here:
            former = here[note.note.guid]
            if former.text != text:
                changed.append(replace(former, text=text))
            continue
        memo = _memo(note, text, corpus, book, texts)
        if (memo.target, memo.text) not in said:
            said.add((memo.target, memo.text))
            new.append(memo)
    kept = store.add(new) if new else []
    return len(kept) + len(store.change(changed) if changed else [])


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _memo(
    one: FoundNote, text: str, corpus: str, book: Codebook | None, texts: Mapping[str, str]
) -> Memo:
    target, seen = Target("corpus", corpus) if corpus else Target(), Seen()
    if one.code is not None and book is not None:
        target = Target("code", book.name, one.code.code, one.code.dimension)
        seen = Seen(codebook_version=book.version)
    elif one.document in texts:
        stored = texts[one.document]
        digest = sha256_of_text(" ".join(stored.split()))
        start, end = one.span or (None, None)
        target = Target("document", corpus, one.document, "", start, end)
        quoted = stored[start:end] if one.span else ""
        seen = Seen(quoted=quoted, text_digest=digest)
    return Memo(text, title=one.note.name[:200], by=one.author[:200], target=target, seen=seen)
