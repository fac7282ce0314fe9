"""A coder at a page of `textmine web`, who sends what the page sends until it is acknowledged."""

from __future__ import annotations

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PASSWORD = "seven green kettles"
_PATIENCE = 120.0
_TOKEN = re.compile(r'<meta name="token" content="([0-9a-f]{1,80})">')


@dataclass
class Client:
    """One browser: its cookie and token outlive a server that is killed, as in a page."""

    port: int
    name: str
    asked: dict[str, str]
    token: str = ""
    cookie: str = ""
    times: list[float] = field(default_factory=list)
    """Milliseconds of every press that was answered at once."""
    again: int = 0
    """How often a press was sent again for want of an answer."""
    told_again: int = 0
    """How often the server said that it had kept a press before."""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The code of each document that was acknowledged."""
    _open: http.client.HTTPConnection | None = None

    def request(
        self, method: str, path: str, body: str = "", kind: str = ""
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body; raise OSError or HTTPException without an answer."""
        if self._open is None:
            self._open = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"cookie": self.cookie, "x-textmine-token": self.token}
        if kind:
            headers["content-type"] = kind
        try:
            self._open.request(method, path, body.encode() or None, headers)
            answer = self._open.getresponse()
            told = answer.read().decode("utf-8")
        except (OSError, http.client.HTTPException):
            self._open.close()
            self._open = None
            raise
        if made := answer.headers.get("set-cookie"):
            self.cookie = made.partition(";")[0]
        return answer.status, dict(answer.headers), told

    def come_in(self) -> None:
        """Sign in by name and password."""
        self.token = _token(self.request("GET", "/enter")[2])
        form = urlencode({"name": self.name, "password": PASSWORD})
        status, _, told = self.request("POST", "/enter", form, "application/x-www-form-urlencoded")
        if status != 303:
            raise RuntimeError(f"{self.name} cannot come in: {told}")
        self.token = _token(self.request("GET", f"/code?{urlencode(self.asked)}")[2])

    def ask(self, path: str, **more: str) -> float:
        """Return how many milliseconds an answer took; raise RuntimeError for a refusal."""
        where = f"{path}?{urlencode({**self.asked, **more})}"
        begun = time.perf_counter()
        try:
            status, _, told = self.request("GET", where)
        except http.client.RemoteDisconnected:  # a connection that was idle for too long
            begun = time.perf_counter()
            status, _, told = self.request("GET", where)
        took = 1000 * (time.perf_counter() - begun)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {told}")
        return took

    def press(self, document: str, code: str) -> None:
        """Send a press until it is acknowledged, under one key."""
        sent = {"document": document, "dimension": "goal", "coder": self.name}
        sent |= {"key": f"{self.name} {document}", "codes": [{"code": code}], **self.asked}
        body, limit, first = json.dumps(sent), time.monotonic() + _PATIENCE, True
        while True:
            begun = time.perf_counter()
            try:
                status, _, told = self.request("POST", "/api/code/press", body, "application/json")
            except (OSError, http.client.HTTPException):
                if time.monotonic() > limit:
                    raise
                first, self.again = False, self.again + 1
                time.sleep(0.2)
                continue
            if status != 200:
                raise RuntimeError(f"A press was refused: {status} {told}")
            if first:
                self.times.append(1000 * (time.perf_counter() - begun))
            self.told_again += json.loads(told)["again"]
            self.acknowledged[document] = code
            return


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    if found is None:
        raise RuntimeError(f"This page has no token: {page[:300]}")
    return found[1]
