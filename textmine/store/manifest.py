"""The manifest of an artefact: what it is, from what and with which settings it was made.

Keys that an earlier textmine did not write may be missing; whoever needs one is told so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    StrictBool,
    StrictFloat,
    StrictInt,
    field_validator,
    model_validator,
)

from textmine.choices import Labels
from textmine.config.settings import NlpSettings, TopicSettings
from textmine.errors import InputError, NotFoundError
from textmine.store import opened
from textmine.store.atomic import replacing_at_once
from textmine.store.hashing import sha256_of_file
from textmine.store.steady import read_steadily
from textmine.store.versions import versions

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


MANIFEST = "manifest.json"
FORMAT = 2
"""Since 2: `versions`, `parents`, and the codings and the codebook among the `inputs`."""
Kind = Literal["classifier", "topics", "report", "applied", "llm"]
_AGAIN = "Make it again with the command that wrote it, or restore it from a copy."
_AGAINS = {
    "classifier": "Train it again, or restore it from a copy.",
    "topics": "Fit it again, or restore it from a copy.",
    "applied": "Apply the model again, or restore it from a copy.",
    "llm": "Ask the model again, or restore it from a copy.",
}


class Manifest(BaseModel):
    """What stands in manifest.json; it holds no clock time, so that a repeated run is identical.

    `inputs` are the digests of what it was made from, by corpora/NAME, codings/NAME and
    codebooks/NAME. `parents` are those of the runs it came from, by models/NAME. `versions` are
    those of Python and of the libraries; an earlier textmine wrote down neither.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    kind: Kind
    name: str
    textmine: str
    synthetic: StrictBool
    seed: StrictInt
    settings: dict[str, Any]
    inputs: dict[str, str]
    details: dict[str, Any]
    parents: dict[str, str] = {}
    versions: dict[str, str] = {}
    files: dict[str, str] = {}

    @field_validator("settings", "details")
    @classmethod
    def _say_what_is_missing(cls, content: dict[str, Any]) -> Any:
        return told(content)

    @model_validator(mode="after")
    def _refuse_other_types(self) -> Manifest:
        Details.model_validate(self.details)
        Made.model_validate(self.settings)
        if self.kind == "topics":
            MadeTopics.model_validate(self.settings)
        return self

    @property
    def again(self) -> str:
        """What to do when the folder cannot be used."""
        return _AGAINS.get(self.kind, _AGAIN)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished folder: with the SHA-256 of every other file in it, and the
    versions of the libraries.
    """
    files = {
        path.relative_to(folder).as_posix(): sha256_of_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    update = {"files": files, "versions": dict(versions())}
    content = opened.sealed(manifest.model_copy(update=update).model_dump())
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    with replacing_at_once(folder / MANIFEST) as draft:
        draft.write_text(text, encoding="utf-8")


def read_manifest(folder: Path, kind: Kind | None = None) -> Manifest:
    """Read a manifest alone, as `read_record` does; raise when it is missing or of another kind.

    What is read from the folder is opened with `open_manifest`.
    """
    manifest = read_steadily(folder, lambda: _read(folder / MANIFEST))
    if kind is not None and manifest.kind != kind:
        raise InputError(
            f"'{manifest.name}' is a {manifest.kind} folder, and a {kind} folder is needed.",
            hint="Name another one.",
        )
    return manifest


def _read(path: Path) -> Manifest:
    if not path.is_file():
        raise NotFoundError(
            f"{path.parent} has no {MANIFEST}.", hint="It is not a folder that textmine wrote."
        )
    return opened.read_record(path, Manifest, json.loads, known=FORMAT, again=_AGAIN)


def manifest_digest(folder: Path) -> str:
    """Return the SHA-256 of the manifest of a folder, "" where there is none."""
    path = folder / MANIFEST
    return sha256_of_file(path) if path.is_file() else ""


def open_manifest(folder: Path, kind: Kind | None = None) -> Manifest:
    """Read a manifest, and raise InputError unless every file that it lists is as it was saved."""

    def read() -> Manifest:
        manifest = read_manifest(folder, kind)
        what, again = _said(folder, manifest), manifest.again
        opened.verify_files(folder, manifest.files, what=what, again=again, skip=opened.FOR_PEOPLE)
        return manifest

    return read_steadily(folder, read)


def listed_file(folder: Path, manifest: Manifest, name: str) -> Path:
    """Return the path of a file that the manifest lists; raise InputError for any other."""
    what, again = _said(folder, manifest), manifest.again
    path = opened.inside(folder, name, what=what, again=again)
    if name not in manifest.files:
        raise InputError(f"{what} is incomplete: {name} is missing.", hint=again)
    return path


def owned_files(folder: Path) -> set[str]:
    """Return the files of a folder that textmine wrote there (relative, with slashes).

    Of a folder whose manifest is damaged, what it still says: the folder can be replaced, and what
    is not known to be textmine's is kept.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return set()
    try:
        files = json.loads(path.read_bytes())["files"]
        return {MANIFEST, *(name for name in files if opened.is_inside(name))}
    except opened.DAMAGE:
        return {MANIFEST}


def _said(folder: Path, manifest: Manifest) -> str:
    what = {"report": "report", "applied": "run", "llm": "run"}.get(manifest.kind, "model")
    return f"The {what} in {folder}"
