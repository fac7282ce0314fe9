"""A small server on loopback that speaks the protocol of chat completions, faults included."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Fault:
    """What is sent in the place of an answer: a status with a body, half of it, or late."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    half: bool = False
    seconds: float = 0.0
    hang_up: bool = False


@dataclass
class Fake:
    """A server that answers with `says`: a body -> the content, a whole choice, or a `Fault`.

    `asked` are the bodies of all questions, `faults` come first, one a question.
    """

    says: Callable[[dict[str, Any]], Any]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tokens: dict[str, list[int]] = field(default_factory=dict)
    address: str = ""

    def answer(self, path: str, body: dict[str, Any]) -> Fault:
        """Return what is sent for a question."""
        if path == "/tokenize":
            found = self.tokens.get(body["content"])
            told = json.dumps({"tokens": found}).encode()
            return Fault(404) if found is None else Fault(body=told)
        if path != "/v1/chat/completions":
            return Fault(404, b'{"error": {"message": "no such path"}}')
        self.asked.append(body)
        if self.faults:
            return self.faults.pop(0)
        said = self.says(body)
        if isinstance(said, Fault):
            return said
        choice = said if isinstance(said, dict) else {"message": {"content": said}}
        told = {
            "model": body["model"],
            "choices": [{"finish_reason": "stop", **choice}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 5},
        }
        return Fault(body=json.dumps(told).encode())


@contextmanager
def serving(says: Callable[[dict[str, Any]], Any]) -> Iterator[Fake]:
    """Serve on a free port of loopback until the block ends."""
    fake = Fake(says)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"]))
            fake.headers.append({key.lower(): value for key, value in self.headers.items()})
            told = fake.answer(self.path, json.loads(sent))
            time.sleep(told.seconds)
            if told.hang_up:
                self.close_connection = True
                return
            half = told.body[: len(told.body) // 2] if told.half else told.body
            headers = {**told.headers, "content-length": str(len(told.body))}
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            start = f"HTTP/1.1 {told.status} so\r\n{lines}\r\n".encode()
            with suppress(OSError):  # who asked may wait no more
                self.wfile.write(start + half)
            self.close_connection = self.close_connection or told.half

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fake.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def code(said: str) -> str:
    """The answer that names one code."""
    return json.dumps({"code": said})
