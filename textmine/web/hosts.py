"""Under which names the server may be asked: another name is a page elsewhere that rebound it."""

import ipaddress
from dataclasses import dataclass

_LOCAL = frozenset({"localhost"})


def is_loopback(host: str) -> bool:
    """Whether a host is this computer alone."""
    if host.casefold() in _LOCAL:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Hosts:
    """The names under which the server answers.

    `public` says that others reach it: then any number of an address will do, which no page can
    rebind, and the `names` given.
    """

    public: bool = False
    names: frozenset[str] = frozenset()

    def allow(self, header: str) -> bool:
        """Whether the Host header of a request names this server."""
        host = host_of(header)
        if is_loopback(host) or host.casefold() in self.names:
            return True
        return self.public and _is_number(host)


def host_of(header: str) -> str:
    """Return the host of a Host header, without its port and brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.rpartition(":")[0] if header.count(":") == 1 else header


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
