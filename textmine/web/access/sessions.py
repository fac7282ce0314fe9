"""Who is let in: the one-time link, sessions behind cookies, and guesses that are slowed."""

import hashlib
import hmac
import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from textmine.choices import Role


class OneTimeLink:
    """A secret that opens the door once. What is kept of it is its hash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hash: bytes | None = None

    def renewed(self) -> str:
        """Return a new secret, which takes the place of one that nobody used."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._hash = _hash(secret)
        return secret

    def used(self, secret: str) -> bool:
        """Whether this is the secret, the first time that it is shown; from then on it is dead."""
        with self._lock:
            fits = self._hash is not None and hmac.compare_digest(self._hash, _hash(secret))
            if fits:
                self._hash = None
            return fits


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


_FREE = 5
"""Wrong tries that cost no time."""
_LONGEST = 300.0
_KEPT = 10_000


class Slowing:
    """Counts wrong tries by name and by address; each one after the fifth doubles the wait.

    `clock` gives seconds. Waits are kept in memory, for the latest 10,000 names and addresses.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Return how many seconds the next try has to wait, 0 for none."""
        now = self._clock()
        with self._lock:
            return max((self._until(key) - now for key in keys), default=0.0, key=float)

    def wrong(self, *keys: str) -> None:
        """Count a wrong try."""
        now = self._clock()
        with self._lock:
            for key in keys:
                n = self._wrong.pop(key, (0, 0.0))[0] + 1
                wait = 0.0 if n < _FREE else min(2.0 ** (n - _FREE), _LONGEST)
                self._wrong[key] = (n, now + wait)
            while len(self._wrong) > _KEPT:
                self._wrong.popitem(last=False)

    def right(self, *keys: str) -> None:
        """Forget the wrong tries of those who are in."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)

    def _until(self, key: str) -> float:
        return self._wrong.get(key, (0, 0.0))[1]


LASTS = 12 * 3600
"""Seconds after which a session that is not used ends."""
_BEFORE = 2000
"""Sessions of people who are not in yet, that are kept at the most."""

_SESSIONS = sa.Table(
    "sessions",
    sa.MetaData(),
    sa.Column("number", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("coder", sa.String(200), nullable=False),
    sa.Column("token", sa.String(64), nullable=False),
    sa.Column("stamp", sa.String(40), nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)

_CELLS = ("account", "role", "coder", "token", "stamp", "seen")


@dataclass(frozen=True)
class Session:
    """Who asks: the account ("" without accounts), its role, and the name under which it codes.

    `role` is None before the door. `token` stands in every form that the session is shown. `stamp`
    says when the account was last changed: with another password it is no session any more.
    """

    number: str
    account: str = ""
    role: Role | None = None
    coder: str = ""
    token: str = ""
    stamp: str = ""
    seen: float = 0.0


class Sessions:
    """The sessions of one server, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._key_file = folder / "web-key"
        path = folder / "web.db"
        self._engine = sa.create_engine(f"sqlite:///{path}")
        _SESSIONS.metadata.create_all(self._engine)
        path.chmod(0o600)
        self._lock = threading.Lock()
        self._before: OrderedDict[str, Session] = OrderedDict()
        self._in: dict[str, Session] = {}
        self.key = self._read_key()

    def find(self, number: str) -> Session | None:
        """Return the session of a number, None where there is none or it has ended."""
        hashed, now = _hashed(number), time.time()
        with self._lock:
            session = self._before.get(hashed) or self._in.get(hashed) or self._stored(hashed)
            if session is None or now - session.seen > LASTS:
                self._forget(hashed)
                return None
            session = replace(session, number=number)
            if now - session.seen > 60:
                self._keep(replace(session, seen=now))
            return session

    def begin(self) -> Session:
        """Return a new session of somebody before the door."""
        session = _new()
        with self._lock:
            self._before[_hashed(session.number)] = session
            while len(self._before) > _BEFORE:
                self._before.popitem(last=False)
        return session

    def enter(
        self, former: Session | None, account: str, role: Role, coder: str, stamp: str = ""
    ) -> Session:
        """Return the session of somebody who is in: a new number, so that an old one says nothing.

        The `former` session ends.
        """
        session = replace(_new(), account=account, role=role, coder=coder, stamp=stamp)
        with self._lock:
            if former is not None:
                self._forget(_hashed(former.number))
            self._keep(session)
        return session

    def code_as(self, session: Session, coder: str) -> Session:
        """Return a session that codes under another name from now on."""
        changed = replace(session, coder=coder)
        with self._lock:
            self._keep(changed)
        return changed

    def leave(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._forget(_hashed(session.number))

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def _stored(self, hashed: str) -> Session | None:
        query = sa.select(_SESSIONS).where(_SESSIONS.c.number == hashed)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        session = Session("", **{name: row[name] for name in _CELLS})
        self._in[hashed] = session
        return session

    def _keep(self, session: Session) -> None:
        hashed = _hashed(session.number)
        if session.role is None:
            self._before[hashed] = session
            return
        cells = {name: getattr(session, name) for name in _CELLS}
        with self._engine.begin() as connection:
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.number == hashed))
            connection.execute(_SESSIONS.insert(), {"number": hashed, **cells})
            old = time.time() - LASTS
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.seen < old))
        self._in[hashed] = session

    def _forget(self, hashed: str) -> None:
        self._before.pop(hashed, None)
        self._in.pop(hashed, None)
        with self._engine.begin() as connection:
            connection.execute(_SESSIONS.delete().where(_SESSIONS.c.number == hashed))

    def _read_key(self) -> str:
        """Return the key that signs cookies; it is made once, and only its owner may read it."""
        try:
            descriptor = os.open(self._key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._key_file.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(key := secrets.token_hex(32))
        return key


def _new() -> Session:
    return Session(secrets.token_hex(32), token=secrets.token_hex(32), seen=time.time())


def _hashed(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
