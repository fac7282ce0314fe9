"""The one-time link: who has it is let in once, and then it is dead."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading


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
