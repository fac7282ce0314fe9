"""What a handler answers: a page, JSON, a file, or another address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from textmine.web.access.sessions import Session


@dataclass(frozen=True)
class Page:
    """A template and what it shows. `session` is a new one, where the door let somebody in."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    session: Session | None = None


@dataclass(frozen=True)
class Data:
    """What becomes JSON."""

    content: Any
    status: int = 200


@dataclass(frozen=True)
class Go:
    """Another page of ours, by its path; `session` as in `Page`, `leave` ends the present one."""

    to: str
    session: Session | None = None
    leave: bool = False


@dataclass(frozen=True)
class File:
    """Bytes to be saved under a name, or shown where `inline`.

    `policy` is the content security policy of a page that was written for itself, such as a report;
    "" for that of every page.
    """

    content: bytes
    name: str
    media_type: str
    inline: bool = False
    policy: str = ""


Answer = Page | Data | Go | File


class Refusal(Exception):  # noqa: N818
    """What is refused, with the status of HTTP, a sentence and what to do.

    `wait` are the seconds after which it may be tried again.
    """

    def __init__(self, status: int, sentence: str, hint: str = "", wait: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.hint = hint
        self.wait = wait
