"""Errors of functions and estimators name their parameters, not options of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass, replace
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from textmine.advice import in_parameters
from textmine.errors import TextmineError
from textmine.schema import FIELD_NAMES

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def in_python_words(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Let what a function raises and remarks speak of its parameters, and of its estimator's."""

    @wraps(function)
    def told(*given: _Given.args, **named: _Given.kwargs) -> _Result:
        try:
            return _remarked(function(*given, **named), _parameters(function, None))
        except TextmineError as error:
            known = _parameters(function, given[0] if given else None)
            error.message = in_parameters(known, error.message)
            error.hint = in_parameters(known, error.hint, needed=False)
            error.args = (error.message,)
            raise

    return told


def _remarked(result: _Result, known: set[str]) -> _Result:
    """Return a result whose remarks are in these words."""
    if not getattr(result, "remarks", ()) or not is_dataclass(result) or isinstance(result, type):
        return result
    said = tuple(in_parameters(known, remark) for remark in result.remarks)  # type: ignore[attr-defined]
    return replace(result, remarks=said)


def _parameters(function: Callable[..., Any], first: object) -> set[str]:
    found = signature(function).parameters
    names = {
        name for name, parameter in found.items() if parameter.kind is not Parameter.VAR_KEYWORD
    }
    if len(names) < len(found):
        names |= set(FIELD_NAMES)
    if "self" in found and hasattr(first, "get_params"):
        names |= set(first.get_params(deep=True))
    return {name.rpartition("__")[2] for name in names} - {"self"}
