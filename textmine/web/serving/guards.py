"""What every request and answer passes: where it comes from, its headers, and what is wrong."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import ValidationError

from textmine import errors
from textmine.web.access.sessions import Session
from textmine.web.serving.handlers import Refusal

_STATUS: tuple[tuple[type[errors.TextmineError], int], ...] = (
    (errors.NotFoundError, 404),
    (errors.TakenError, 409),
    (errors.InputError, 422),
    (errors.ExtraMissingError, 501),
    (errors.StoreError, 503),
)


def as_refusal(error: Exception) -> Refusal:
    """Return what a handler raised as a refusal."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "what was sent"
        return Refusal(422, f"'{where}' cannot be used: {first['msg']}.")
    if isinstance(error, errors.TextmineError):
        status = next((n for kind, n in _STATUS if isinstance(error, kind)), 422)
        return Refusal(status, error.message, error.hint)
    raise error


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


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""What a page of ours may do: files of this server, and no script or style within the page."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NOT_KEPT = "no-store"
"""Pages and JSON hold texts of people: no cache keeps them."""
