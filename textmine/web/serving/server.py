"""A server of an application on a socket that listens, which says when it is ready."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

_LAST_SECONDS = 3
"""Seconds that open requests have when the server is stopped."""


class Server(uvicorn.Server):
    """A server that calls `ready` once when it can be asked."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=_LAST_SECONDS,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()
