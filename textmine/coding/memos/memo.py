"""A memo: what somebody thought, and about what."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from textmine.choices import MemoType

About = Literal["project", "corpus", "document", "participant", "case", "code", "theme"]

ABOUTS: tuple[About, ...] = get_args(About)
TYPES: tuple[MemoType, ...] = get_args(MemoType)

CODING: Literal["coding"] = "coding"
"""The type under which the remarks that stand with codings are listed."""


@dataclass(frozen=True)
class Target:
    """What a memo is about.

    `place` is the corpus, the codebook or the model; `name` the document, participant, case, code
    or theme there. `start` and `end` are code points into the text of a document, end exclusive.
    """

    about: About = "project"
    place: str = ""
    name: str = ""
    dimension: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """Return it as it is typed behind its option, and a span behind the id of its document."""
        parts = (self.place, self.dimension, self.name)
        span = "" if self.start is None else f" {self.start}-{self.end}"
        return ":".join(part for part in parts if part) + span


@dataclass(frozen=True)
class Seen:
    """What the target was when the memo was written, by which a later change is noticed.

    `quoted` is the text of a span, or what people called a theme; `text_digest` is that of a
    document's text without its white space.
    """

    quoted: str = ""
    text_digest: str = ""
    codebook_version: int = 0


@dataclass(frozen=True)
class Memo:
    """One version of a memo. `links` are the numbers of memos that it belongs with.

    `created_at` is when this version was written, `begun_at` when the first was. A `withdrawn` one
    says for what `reason` the memo stands no more.
    """

    text: str
    type: MemoType | Literal["coding"] = "note"
    title: str = ""
    by: str = ""
    target: Target = field(default_factory=Target)
    links: tuple[int, ...] = ()
    seen: Seen = field(default_factory=Seen)
    number: int = 0
    version: int = 1
    created_at: str = ""
    begun_at: str = ""
    withdrawn: bool = False
    reason: str = ""
