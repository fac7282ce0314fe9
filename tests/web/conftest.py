"""A site over a small workspace, people who come in, and a server for browsers."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.made import add_corpus, copied, quick_workspace, small_documents
from tests.postgres import in_database
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding.copying import copy_store
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.store import Workspace

pytest.importorskip("starlette", reason="The pages need the extra 'web'.")

BOOK = Codebook(
    name="meeting",
    dimensions=(
        Dimension(
            id="topic",
            name="Topic",
            question="What is it about?",
            codes=tuple(
                Code(id=one, name=f"about {one}", definition=f"Speaks of {one}.")
                for one in ("rent", "train", "paint")
            ),
        ),
        Dimension(
            id="tone",
            name="Tone",
            labels="multi",
            codes=(Code(id="calm", name="calm"), Code(id="cross", name="cross")),
        ),
    ),
)
PASSWORD = "seven green kettles"


@dataclass
class Person:
    """Somebody at a browser, who sends what a page of ours would send."""

    client: Any
    site: Any
    token: str = ""
    about: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(path, params=query, follow_redirects=False)

    def open(self, path: str, **query: str) -> str:
        """The HTML of a page; its token is the one that is sent from now on."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        self.token = re.search(r'<meta name="token" content="([^"]*)">', answer.text)[1]
        return answer.text

    def post(self, path: str, form: dict[str, str] | None = None, **more: Any) -> Any:
        sent = {"_token": self.token, **(form or {})}
        return self.client.post(path, data=sent, follow_redirects=False, **more)

    def send(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(
            path, json=body, headers={"x-textmine-token": self.token, **headers}
        )


def meeting(root: Path, n: int = 12) -> Workspace:
    """A workspace of few messages in threads of three, drawn for ann and bob."""
    space = quick_workspace(root)
    rows, _ = small_documents(n, "abc")
    add_corpus(space, "town", rows, root.with_suffix(".csv"))
    save_codebook(space, BOOK)
    draw_sample(space, SampleRequest("town", n=6, coders=("ann", "bob"), name="d1"))
    return space


def site_of(space: Workspace, *, accounts: dict[str, str] | None = None) -> Any:
    """A site, with accounts by their roles where some are named; its port is made up."""
    from textmine.web.access.accounts import open_accounts
    from textmine.web.site import open_site

    kept = None
    if accounts is not None:
        kept = open_accounts(space.codings_url)
        for name, role in accounts.items():
            kept.add(name, role, PASSWORD)
    return open_site(space, 8765, accounts=kept)


_PORTALS: list[Any] = []


@pytest.fixture(scope="session", autouse=True)
def _one_loop_for_all() -> Iterator[None]:
    """One event loop for every client: else each request starts a thread with its own."""
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as portal:
        _PORTALS.append(portal)
        yield
        _PORTALS.clear()


def at_door(site: Any) -> Person:
    """Somebody who is not in."""
    from starlette.testclient import TestClient

    from textmine.web.routes import ROUTES
    from textmine.web.serving.app import application

    app = application(site, ROUTES)
    client = TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False)
    client.portal = next(iter(_PORTALS), None)
    return Person(client, site)


def by_link(site: Any, coder: str = "") -> Person:
    """Somebody who came in by the one-time link, and codes under a name."""
    person = at_door(site)
    person.open("/enter", key=site.link.renewed())
    if coder:
        assert person.post("/coder", {"coder": coder, "then": "/code"}).status_code == 303
    return person


def signed_in(site: Any, name: str) -> Person:
    """Somebody who has an account and came in."""
    person = at_door(site)
    person.open("/enter")
    answer = person.post("/enter", {"name": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    person.open("/read")
    return person


@pytest.fixture(scope="session")
def kept_meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return meeting(tmp_path_factory.mktemp("web") / "meeting").root


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little work: what is tested is who is let in."""
    from argon2 import PasswordHasher

    from textmine.web.access import accounts

    monkeypatch.setattr(accounts, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture
def space(kept_meeting: Path, tmp_path: Path, database: str) -> Workspace:
    """A workspace of few messages; its codings lie in a server where the test is marked so."""
    made = copied(kept_meeting, tmp_path / "meeting")
    if database.startswith("sqlite"):
        return made
    copy_store(made.codings_url, database)
    return in_database(made, database)


@contextmanager
def served(site: Any) -> Iterator[str]:
    """The address of a site that a thread serves."""
    from textmine.web.routes import ROUTES
    from textmine.web.serving.app import Server, application

    ready = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    site.port = listening.getsockname()[1]
    server = Server(application(site, ROUTES), ready.set)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield f"http://127.0.0.1:{site.port}"
    finally:
        server.should_exit = True
        thread.join(20)
        site.close()
