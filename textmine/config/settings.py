"""The settings in textmine.toml, with their defaults and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from textmine.choices import EngineName, LearningMetric, Profile
from textmine.config.toml_text import read_toml
from textmine.errors import InputError, did_you_mean

CleaningStep = Literal["mojibake", "quotes", "signature", "urls", "whitespace"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NlpSettings(_Section):
    """How texts become words."""

    profile: Profile = Field(
        "full", title="full: spaCy's statistical model; fast: tokenizer and look-up lemmas"
    )
    lang: str = Field("en", title="language code", min_length=2, max_length=8)
    model: str = Field("", title="an installed spaCy model; empty: the default of the language")
    cleaning: tuple[CleaningStep, ...] = Field(
        ("mojibake", "quotes", "signature", "urls", "whitespace"),
        title="cleaning steps, in this order",
    )
    n_process: int = Field(1, title="processes for spaCy", ge=1, le=64)
    batch_size: int = Field(256, title="texts a batch", ge=1)


class TrainSettings(_Section):
    """How a classifier is chosen and scored."""

    folds: int = Field(5, title="folds of the cross-validation", ge=2, le=50)
    n_resamples: int = Field(1000, title="resamples of the share of wrong codes", ge=100)
    metric: LearningMetric = Field(
        "by_scale",
        title="score that chooses the model; by scale it is weighted kappa where codes have an "
        "order, else macro-F1",
    )
    repeats: int = Field(
        0, title="repeats of the cross-validation; 0: five below 300 units, three below 1,000", ge=0
    )
    blocks: tuple[str, ...] = Field((), title="feature blocks to read; empty: the default ones")
    without: tuple[str, ...] = Field((), title="feature blocks to leave out")
    embeddings: bool = Field(False, title="read sentence embeddings too (extra: transformers)")
    fine_tune: bool = Field(False, title="fine-tune a sentence encoder too (extra: transformers)")
    encoder: str = Field("", title="folder or name of the encoder; empty: the packaged MiniLM")


class TopicSettings(_Section):
    """How themes are fitted."""

    engine: EngineName = Field("smoothed", title="how topics are found")
    n_topics: int = Field(10, title="number of topics", ge=2, le=500)
    n_words: int = Field(10, title="top words shown and scored", ge=2, le=100)
    min_df: int = Field(2, title="units a word must occur in", ge=1)
    max_df: float = Field(0.5, title="largest share of units a word may occur in", gt=0, le=1)
    consensus: int = Field(0, title="fits to parts that are averaged; 0: none", ge=0, le=100)
    phrases: bool = Field(False, title="count words that keep together as one")
    covariate: str = Field("", title="column whose groups the engines dmr and stm compare")
    seeds: dict[str, tuple[str, ...]] = Field({}, title="words given for themes, by their name")
    stop_words: tuple[str, ...] = Field((), title="words set aside")
    sample_units: int = Field(100_000, title="units that topics are fitted to; 0: all", ge=0)


class ScaleSettings(_Section):
    """Where work goes that is too much for one computer."""

    scheduler: str = Field(
        "", title="address of a Dask scheduler, such as tcp://10.0.0.1:8786 (extra: scale)"
    )


class Settings(_Section):
    """Everything textmine.toml can say."""

    codings: str = Field("sqlite:///codings.db", title="where codings live: an SQLAlchemy URL")
    seed: int = Field(42, title="the one seed of every random choice", ge=0, le=2**32 - 1)
    nlp: NlpSettings = NlpSettings()
    train: TrainSettings = TrainSettings()
    topics: TopicSettings = TopicSettings()
    scale: ScaleSettings = ScaleSettings()

    @field_validator("codings", mode="before")
    @classmethod
    def _url_of_section(cls, given: object) -> object:
        """Let it be written as a section as well: [codings] with its url."""
        return given["url"] if isinstance(given, dict) and given.keys() == {"url"} else given

    def override(self, section: str, **given: Any) -> Settings:
        """Return these settings with the values of one section that are not None replaced.

        Raises InputError when a value is outside its range.
        """
        given = {key: value for key, value in given.items() if value is not None}
        merged = self.model_dump()
        (merged[section] if section else merged).update(given)
        return _validated(merged, "the command line")


def read_settings(path: Path) -> Settings:
    """Read textmine.toml; raise InputError with file and key when it says something unknown."""
    loaded, _ = read_toml(path, "Correct that line, or put back what 'textmine init' writes.")
    return _validated(loaded, str(path))


def _validated(values: dict[str, Any], where: str) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Setting '{key}' in {where} cannot be used: {first['msg']}. "
            f"Got {first.get('input')!r}.",
            hint=did_you_mean(key, _keys(Settings))
            if first["type"] == "extra_forbidden"
            else "Correct it, or leave it out for the default.",
        ) from error


def _keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Return the keys of all settings, those of a section with its name and a dot before them."""
    keys: list[str] = []
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            keys += _keys(section, f"{name}.")
        else:
            keys.append(prefix + name)
    return keys
