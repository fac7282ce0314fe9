"""What a memo is about: found when it is written, and looked for again whenever it is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from textmine.codebook import Codebook, current_code, find_codebook
from textmine.coding.memos.memo import About, Memo, Seen, Target
from textmine.corpus import Corpus, load_corpus
from textmine.errors import InputError, NotFoundError, TextmineError, UsageError, did_you_mean
from textmine.schema import AUTHOR, META
from textmine.store import Workspace, sha256_of_text

ThemeNames = Callable[[Workspace, str], Mapping[str, str]]
"""Model -> what people call each of its themes, "" for no name, by id."""

CASE = f"{META}case"
_COLUMNS: Mapping[str, str] = {"participant": AUTHOR, "case": CASE}
_NO_LABELS: Mapping[str, str] = {
    "participant": "The corpus has no authors.",
    "case": "The corpus has no column 'case'.",
}
_SHAPES: Mapping[About, str] = {
    "corpus": "CORPUS",
    "document": "CORPUS:ID",
    "participant": "CORPUS:ID",
    "case": "CORPUS:NAME",
    "code": "CODEBOOK:DIMENSION:CODE",
    "theme": "MODEL:T03",
}
_SPAN = re.compile(r"\s*(\d{1,9})\s*[-–]\s*(\d{1,9})\s*")


@dataclass(frozen=True)
class Now:
    """What became of the target of a memo.

    `target` is it as it is called now, `words` the text of a span or what a theme is called.
    `remark` says what changed since the memo was written, or that the target is gone.
    """

    target: Target
    words: str = ""
    remark: str = ""


class Targets:
    """What memos can be about in a workspace; everything is read once."""

    def __init__(self, workspace: Workspace, themes: ThemeNames) -> None:
        def corpus(name: str) -> Corpus:
            return load_corpus(workspace, name)

        def book(name: str) -> Codebook:
            return find_codebook(name, workspace)

        def names(model: str) -> Mapping[str, str]:
            return themes(workspace, model)

        def texts(name: str) -> Mapping[str, str]:
            loaded = self.corpus(name)
            return dict(zip(loaded.ids, loaded.texts, strict=True))

        def labels(name: str, column: str) -> frozenset[str]:
            return frozenset(self.corpus(name).column(column)) - {""}

        self.corpus, self.book = cache(corpus), cache(book)
        self.names, self.texts, self.labels = cache(names), cache(texts), cache(labels)

    def find(self, target: Target) -> tuple[Target, Seen]:
        """Return a target as it is written where it lies, and what it is now.

        Raises NotFoundError or InputError for one that is not there.
        """
        if target.about == "corpus":
            self.corpus(target.place)
        elif target.about == "document":
            return target, self._seen_document(target)
        elif target.about in _COLUMNS:
            self._refuse_unknown(target)
        elif target.about == "code":
            return self._found_code(target)
        elif target.about == "theme":
            return self._found_theme(target)
        return target, Seen()

    def now(self, memo: Memo) -> Now:
        """Return what became of the target of a memo; one that is gone is said to be gone."""
        try:
            if memo.target.about == "document":
                return self._document_now(memo)
            if memo.target.about == "code":
                return self._code_now(memo)
            target, seen = self.find(memo.target)
            if target.about == "theme" and memo.seen.quoted not in ("", seen.quoted):
                return Now(target, seen.quoted, f"the theme was called '{memo.seen.quoted}' then")
            return Now(target, seen.quoted)
        except TextmineError as error:
            return Now(memo.target, memo.seen.quoted, f"gone: {_clause(error)}")

    def _seen_document(self, target: Target) -> Seen:
        texts = self.texts(target.place)
        if target.name not in texts:
            raise NotFoundError(
                f"'{target.place}' has no document '{target.name}'.",
                hint=did_you_mean(target.name, texts),
            )
        text = texts[target.name]
        if target.start is None or target.end is None:
            return Seen(text_digest=_digest(text))
        if not target.start < target.end <= len(text):
            raise InputError(
                f"{target.start}-{target.end} is no span of '{target.name}', whose text has "
                f"{len(text):,} characters.",
                hint="A span counts from 0, and its end is the place behind its last character.",
            )
        return Seen(quoted=text[target.start : target.end], text_digest=_digest(text))

    def _refuse_unknown(self, target: Target) -> None:
        known = self.labels(target.place, _COLUMNS[target.about])
        if target.name not in known:
            raise NotFoundError(
                f"'{target.place}' has no {target.about} '{target.name}'.",
                hint=did_you_mean(target.name, known) if known else _NO_LABELS[target.about],
            )

    def _found_code(self, target: Target) -> tuple[Target, Seen]:
        book = self.book(target.place)
        code = book.dimension(target.dimension).code(target.name)
        return replace(target, name=code.id), Seen(codebook_version=book.version)

    def _found_theme(self, target: Target) -> tuple[Target, Seen]:
        names = self.names(target.place)
        wanted = " ".join(target.name.split()).casefold()
        for identity, name in names.items():
            if wanted in (identity.casefold(), " ".join(name.split()).casefold()):
                return replace(target, name=identity), Seen(quoted=name)
        known = [*names, *filter(None, names.values())]
        raise NotFoundError(
            f"Model '{target.place}' has no theme '{target.name}'.",
            hint=did_you_mean(target.name, known),
        )

    def _document_now(self, memo: Memo) -> Now:
        target, quoted = memo.target, memo.seen.quoted
        texts = self.texts(target.place)
        if target.name not in texts:
            return Now(target, quoted, "gone: the document is no longer in the corpus")
        text = texts[target.name]
        if not memo.seen.text_digest:
            return Now(target, text[target.start : target.end] if target.end is not None else "")
        if target.start is None or target.end is None:
            changed = _digest(text) != memo.seen.text_digest
            return Now(target, "", "the text of the document changed since" if changed else "")
        if text[target.start : target.end] == quoted:
            return Now(target, quoted)
        if text.count(quoted) == 1:
            start = text.index(quoted)
            moved = replace(target, start=start, end=start + len(quoted))
            remark = f"the text changed since; these words stood at {target.start}-{target.end}"
            return Now(moved, quoted, remark)
        return Now(target, quoted, "the text changed since: these words do not stand there now")

    def _code_now(self, memo: Memo) -> Now:
        target, seen = memo.target, memo.seen
        book = self.book(target.place)
        if seen.codebook_version > book.version:
            now, _ = self._found_code(target)
            then = f"written with version {seen.codebook_version}; this is {book.version}"
            return Now(now, "", then)
        code_now = current_code(book, target.dimension, target.name, seen.codebook_version)
        remarks = [
            f"{change.action} in version {change.version}: {change.reason}"
            for change in code_now.review
        ]
        if code_now.code is None:
            return Now(target, "", "; ".join(remarks) or "the code is retired")
        now, _ = self._found_code(replace(target, name=code_now.code))
        if now.name != target.name:
            remarks.insert(0, f"the code was '{target.name}' in version {seen.codebook_version}")
        return Now(now, "", "; ".join(remarks))


def read_target(about: About, given: str, span: str | None = None) -> Target:
    """Read a target as it is typed, such as BOOK:DIMENSION:CODE; raise UsageError."""
    parts = given.split(":", 2 if about == "code" else 1) if about != "corpus" else [given]
    if len(parts) != _SHAPES[about].count(":") + 1 or not all(part.strip() for part in parts):
        raise UsageError(f"'{given}' names no {about}.", hint=f"Write {_SHAPES[about]}.")
    name, *rest = parts
    target = Target(about, name.strip(), rest[-1] if rest else "")
    if about == "code":
        target = replace(target, dimension=rest[0].strip(), name=rest[1].strip())
    if span is None:
        return target
    match = _SPAN.fullmatch(span)
    if match is None or about != "document":
        raise UsageError(
            f"'{span}' is no span of a document.", hint="Write --document CORPUS:ID --span 12-40."
        )
    return replace(target, start=int(match[1]), end=int(match[2]))


def said_targets(given: Mapping[str, str | None], span: str | None) -> list[Target]:
    """Read the targets that options name; raise UsageError."""
    targets = [(about, typed) for about in _SHAPES if (typed := given.get(about))]
    if span is not None and not given.get("document"):
        raise UsageError("A span is one of a document.", hint="Say --document CORPUS:ID too.")
    return [
        read_target(about, typed, span if about == "document" else None) for about, typed in targets
    ]


def _digest(text: str) -> str:
    return sha256_of_text(" ".join(text.split()))


def _clause(error: TextmineError) -> str:
    message = error.message.rstrip(".")
    return message[:1].lower() + message[1:]
