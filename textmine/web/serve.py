"""Serve a workspace: what a command asks for becomes a running server."""

import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from textmine.errors import ExtraMissingError, InputError, StoreError
from textmine.store import Workspace
from textmine.store.engines import held_open

_NEEDED = ("starlette", "uvicorn", "multipart", "itsdangerous", "argon2")
PORT = 8765


@dataclass(frozen=True)
class Serving:
    """How a workspace is to be served: `names` are those under which others reach it."""

    host: str = "127.0.0.1"
    port: int = PORT
    accounts: bool = False
    names: Collection[str] = ()


def refuse_without_extra() -> None:
    """Raise ExtraMissingError where the packages of the extra are not there."""
    import importlib.util

    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ExtraMissingError(
            "The pages need packages that are not installed.",
            hint='Install them: pip install "textmine[web]".',
        )


def serve(workspace: Workspace, wanted: Serving, ready: Callable[[str], None]) -> None:
    """Serve until it is stopped; `ready` gets the address to open when the server listens.

    Without accounts the address is a one-time link. Raises InputError for an address but loopback
    without accounts, and StoreError for a port that is taken.
    """
    refuse_without_extra()
    from textmine.web.access.accounts import open_accounts
    from textmine.web.hosts import Hosts, is_loopback
    from textmine.web.routes import ROUTES
    from textmine.web.serving.app import Server, application
    from textmine.web.site import open_site

    local = is_loopback(wanted.host)
    if not local and not wanted.accounts:
        raise InputError(
            "Without accounts only this computer can open the pages, and "
            f"{wanted.host} is another address.",
            hint="Say --accounts, and make some: 'textmine user add NAME --role lead'.",
        )
    accounts = open_accounts(workspace.codings_url) if wanted.accounts else None
    if accounts is not None and not any(account.role == "lead" for account in accounts.all()):
        raise InputError(
            "There is no account of who leads.",
            hint="Make one: 'textmine user add NAME --role lead'.",
        )
    listening = _listening(wanted.host, wanted.port)
    port = int(listening.getsockname()[1])
    hosts = Hosts(public=not local, names=frozenset(name.casefold() for name in wanted.names))
    site = open_site(workspace, port, accounts=accounts, hosts=hosts)
    shown = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
    site.base = f"http://{shown}:{port}/"
    address = site.fresh_link() if accounts is None else site.address
    server = Server(application(site, ROUTES), lambda: ready(address))
    try:
        with held_open(workspace.codings_url):
            server.run(sockets=[listening])
    finally:
        site.close()
        with suppress(OSError):
            listening.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StoreError(
            f"{host} port {port} cannot be served: {error.strerror or error}.",
            hint="Say another one with --port, or stop what uses it.",
        ) from error
    return listener
