"""The manifest of a trained model: all that is needed to load it and to train it again."""

from __future__ import annotations

from collections.abc import Sequence

from textmine import __version__
from textmine.classify.trained.model import DimensionModel, settled_as_dict
from textmine.classify.trained.training_report import TrainingReport
from textmine.config import Settings
from textmine.corpus import Corpus
from textmine.store import Manifest


def training_manifest(
    report: TrainingReport, parts: Sequence[DimensionModel], corpus: Corpus, settings: Settings
) -> Manifest:
    """Return the manifest of a training run; `parts` and the report have the same dimensions."""
    return Manifest(
        kind="classifier",
        name=report.model,
        textmine=__version__,
        synthetic=report.synthetic,
        seed=settings.seed,
        settings={
            **settings.train.model_dump(mode="json"),
            "where": list(corpus.where),
            "nlp": settings.nlp.model_dump(mode="json", exclude={"n_process"}),
        },
        inputs={f"corpora/{corpus.name}": corpus.info.digest},
        details={
            "corpus": corpus.name,
            "codebook": report.codebook.name,
            "groups": report.groups,
            "nlp": report.nlp,
            "changed_by_rules": report.changed_by_rules,
            **({"encoder": report.encoder.record} if report.encoder else {}),
            "dimensions": [
                {
                    "dimension": part.dimension,
                    "labels": part.labels,
                    "classes": list(part.classes),
                    "features": part.features,
                    "blocks": {name: list(blocks) for name, blocks in part.blocks.items()},
                    "settled": settled_as_dict(part.settled),
                    "candidate": part.title,
                    "coder": scored.coder,
                    "n": scored.n,
                    "calibration_error": round(scored.trust.error, 6),
                    "macro_f1": scored.grouped.macro_f1.value,
                    "kappa": scored.grouped.kappa.value,
                    **(
                        {"weighted_kappa": scored.grouped.weighted_kappa.value}
                        if scored.grouped.weighted_kappa
                        else {}
                    ),
                    "ungrouped_macro_f1": (
                        scored.ungrouped.macro_f1.value if scored.ungrouped else None
                    ),
                }
                for part, scored in zip(parts, report.dimensions, strict=True)
            ],
        },
    )
