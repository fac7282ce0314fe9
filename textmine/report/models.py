"""The models of a workspace: what made them, from which corpus, how large they are."""

from __future__ import annotations

from textmine.errors import InputError
from textmine.present import Column, Section, table_of
from textmine.store import Manifest, Workspace, read_manifest
from textmine.store.kept import bytes_in
from textmine.store.manifest import MANIFEST

_MADE_BY = {"classifier": "train", "topics": "topics fit"}


def models_section(workspace: Workspace) -> Section:
    """Return the section with a row a model, and which of them cannot be used."""
    names = workspace.names("models", MANIFEST)
    found, told = [], []
    for name in names:
        try:
            found.append((name, read_manifest(workspace.folder("models", name))))
        except InputError as error:
            told.append(f"Model '{name}' cannot be used: {error}")
    if not names:
        told.append("No model yet: textmine train, topics fit")
    columns = [
        Column("model", lambda one: one[0]),
        Column("made by", lambda one: _MADE_BY.get(one[1].kind, one[1].kind)),
        Column("corpus", lambda one: str(one[1].details.get("corpus", ""))),
        Column("of", lambda one: _of(one[1])),
        Column("textmine", lambda one: one[1].textmine),
        Column("size", lambda one: f"{bytes_in(workspace.folder('models', one[0])) / 1e6:.1f} MB"),
    ]
    table = table_of("models", "", columns, found)
    return Section("models", "Models", told, [table], records=table)


def _of(manifest: Manifest) -> str:
    """Say which dimensions or how many topics a model has."""
    if manifest.kind == "topics":
        return f"{len(manifest.details.get('ids', ()))} topics"
    parts = manifest.details.get("dimensions", ())
    return ", ".join(str(part["dimension"]) for part in parts)
