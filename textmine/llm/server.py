"""Where the server of a language model is: on this computer, unless another host is named."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from textmine.errors import InputError, UsageError

_CHAT = "/chat/completions"
_EXAMPLE = "It should look like http://127.0.0.1:8080/v1."


@dataclass(frozen=True)
class Server:
    """The address of a server: `root` ends before /chat/completions; `remote` is no loopback."""

    root: str
    host: str
    remote: bool

    @property
    def chat(self) -> str:
        """The address that questions are sent to."""
        return f"{self.root}{_CHAT}"

    @property
    def tokenize(self) -> str:
        """The address that llama.cpp and vLLM tell the tokens of a text at."""
        return f"{self.root.removesuffix('/v1')}/tokenize"


def server_at(endpoint: str, allowed: str | None = None) -> Server:
    """Return the server at an address: on this computer, or on the host that is `allowed`.

    Raises InputError for what is no address, and UsageError for a host that is not allowed.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").casefold(), parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    plain = (
        parts.username is None and parts.password is None and not (parts.query or parts.fragment)
    )
    spaced = any(mark.isspace() or mark in "\\%" for mark in parts.netloc) or endpoint.split() != [
        endpoint
    ]
    if parts.scheme not in ("http", "https") or not host or port == 0 or spaced or not plain:
        raise InputError(f"'{endpoint}' is not the address of a server.", hint=_EXAMPLE)
    remote = not is_loopback(host)
    if allowed is not None and allowed.casefold().strip("[]") != host:
        raise UsageError(
            f"--allow-remote names {allowed}, and the endpoint is on {host}.",
            hint="Name the host of the endpoint, or leave --allow-remote out.",
        )
    if remote and allowed is None:
        raise UsageError(
            f"{host} is not this computer: the texts would leave it.",
            hint=f"If they may be sent there, say so: --allow-remote {host}.",
        )
    path = parts.path.rstrip("/").removesuffix(_CHAT)
    root = f"{parts.scheme}://{parts.netloc}{path if path.endswith('/v1') else f'{path}/v1'}"
    return Server(root, host, remote)


def is_loopback(host: str) -> bool:
    """Whether a host is this computer alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
