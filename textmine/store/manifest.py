"""The manifest of an artefact: what it is, from what and with which settings it was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from textmine.errors import InputError, NotFoundError
from textmine.store.atomic import replacing_at_once
from textmine.store.hashing import sha256_of_file

MANIFEST = "manifest.json"
FORMAT = 1
Kind = Literal["classifier", "topics", "report"]


class Manifest(BaseModel):
    """What stands in manifest.json; it holds no clock time, so that a repeated run is identical."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    kind: Kind
    name: str
    textmine: str
    synthetic: bool
    seed: int
    settings: dict[str, Any]
    inputs: dict[str, str]
    details: dict[str, Any]
    files: dict[str, str] = {}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished folder, with the SHA-256 of every other file in it."""
    files = {
        path.relative_to(folder).as_posix(): sha256_of_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    content = manifest.model_copy(update={"files": files}).model_dump()
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    with replacing_at_once(folder / MANIFEST) as draft:
        draft.write_text(text, encoding="utf-8")


def read_manifest(folder: Path, kind: Kind | None = None) -> Manifest:
    """Read a manifest; raise when it is missing, of another kind, or from a newer textmine."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFoundError(
            f"{folder} has no {MANIFEST}.", hint="It is not a folder that textmine wrote."
        )
    try:
        content = json.loads(path.read_bytes())
        _refuse_newer(content, path)
        manifest = Manifest.model_validate(content)
    except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise InputError(
            f"{path} cannot be read: {reason}.",
            hint="Make it again with the command that wrote it.",
        ) from error
    if kind is not None and manifest.kind != kind:
        raise InputError(
            f"'{manifest.name}' is a {manifest.kind} folder, and a {kind} folder is needed.",
            hint="Name another one.",
        )
    return manifest


def _refuse_newer(content: Any, path: Path) -> None:
    """Look at the format before anything else: a newer one may have keys that are not known."""
    given = content.get("format") if isinstance(content, dict) else None
    if isinstance(given, int) and given > FORMAT:
        raise InputError(
            f"{path} has format {given}; this textmine reads up to {FORMAT}.",
            hint="Upgrade textmine.",
        )


def owned_files(folder: Path) -> set[str]:
    """Return the files of a folder that textmine wrote there (relative, with slashes)."""
    if not (folder / MANIFEST).is_file():
        return set()
    return {MANIFEST, *read_manifest(folder).files}
