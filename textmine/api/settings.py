"""Parameters of estimators as the settings that the commands use."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from textmine.config import Settings
from textmine.errors import InputError


def settings_of(seed: int, nlp: Any, **sections: dict[str, Any]) -> Settings:
    """Return settings; raise InputError that names the parameter which cannot be used."""
    given = {"seed": seed, "nlp": nlp, **sections}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"][:1].lower() + first["msg"][1:]
        raise InputError(
            f"The '{_parameter(first['loc'])}' parameter cannot be used: {said}. Got "
            f"{first.get('input')!r} instead."
        ) from error


def _parameter(place: tuple[int | str, ...]) -> str:
    names = [str(part) for part in place if isinstance(part, str)]
    return "random_state" if names == ["seed"] else names[min(1, len(names) - 1)]


def chosen(parameter: str, value: str, choices: Collection[str]) -> str:
    """Return a choice; raise InputError for one that is not there."""
    if value not in choices:
        raise InputError(
            f"The '{parameter}' parameter must be one of {', '.join(choices)}. Got {value!r} "
            "instead."
        )
    return value


def seed_of(random_state: Any) -> int:
    """Return the seed that a `random_state` stands for: itself, or a number drawn from it.

    Raises InputError for what is none.
    """
    import numpy as np
    from sklearn.utils import check_random_state

    if isinstance(random_state, (int, np.integer)) and not isinstance(random_state, bool):
        return int(random_state)
    try:
        return int(check_random_state(random_state).randint(2**31))
    except ValueError as error:
        raise InputError(
            "The 'random_state' parameter must be an int, a numpy RandomState or None. Got "
            f"{random_state!r} instead."
        ) from error
