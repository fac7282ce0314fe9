"""What a handler is: its route, what it gets, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from textmine.choices import ROLES, Role
from textmine.web.access.sessions import Session

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.datastructures import UploadFile

    from textmine.store import Workspace
    from textmine.web.site import Site


@dataclass(frozen=True)
class Asked:
    """One request that passed the door: who asks, and what was sent.

    `path` are the parts of the path that a route names, `body` is the checked JSON, `files` are
    the uploads of each field, by its name. `address` is where it comes from.
    """

    site: Site
    session: Session
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Sequence[UploadFile]] = field(default_factory=dict)
    body: Any = None
    address: str = ""

    @property
    def workspace(self) -> Workspace:
        """The workspace that is served."""
        return self.site.workspace

    @property
    def leads(self) -> bool:
        """Whether who asks leads the project."""
        return self.session.role == "lead"

    def needed(self, name: str) -> str:
        """Return what was given for a name in address or form; refuse where nothing was."""
        value = self.query.get(name) or self.form.get(name) or ""
        if not value:
            raise Refusal(400, f"'{name}' is missing.", "Go back and fill it in.")
        return value


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


Method = Literal["GET", "POST"]
LEAD: frozenset[Role] = frozenset({"lead"})
CODERS: frozenset[Role] = frozenset({"lead", "coder"})
EVERYBODY: frozenset[Role] = frozenset(ROLES)
ANYBODY: frozenset[Role] = frozenset()
"""Stands for a route that asks for no session: the door, and what lies before it."""

SMALL = 256 * 1024
"""Bytes that the body of a request may have, where a route does not say otherwise."""


@dataclass(frozen=True)
class Route:
    """One address and what answers there, which says in its docstring what it does.

    `roles` are those who may use it, ANYBODY for the door. A page with a `menu` stands in the
    navigation under that word, of those who may use it. `body` is the model of the JSON that is
    sent to it; `most` are the bytes of a body.
    """

    path: str
    method: Method
    roles: frozenset[Role]
    handler: Callable[[Asked], Answer]
    menu: str = ""
    body: type[BaseModel] | None = None
    query: tuple[str, ...] = ()
    most: int = SMALL

    @property
    def does(self) -> str:
        """What it does, in a sentence."""
        return " ".join((self.handler.__doc__ or "").partition("\n\n")[0].split())

    @property
    def is_api(self) -> bool:
        """Whether programs talk to it, in JSON."""
        return self.path.startswith("/api/")

    @property
    def needs_session(self) -> bool:
        """Whether it is behind the door."""
        return bool(self.roles)


def menu_of(routes: tuple[Route, ...], role: str) -> list[tuple[str, str]]:
    """Return the pages that a role may open, as words and paths, in the order of the table."""
    return [(route.menu, route.path) for route in routes if route.menu and role in route.roles]
