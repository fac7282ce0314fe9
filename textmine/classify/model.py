"""A trained model and its folder: one pipeline a dimension, the codebook, a card, a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textmine.classify.out_of_fold import HeldOutCodes, write_held_out
from textmine.classify.score_table import write_scores
from textmine.codebook import Codebook, codebook_toml, read_codebook
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.store import (
    Manifest,
    Workspace,
    read_manifest,
    sha256_of_json,
    sha256_of_text,
    write_manifest,
)
from textmine.store.manifest import MANIFEST
from textmine.store.skops_file import load_pipeline_file, save_pipeline_file


@dataclass(frozen=True)
class DimensionModel:
    """The classifier of one dimension: `classes` are code ids in the order of its scores."""

    dimension: str
    classes: tuple[str, ...]
    candidate: str
    temperature: float
    pipeline: Any


@dataclass(frozen=True)
class CodingModel:
    """Classifiers of one or several dimensions, trained in one run.

    `trained_on` holds the fingerprints of every training document and of its text, so that an
    evaluation can leave them out.
    """

    name: str
    codebook: Codebook
    dimensions: tuple[DimensionModel, ...]
    trained_on: frozenset[str]
    manifest: Manifest


def document_fingerprints(corpus: Corpus) -> list[str]:
    """Return the SHA-256 of id and text of each document: the same document in any corpus."""
    return [sha256_of_json(pair) for pair in zip(corpus.ids, corpus.texts, strict=True)]


def text_fingerprints(corpus: Corpus) -> list[str]:
    """Return the SHA-256 of each text."""
    return [sha256_of_text(text) for text in corpus.texts]


def save_model(
    folder: Path,
    model: CodingModel,
    card: str,
    scores: Sequence[dict[str, Any]],
    held_out: Sequence[HeldOutCodes],
) -> None:
    """Write a model, its card, its scores and held-out codes into a folder, the manifest last."""
    write_scores(folder, scores)
    write_held_out(folder, held_out)
    for part in model.dimensions:
        save_pipeline_file(folder / f"{part.dimension}.skops", part.pipeline)
    (folder / "codebook.toml").write_text(codebook_toml(model.codebook), encoding="utf-8")
    (folder / "trained_on.txt").write_text(
        "\n".join(sorted(model.trained_on)) + "\n", encoding="utf-8"
    )
    (folder / "README.md").write_text(card, encoding="utf-8")
    write_manifest(folder, model.manifest)


def load_model(workspace: Workspace, name: str) -> CodingModel:
    """Load a trained model of the workspace; raise NotFoundError or InputError."""
    folder = workspace.existing("models", name, MANIFEST)
    manifest = read_manifest(folder, "classifier")
    for file in manifest.files:
        if not (folder / file).is_file():
            raise InputError(
                f"The model in {folder} is incomplete: {file} is missing.", hint="Train it again."
            )
    dimensions = [
        DimensionModel(
            dimension=str(part["dimension"]),
            classes=tuple(part["classes"]),
            candidate=str(part["candidate"]),
            temperature=float(part["temperature"]),
            pipeline=load_pipeline_file(folder / f"{part['dimension']}.skops"),
        )
        for part in manifest.details["dimensions"]
    ]
    trained_on = (folder / "trained_on.txt").read_text(encoding="utf-8").split()
    book = read_codebook(folder / "codebook.toml")
    return CodingModel(name, book, tuple(dimensions), frozenset(trained_on), manifest)
