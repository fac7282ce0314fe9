"""What stands under the keys of a manifest: of the right type, and said in words where it is not.

Keys that an earlier textmine did not write may be missing; whoever needs one is told so.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, StrictFloat, StrictInt

from textmine.choices import Labels
from textmine.config.settings import NlpSettings, TopicSettings
from textmine.errors import InputError

_Number = StrictFloat | StrictInt


class Told(dict[str, Any]):
    """The keys of a manifest; one that is missing raises InputError, not KeyError."""

    def __missing__(self, key: str) -> Any:
        raise InputError(
            f"The manifest of the model does not say '{key}': it is incomplete.",
            hint="Make the model again, or restore it from a copy.",
        )


def told(value: Any) -> Any:
    """Return a value with every table in it as `Told`."""
    if isinstance(value, dict):
        return Told({key: told(item) for key, item in value.items()})
    return [told(item) for item in value] if isinstance(value, list) else value


class _Keys(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Part(_Keys):
    """What a classifier is on one dimension."""

    dimension: str = ""
    coder: str = ""
    labels: Labels = "single"
    classes: list[str] = []
    features: str = ""
    blocks: dict[str, list[str]] = {}
    settled: dict[str, Any] = {}


class _Encoder(_Keys):
    """The sentence encoder that a classifier reads with."""

    title: str = ""
    told: str = ""
    sha256: str = ""
    known: bool = False
    prefix: str = ""


class _Fitting(_Keys):
    """One fit in the history of a topic model."""

    corpus: str
    documents: StrictInt
    changes: list[str]


class _HeldOut(_Keys):
    npmi: _Number | None = None
    per_topic: list[_Number | None] = []
    n_units: StrictInt = 0
    reason: str = ""


class _Stability(_Keys):
    subsamples: list[_Number | None] = []
    returned: list[_Number | None] = []
    seeds: _Number | None = None
    order: _Number | None = None
    n_fits: StrictInt = 0


class Details(_Keys):
    """The details of a classifier, of topics or of a report."""

    corpus: str = ""
    codebook: str = ""
    groups: str = ""
    nlp: str = ""
    encoder: _Encoder = _Encoder()
    dimensions: list[_Part] = []
    documents: StrictInt = 0
    ids: list[str] = []
    ids_given: list[str] = []
    phrases: list[list[str]] = []
    labels: list[str] = []
    shares: list[_Number] = []
    history: list[_Fitting] = []
    held_out: _HeldOut = _HeldOut()
    stability: _Stability = _Stability()
    seeded: dict[str, str] = {}


class Made(_Keys):
    """The settings with which something was made."""

    where: list[str] = []
    encoder: str = ""
    nlp: NlpSettings = NlpSettings()


class MadeTopics(TopicSettings):
    """The settings with which topics were fitted."""

    model_config = ConfigDict(extra="ignore", frozen=True)
