"""What a handler gets: who asks, for what, and the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textmine.web.access.sessions import Session
from textmine.web.serving.answers import Refusal

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile

    from textmine.store import Workspace
    from textmine.web.site import Site


@dataclass(frozen=True)
class Asked:
    """One request that passed the door: who asks, and what was sent.

    `path` are the parts of the path that a route names, `body` is the checked JSON, `files` are
    uploads by the name of their field. `address` is where it comes from.
    """

    site: Site
    session: Session
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)
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
        given = self.query.get(name) or self.form.get(name) or ""
        if not given:
            raise Refusal(400, f"'{name}' is missing.", "Go back and fill it in.")
        return given
