"""A route as data: where it is, who may use it, what it shows or does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textmine.choices import ROLES, Role

if TYPE_CHECKING:
    from pydantic import BaseModel

    from textmine.web.serving.answers import Answer
    from textmine.web.serving.asked import Asked

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
    """One address and what it does.

    `roles` are those who may use it, ANYBODY for the door. `does` says it in a sentence, which
    OpenAPI repeats. A page with a `menu` stands in the navigation under that word, of those who may
    use it. `body` is the model of the JSON that is sent to it; `most` are the bytes of a body.
    """

    path: str
    method: Method
    roles: frozenset[Role]
    handler: Callable[[Asked], Answer]
    does: str
    menu: str = ""
    body: type[BaseModel] | None = None
    query: tuple[str, ...] = ()
    most: int = SMALL

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
