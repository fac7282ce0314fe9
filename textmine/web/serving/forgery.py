"""Requests that change something have to come from a page of ours, with the session's token."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from textmine.web.access.sessions import Session
from textmine.web.serving.handlers import Refusal

TOKEN_FIELD = "_token"
TOKEN_HEADER = "x-textmine-token"
_AGAIN = "Open the page again, and do it there."


def refuse_foreign(headers: Mapping[str, str]) -> None:
    """Refuse a request that a page of another site made, by what browsers say of it."""
    site = headers.get("sec-fetch-site")
    if site not in (None, "same-origin"):
        raise Refusal(403, "This came from a page of another site.", _AGAIN)
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        raise Refusal(403, "This came from a page of another site.", _AGAIN)


def refuse_without_token(session: Session, given: str) -> None:
    """Refuse a request that does not have the token of its session."""
    if not session.token or not hmac.compare_digest(session.token.encode(), given.encode()):
        raise Refusal(403, "The page is from an earlier session.", _AGAIN)
