"""A trained model and its folder: one pipeline a dimension, the codebook, a card, a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.choices import Labels
from textmine.classify.drift.drift_profile import Profile, write_profile
from textmine.classify.features.blocks import BLOCKS
from textmine.classify.learning.calibration import read_calibration
from textmine.classify.learning.encoder_member import ENCODER
from textmine.classify.learning.select_candidate import Settled, candidate_title
from textmine.classify.learning.thresholds import Decision
from textmine.classify.out_of_fold import HeldOutCodes, write_held_out
from textmine.classify.scoring.score_table import write_scores, write_speaking
from textmine.codebook import Codebook, codebook_toml, read_codebook
from textmine.config import NlpSettings
from textmine.errors import InputError
from textmine.store import Manifest, Workspace, write_manifest
from textmine.store.manifest import MANIFEST, listed_file, open_manifest
from textmine.store.opened import damage_told
from textmine.store.skops_file import load_pipeline_file, save_pipeline_file
from textmine.store.steady import read_steadily

if TYPE_CHECKING:
    from textmine.classify.learning.encoder import FineTuned


@dataclass(frozen=True)
class DimensionModel:
    """The classifier of one dimension: `classes` are code ids in the order of its scores.

    `classifiers` are the members that `settled` reads, `blocks` the features each of them reads
    from those that the model calls `features`; `encoder` is the fine-tuned one, if it has a part.
    """

    dimension: str
    labels: Labels
    classes: tuple[str, ...]
    settled: Settled
    features: str
    blocks: dict[str, tuple[str, ...]]
    classifiers: dict[str, Any]
    encoder: FineTuned | None = None

    @property
    def title(self) -> str:
        """What the classifier is, in words."""
        return candidate_title(self.settled.candidate, self.settled.members)


@dataclass(frozen=True)
class CodingModel:
    """Classifiers of one or several dimensions, trained in one run.

    `features` are fitted ColumnTransformers by name; dimensions that were coded on the same
    documents share one. `trained_on` holds the marks of every training document and of its text
    (`seen.training_marks`), so that an evaluation can leave them out.
    """

    name: str
    codebook: Codebook
    features: dict[str, Any]
    dimensions: tuple[DimensionModel, ...]
    trained_on: frozenset[str]
    manifest: Manifest

    @property
    def nlp(self) -> NlpSettings:
        """How the training texts were read."""
        return NlpSettings.model_validate(self.manifest.settings["nlp"])

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks of features that have to be made of new documents."""
        used = {
            name for pipeline in self.features.values() for name, _, _ in pipeline.transformers_
        }
        return tuple(name for name in BLOCKS if name in used)


@dataclass(frozen=True)
class Findings:
    """What training found about a model: its card, the rows of its scores and of what speaks for
    each code, and its held-out codes.
    """

    card: str
    scores: Sequence[dict[str, Any]]
    speaking: Sequence[dict[str, Any]]
    held_out: Sequence[HeldOutCodes]


def save_model(folder: Path, model: CodingModel, found: Findings, profile: Profile) -> None:
    """Write a model, what was found about it, and what its documents are like, into a folder.

    The manifest comes last.
    """
    write_scores(folder, found.scores)
    write_speaking(folder, found.speaking)
    write_held_out(folder, found.held_out)
    write_profile(folder, profile)
    for name, features in model.features.items():
        save_pipeline_file(folder / f"{name}.skops", features)
    for part in model.dimensions:
        parts = part.classifiers
        if part.settled.combiner is not None:
            parts = {**parts, part.settled.candidate: part.settled.combiner}
        for name, classifier in parts.items():
            save_pipeline_file(_part_file(folder, part.dimension, name), classifier)
        if part.encoder is not None:
            from textmine.classify.learning.encoder_file import save_encoder

            save_encoder(folder / f"{part.dimension}.{ENCODER}", part.encoder)
    (folder / "codebook.toml").write_text(codebook_toml(model.codebook), encoding="utf-8")
    (folder / "trained_on.txt").write_text(
        "\n".join(sorted(model.trained_on)) + "\n", encoding="utf-8"
    )
    (folder / "README.md").write_text(found.card, encoding="utf-8")
    write_manifest(folder, model.manifest)


def load_model(workspace: Workspace, name: str) -> CodingModel:
    """Load a trained model of the workspace; raise NotFoundError or InputError."""
    return read_steadily(
        workspace.folder("models", name),
        lambda: _load(workspace.existing("models", name, MANIFEST)),
    )


def open_model(folder: Path) -> CodingModel:
    """Load a trained model from its folder, in a workspace or not; raise as `load_model` does."""
    return read_steadily(folder, lambda: _load(folder))


def _load(folder: Path) -> CodingModel:
    manifest = open_manifest(folder, "classifier")
    if any("settled" not in part for part in manifest.details["dimensions"]):
        raise InputError(
            f"The model in {folder} was trained by textmine {manifest.textmine}, whose models this "
            "one does not read.",
            hint="Train it again.",
        )
    with damage_told(f"The model in {folder}", manifest.again):
        dimensions = [
            _load_dimension(folder, manifest, part) for part in manifest.details["dimensions"]
        ]
        features = {
            name: load_pipeline_file(listed_file(folder, manifest, f"{name}.skops"))
            for name in dict.fromkeys(part.features for part in dimensions)
        }
        seen = listed_file(folder, manifest, "trained_on.txt").read_text(encoding="utf-8")
        book = read_codebook(listed_file(folder, manifest, "codebook.toml"))
    marks = frozenset(seen.split())
    return CodingModel(folder.name, book, features, tuple(dimensions), marks, manifest)


def settled_as_dict(settled: Settled) -> dict[str, Any]:
    """Return what was settled as the manifest holds it; the combiner has a file of its own."""
    decision = settled.decision
    return {
        "candidate": settled.candidate,
        "members": list(settled.members),
        "calibration": settled.calibration.as_dict(),
        "favours": list(decision.favours),
        "thresholds": list(decision.thresholds),
        **({"stretch": decision.stretch, "middle": decision.middle} if decision.stretch else {}),
        "candidates": settled.values,
    }


def _load_dimension(folder: Path, manifest: Manifest, part: dict[str, Any]) -> DimensionModel:
    def pipeline(name: str) -> Any:
        file = _part_file(folder, dimension, name).name
        return load_pipeline_file(listed_file(folder, manifest, file))

    dimension, labels = str(part["dimension"]), part["labels"]
    stored = part["settled"]
    members = tuple(stored["members"])
    joined = stored["candidate"] not in members
    settled = Settled(
        candidate=stored["candidate"],
        members=members,
        combiner=pipeline(stored["candidate"]) if joined else None,
        calibration=read_calibration(stored["calibration"], labels),
        decision=Decision(
            labels,
            tuple(stored["favours"]),
            tuple(stored["thresholds"]),
            stored.get("stretch", 0.0),
            stored.get("middle", 0.0),
        ),
        values=dict(stored["candidates"]),
    )
    classifiers = {name: pipeline(name) for name in members if name != ENCODER}
    encoder = None
    if ENCODER in members:
        from textmine.classify.learning.encoder_file import load_encoder

        encoder = load_encoder(folder / f"{dimension}.{ENCODER}")
    return DimensionModel(
        dimension,
        labels,
        tuple(part["classes"]),
        settled,
        part["features"],
        {name: tuple(blocks) for name, blocks in part["blocks"].items()},
        classifiers,
        encoder,
    )


def _part_file(folder: Path, dimension: str, name: str) -> Path:
    return folder / f"{dimension}.{name}.skops"
