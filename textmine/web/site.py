"""A site: the workspace that is served, who may come in, and what is kept in memory of it."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from textmine.coding.database import writing
from textmine.coding.live.queue import Queues
from textmine.store import SETTINGS, Workspace, find_workspace, sqlite_file
from textmine.web.access.accounts import Account, Accounts
from textmine.web.access.sessions import OneTimeLink, Sessions, Slowing
from textmine.web.hosts import Hosts
from textmine.web.jobs.runner import Jobs
from textmine.web.kept import KeptCodebooks, LoadedCorpora, Standing
from textmine.web.readable import ReadCorpora
from textmine.web.themed import ThemedModels

_FRESH = 1.0
"""Seconds for which what is known of accounts is taken for true."""


@dataclass
class Site:
    """One served workspace. Without `accounts` it is one person's, who comes in by the link."""

    root: Path
    sessions: Sessions
    jobs: Jobs
    port: int
    accounts: Accounts | None = None
    hosts: Hosts = field(default_factory=Hosts)
    link: OneTimeLink = field(default_factory=OneTimeLink)
    slowing: Slowing = field(default_factory=Slowing)
    corpora: LoadedCorpora = field(default_factory=LoadedCorpora)
    read: ReadCorpora = field(default_factory=ReadCorpora)
    themed: ThemedModels = field(default_factory=ThemedModels)
    codebooks: KeptCodebooks = field(default_factory=KeptCodebooks)
    queues: Queues = field(default_factory=Queues)
    standing: Standing = field(default_factory=Standing)
    writing: threading.Lock = field(default_factory=threading.Lock)
    base: str = ""
    _opened: tuple[int, Workspace] | None = None
    _known: tuple[float, dict[str, Account]] | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace, with its settings as they are now."""
        stamp = (self.root / SETTINGS).stat().st_mtime_ns
        if self._opened is None or self._opened[0] != stamp:
            self._opened = (stamp, find_workspace(self.root))
        return self._opened[1]

    @property
    def address(self) -> str:
        """The address under which a browser on this computer finds the first page."""
        return self.base or f"http://127.0.0.1:{self.port}/"

    def fresh_link(self) -> str:
        """Return a link that lets somebody in once; one that nobody used before is dead."""
        return f"{self.address}enter?key={self.link.renewed()}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: cookies do not tell ports apart."""
        return f"textmine-{self.port}"

    def account(self, name: str) -> Account | None:
        """Return an account as it is now, or was a second ago."""
        if self.accounts is None:
            return None
        now = time.monotonic()
        if self._known is None or now - self._known[0] > _FRESH:
            self._known = (now, {account.name: account for account in self.accounts.all()})
        return self._known[1].get(name)

    def close(self) -> None:
        """Stop jobs that run, and let go of files."""
        self.jobs.close()
        self.sessions.close()

    def forget_accounts(self) -> None:
        """Look accounts up anew at the next request."""
        self._known = None


def open_site(
    workspace: Workspace, port: int, *, accounts: Accounts | None = None, hosts: Hosts | None = None
) -> Site:
    """Return a site of a workspace, whose sessions lie in its scratch folder."""
    file = sqlite_file(workspace.codings_url)
    if file is None or file.exists():
        with writing(workspace.codings_url):  # what an earlier textmine left has new columns now
            pass
    sessions = Sessions(workspace.scratch / "web")
    jobs = Jobs(workspace.root, workspace.scratch / "web" / "jobs")
    return Site(workspace.root, sessions, jobs, port, accounts, hosts or Hosts())
