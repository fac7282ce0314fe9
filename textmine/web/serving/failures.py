"""What is wrong with a request, as a status of HTTP and a sentence."""

from __future__ import annotations

from pydantic import ValidationError

from textmine.errors import (
    ExtraMissingError,
    InputError,
    NotFoundError,
    StoreError,
    TakenError,
    TextmineError,
)
from textmine.web.serving.handlers import Refusal

_STATUS: tuple[tuple[type[TextmineError], int], ...] = (
    (NotFoundError, 404),
    (TakenError, 409),
    (InputError, 422),
    (ExtraMissingError, 501),
    (StoreError, 503),
)


def as_refusal(error: Exception) -> Refusal:
    """Return what a handler raised as a refusal."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "what was sent"
        return Refusal(422, f"'{where}' cannot be used: {first['msg']}.")
    if isinstance(error, TextmineError):
        status = next((n for kind, n in _STATUS if isinstance(error, kind)), 422)
        return Refusal(status, error.message, error.hint)
    raise error
