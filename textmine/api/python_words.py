"""Errors of functions and estimators name their parameters, not options of the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from textmine.advice import in_parameters
from textmine.errors import TextmineError
from textmine.schema import FIELD_NAMES

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def in_python_words(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Let what a function raises speak of its parameters, and of those of its estimator."""

    @wraps(function)
    def told(*given: _Given.args, **named: _Given.kwargs) -> _Result:
        try:
            return function(*given, **named)
        except TextmineError as error:
            known = _parameters(function, given[0] if given else None)
            error.message = in_parameters(known, error.message)
            error.hint = in_parameters(known, error.hint, needed=False)
            error.args = (error.message,)
            raise

    return told


def _parameters(function: Callable[..., Any], first: object) -> set[str]:
    found = signature(function).parameters
    names = {name for name, one in found.items() if one.kind is not Parameter.VAR_KEYWORD}
    if len(names) < len(found):
        names |= set(FIELD_NAMES)
    if "self" in found and hasattr(first, "get_params"):
        names |= set(first.get_params(deep=True))
    return {name.rpartition("__")[2] for name in names} - {"self"}
