"""What functions and estimators share: settings, memory, results, saving, words of errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, ParamSpec, TypeVar, overload

from pydantic import ValidationError

from textmine.advice import in_parameters
from textmine.config import Settings
from textmine.errors import InputError, TakenError, TextmineError
from textmine.lazily import np, pd
from textmine.nlp.cache import Memory
from textmine.schema import FIELD_NAMES
from textmine.store.manifest import MANIFEST

MEMORY = Memory()
"""Lets a grid search read no text twice. It changes no result; see `Memory`."""


def settings_of(seed: int, nlp: Any, **sections: dict[str, Any]) -> Settings:
    """Return settings; raise InputError that names the parameter which cannot be used."""
    values = {"seed": seed, "nlp": nlp, **sections}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"][:1].lower() + first["msg"][1:]
        raise InputError(
            f"The '{_parameter(first['loc'])}' parameter cannot be used: {message}. Got "
            f"{first.get('input')!r} instead."
        ) from error


def _parameter(location: tuple[int | str, ...]) -> str:
    names = [str(part) for part in location if isinstance(part, str)]
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


Record = TypeVar("Record")


@dataclass(frozen=True)
class Results(Sequence[Record], Generic[Record]):
    """The results of one call, and the rows that the command prints; `remarks` belong to both."""

    items: tuple[Record, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, place: int | slice) -> Record | tuple[Record, ...]:
        return self.items[place]

    def to_frame(self) -> pd.DataFrame:
        """Return a row a figure, with the columns of the command's CSV."""
        return frame_of_rows(self.rows)


def frame_of_rows(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a data frame, with the columns in the order in which they come up."""
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pd.DataFrame(rows, columns=columns)


@contextmanager
def model_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; it takes the place of `folder` when the block ends well.

    Raises TakenError where something stands that is no model.
    """
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise TakenError(f"{folder} is there already, and is no model.", hint="Name another one.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as around:
        draft = Path(around) / folder.name
        draft.mkdir()
        yield draft
        if folder.exists():
            folder.rename(Path(around) / "former")
        draft.rename(folder)


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
    remarks = tuple(in_parameters(known, remark) for remark in result.remarks)  # type: ignore[attr-defined]
    return replace(result, remarks=remarks)


def _parameters(function: Callable[..., Any], first: object) -> set[str]:
    parameters = signature(function).parameters
    names = {
        name
        for name, parameter in parameters.items()
        if parameter.kind is not Parameter.VAR_KEYWORD
    }
    if len(names) < len(parameters):
        names |= set(FIELD_NAMES)
    if "self" in parameters and hasattr(first, "get_params"):
        names |= set(first.get_params(deep=True))
    return {name.rpartition("__")[2] for name in names} - {"self"}
