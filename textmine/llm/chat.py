"""Ask an OpenAI-compatible server over HTTP; what fails for a while is tried again, then told.

This file alone sends texts anywhere: to the one address that it is given, past no proxy and along
no redirection.
"""

import datetime as dt
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from textmine.errors import ExtraMissingError, InputError, StoreError
from textmine.llm.server import Server

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same question may be answered."""
_NOT_ABLE = frozenset({400, 413, 415, 422, 501})
"""Statuses that say that a server cannot take a question as it is."""
_LONG = ("context", "too long", "maximum length", "too many tokens", "too large")
_MOST_BYTES = 4 << 20
_LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Reply:
    """What a server answered; `tokens` are of question and answer, `seconds` the time it took.

    `format` is the form that the server was asked for in the end, `top` the tokens of the answer
    with the log probabilities of the likeliest ones, where these were asked for. `too_long` says
    that the server could not take the text; then there is no content.
    """

    content: str = ""
    finish: str = "stop"
    refusal: str = ""
    tokens: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    format: str = ""
    server: str = ""
    top: tuple[tuple[str, dict[str, float]], ...] = ()
    too_long: bool = False


class _PassingError(Exception):
    """Something that may be gone the next time: `wait` are seconds that the server asks for,
    `nobody` says that there is no server.
    """

    def __init__(self, what: str, wait: float | None = None, *, nobody: bool = False) -> None:
        super().__init__(what)
        self.wait, self.nobody = wait, nobody


@dataclass
class Chat:
    """A connection to a server, for several threads; `retries` and `timeout` (seconds) are of one
    question.

    `key` is sent as the bearer token, where the server wants one. `format` falls back to none when
    the server does not know response_format.
    """

    server: Server
    timeout: float = 120.0
    retries: int = 5
    key: str = ""
    sleep: Callable[[float], None] = time.sleep
    retried: int = 0
    answered: bool = False
    no_format: bool = False
    _client: Any = field(default=None, repr=False)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def ask(self, body: dict[str, Any]) -> Reply:
        """Send a question and return the answer.

        Raises StoreError where the server does not answer after all retries, or answers something
        else, and InputError where it refuses the question as such (an unknown model, no key).
        """
        if self.no_format:
            body = {key: value for key, value in body.items() if key != "response_format"}
        begun = time.monotonic()
        status, body_read = self._retried(self.server.chat, body)
        if status in _NOT_ABLE and "response_format" in body and not _is_long(status, body_read):
            self.no_format = True
            return self.ask(body)
        if _is_long(status, body_read):
            return Reply(server=self.server.host, too_long=True)
        if status != 200:
            raise self._refused(status, body_read)
        reply = self._read(body_read)
        form = body.get("response_format", {}).get("type", "")
        return Reply(**reply, seconds=round(time.monotonic() - begun, 3), format=form)

    def tokens_of(self, model: str, text: str) -> list[int]:
        """Return the tokens of a text as llama.cpp and vLLM tell them, else []."""
        body = {"model": model, "prompt": text, "content": text, "add_special_tokens": False}
        status, response = self._retried(self.server.tokenize, body)
        tokens = _decoded(response).get("tokens") if status == 200 else None
        if not isinstance(tokens, list):
            return []
        return [token for token in tokens if isinstance(token, int)]

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()

    def _retried(self, address: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """Post until an answer comes that is no passing fault; raise StoreError after all tries."""
        for tried in range(self.retries + 1):
            try:
                return self._post(address, body)
            except _PassingError as error:
                last = error
            if last.nobody and not self.answered:
                break
            if tried < self.retries:
                with self._one:
                    self.retried += 1
                asked = last.wait if last.wait is not None else min(2.0**tried, 30.0)
                self.sleep(min(asked, _LONGEST_WAIT))
        times = "once" if not tried else f"{tried + 1} times"
        raise StoreError(
            f"The server at {self.server.root} does not answer: {last} (tried {times}).",
            hint="Is it running, and fast enough for --timeout? The same command goes on from what "
            "was answered so far.",
        )

    def _post(self, address: str, body: dict[str, Any]) -> tuple[int, bytes]:
        """Post once; return status and body, or raise _PassingError."""
        httpx2 = _httpx2()
        deadline = time.monotonic() + self.timeout
        try:
            with self._opened().stream("POST", address, json=body) as response:
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > _MOST_BYTES:
                        raise StoreError(f"The server at {self.server.root} sends without end.")
                    if time.monotonic() > deadline:
                        raise _PassingError(f"no whole answer in {self.timeout:g} seconds")
                status, headers = response.status_code, response.headers
        except httpx2.TimeoutException as error:
            raise _PassingError(f"no answer in {self.timeout:g} seconds") from error
        except httpx2.ConnectError as error:
            raise _PassingError("nobody listens there", nobody=True) from error
        except httpx2.TransportError as error:
            raise _PassingError(f"the answer broke off ({type(error).__name__})") from error
        except httpx2.HTTPError as error:
            raise _PassingError(f"the answer cannot be read ({type(error).__name__})") from error
        if status in _AGAIN:
            message = f"it says {status}: {_message(bytes(content))}".rstrip(": .")
            raise _PassingError(message, _wait(headers.get("retry-after", "")))
        if status == 200 and not _decoded(bytes(content)):
            if b"data:" in content[:64]:
                raise StoreError(
                    f"The server at {self.server.root} sends its answer in pieces, though it was "
                    "asked for a whole one.",
                    hint="Switch streaming off in the server.",
                )
            raise _PassingError("the answer is no whole JSON")
        self.answered = True
        return status, bytes(content)

    def _opened(self) -> Any:
        with self._one:
            if self._client is None:
                headers = {"authorization": f"Bearer {self.key}"} if self.key else {}
                self._client = _httpx2().Client(
                    timeout=self.timeout, trust_env=False, follow_redirects=False, headers=headers
                )
            return self._client

    def _read(self, body: bytes) -> dict[str, Any]:
        """Return the parts of a reply; raise StoreError for what is none."""
        reply = _decoded(body)
        try:
            choice = reply["choices"][0]
            message = choice["message"]
            content, refusal = message.get("content") or "", message.get("refusal") or ""
            finish = choice.get("finish_reason") or "stop"
            usage = reply.get("usage") or {}
            tokens = (int(usage.get("prompt_tokens", 0)), int(usage.get("completion_tokens", 0)))
            top = _top(choice.get("logprobs"))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise StoreError(
                f"What the server at {self.server.root} answers is no chat completion.",
                hint="Name the address of an OpenAI-compatible server: http://127.0.0.1:8080/v1.",
            ) from error
        return {
            "content": str(content),
            "refusal": str(refusal),
            "finish": str(finish),
            "tokens": tokens,
            "server": self.server.host,
            "top": top,
        }

    def _refused(self, status: int, content: bytes) -> InputError:
        message = _message(content)
        where = f"The server at {self.server.root} says {status}"
        if status in (401, 403):
            return InputError(
                f"{where}: it wants a key.", hint="Put it into the variable TEXTMINE_LLM_KEY."
            )
        if 300 <= status < 400:
            return InputError(
                f"{where}: it sends on to another address, which is not followed.",
                hint="Name that address yourself with --endpoint.",
            )
        hint = "Is --model what the server calls it, and --endpoint the address of its /v1?"
        return InputError(f"{where}{': ' if message else ''}{message or '.'}", hint=hint)


def _httpx2() -> Any:
    try:
        import httpx2
    except ImportError as error:
        raise ExtraMissingError(
            "To ask a language model needs the package httpx2, which is not installed.",
            hint="Run: pip install 'textmine[llm]'",
        ) from error
    return httpx2


def _decoded(content: bytes) -> dict[str, Any]:
    """Return the JSON object in a body, {} where there is none."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _message(content: bytes) -> str:
    """Return what a server says of an error, on one line and not too long."""
    value: Any = _decoded(content)
    for key in ("error", "detail", "message"):
        value = value.get(key, value) if isinstance(value, dict) else value
    line = " ".join(str(value or "").split())
    return f"{line[:300].rstrip('.')}." if line and line != "{}" else ""


def _is_long(status: int, content: bytes) -> bool:
    """Whether a server says that a question is longer than its model can read."""
    message = _message(content).casefold()
    return status == 413 or (status in _NOT_ABLE and any(word in message for word in _LONG))


def _wait(header: str) -> float | None:
    """Return the seconds that a header Retry-After asks for, None where it says nothing."""
    if header.strip().isdecimal():
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - dt.datetime.now(dt.UTC)).total_seconds())


def _top(log_probabilities: Any) -> tuple[tuple[str, dict[str, float]], ...]:
    """Return each token of an answer with the log probabilities of the likeliest in its place."""
    tokens = []
    for token in (log_probabilities or {}).get("content") or ():
        likely = {
            str(alternative["token"]): float(alternative["logprob"])
            for alternative in token["top_logprobs"]
        }
        tokens.append(
            (str(token["token"]), {str(token["token"]): float(token["logprob"]), **likely})
        )
    return tuple(tokens)
