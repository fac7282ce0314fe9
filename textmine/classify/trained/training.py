"""Train classifiers for every dimension of a codebook, chosen and scored by grouped folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from textmine import __version__
from textmine.classify.drift.drift_batch import make_batch
from textmine.classify.drift.drift_profile import Profile, training_profile
from textmine.classify.features import feature_columns
from textmine.classify.features.meaning import read_ahead
from textmine.classify.learning.encoder_member import forget_fits
from textmine.classify.learning.problem import Problem
from textmine.classify.learning.validating import Validated, validate
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.scoring.scoring import GoldCodes
from textmine.classify.trained.card import model_card
from textmine.classify.trained.fitting_parts import fit_parts, what_speaks
from textmine.classify.trained.model import (
    CodingModel,
    DimensionModel,
    Findings,
    save_model,
    settled_as_dict,
)
from textmine.classify.trained.problems import Shared, prepare, problem_of
from textmine.classify.trained.score_uncoded import score_rest
from textmine.classify.trained.seen import COPIES_APART, training_marks
from textmine.classify.trained.training_report import (
    TrainingReport,
    report_dimension,
    training_rows,
    under_rules,
)
from textmine.codebook import Codebook
from textmine.coding import attributes_of
from textmine.coding.digest import coded_inputs
from textmine.coding.suggested import suggested_documents
from textmine.config import Progress, Settings, TrainSettings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus, group_kind
from textmine.nlp.encoders import Transformer, choose_encoder
from textmine.schema import Coding
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


@dataclass(frozen=True)
class Trained:
    """What a training run made: the model, what was found about it, and how well it scored.

    `profile` makes a profile of the documents that were learned from, by which drift is seen. It
    takes longer than all else where texts are few, and is needed where the model is kept.
    """

    model: CodingModel
    found: Findings
    report: TrainingReport
    profile: Callable[[], Profile]


def train_model(
    workspace: Workspace,
    whole: Corpus,
    chosen: Corpus,
    gold: Sequence[GoldCodes],
    codebook: Codebook,
    name: str,
    settings: Settings,
    progress: Progress = silent,
    codings: Sequence[Coding] = (),
    coder: str | None = None,
    spread: Where = HERE,
) -> TrainingReport:
    """Train as `learn_model` does and save the model as models/`name`.

    `coder` is the one whose codes were asked for, None where they are the final ones. A cluster in
    `spread` reads the texts and makes their vectors.
    """
    read_ahead(workspace, whole, settings, spread, progress)
    trained = learn_model(
        whole, chosen, gold, codebook, name, settings, progress, codings, workspace
    )
    trained = _knowing_codings(trained, workspace, [codes.dimension for codes in gold], coder)
    profile = trained.profile()
    reads = (f"corpora/{chosen.name}", f"codings/{chosen.name}", f"codebooks/{codebook.name}.toml")
    with workspace.replacing(workspace.folder("models", name), reads=reads) as draft:
        save_model(draft, trained.model, trained.found, profile)
    return trained.report


def _knowing_codings(
    trained: Trained, workspace: Workspace, dimensions: Sequence[str], coder: str | None
) -> Trained:
    """Return a training run whose manifest says which codings of the workspace it rests on."""
    model = trained.model
    manifest, corpus = model.manifest, trained.report.corpus
    coded = coded_inputs(workspace.codings_url, corpus, model.codebook, dimensions)
    known = manifest.model_copy(
        update={
            "inputs": {**manifest.inputs, **coded},
            "settings": {**manifest.settings, "coder": coder or ""},
        }
    )
    return replace(trained, model=replace(model, manifest=known))


def learn_model(
    whole: Corpus,
    chosen: Corpus,
    gold: Sequence[GoldCodes],
    codebook: Codebook,
    name: str,
    settings: Settings,
    progress: Progress = silent,
    codings: Sequence[Coding] = (),
    workspace: Keep = None,
) -> Trained:
    """Train on the coded documents among `chosen`, and write nothing.

    `whole` is the corpus that neighbours are taken from. Documents that `codings` say were coded
    with a model's suggestion in view are learned from, and no score counts them. With a workspace,
    texts that were read before are not read again. Raises InputError when a dimension has fewer
    than ten coded documents, only one code or only one group, or when no two codes stand in several
    groups.
    """
    shared = prepare(workspace, whole, chosen, codebook, settings, progress)
    with single_threaded():
        learned = [_learn(shared, codes, chosen, progress) for codes in gold]
        parts, features = fit_parts(learned, settings, workspace, progress)
    forget_fits(workspace)
    about = attributes_of(chosen, codebook)
    held_out, changed = under_rules(
        [_blind_marked(validated, codes, codings) for codes, _, validated in learned],
        learned,
        codebook,
        about,
    )
    reports = tuple(
        report_dimension(codes, problem, validated, held, settings)
        for (codes, problem, validated), held in zip(learned, held_out, strict=True)
    )
    result = TrainingReport(
        model=name,
        corpus=chosen.name,
        synthetic=chosen.info.synthetic,
        codebook=codebook,
        groups=group_kind(chosen),
        nlp=shared.prepared.model.title,
        remark="; ".join(part for part in (shared.prepared.remark, shared.lacking) if part),
        dimensions=reports,
        changed_by_rules=changed,
        encoder=_encoder(shared.sources, settings.train),
    )
    trained = training_marks(whole, {i for _, problem, _ in learned for i in problem.coded})
    manifest = _training_manifest(result, parts, chosen, settings)
    model = CodingModel(name, codebook, features, parts, trained, manifest)
    findings = Findings(
        model_card(result),
        training_rows(result),
        [row for part in parts for row in what_speaks(model, part, learned)],
        held_out,
    )
    return Trained(model, findings, result, partial(_profile, shared, held_out, settings.seed))


def _encoder(sources: feature_columns.ColumnSources, options: TrainSettings) -> Transformer | None:
    """Return the encoder on torch that a run reads with, None without."""
    if not options.fine_tune and "embeddings" not in sources.blocks:
        return None
    encoder = choose_encoder(options.encoder)
    if not isinstance(encoder, Transformer):
        return None
    return encoder.inner if "embeddings" in sources.blocks else encoder


def _learn(
    shared: Shared, codes: GoldCodes, chosen: Corpus, progress: Progress
) -> tuple[GoldCodes, Problem, Validated]:
    """Cross-validate one dimension, and score the documents of the corpus without a code."""
    problem = problem_of(shared, codes, chosen)
    validated = validate(problem, shared.settings, progress, shared.sources.workspace)
    coded = set(problem.documents)
    others = [thread for thread in shared.threads if coded.isdisjoint(thread)]
    rest = score_rest(
        problem,
        validated,
        others,
        lambda batch: feature_columns.own_feature_columns(
            shared.sources, shared.whole, shared.prepared, batch
        ),
        progress,
    )
    return codes, problem, validated.with_rest(rest)


def _profile(shared: Shared, held_out: Sequence[HeldOutCodes], seed: int) -> Profile:
    """Return the profile of all documents that some dimension was learned from."""
    coded = dict.fromkeys(identity for part in held_out for identity in part.said.documents)
    row_of = {identity: row for row, identity in enumerate(shared.whole.ids)}
    ids = sorted(coded)
    read = shared.prepared.take([row_of[identity] for identity in ids])
    vectors = feature_columns.text_vectors(shared.sources, read.clean)
    groups = np.array([shared.groups[identity] for identity in ids], dtype=np.int64)
    machine_codes = [part.said for part in held_out]
    return training_profile(
        make_batch(ids, read.layer("words"), groups, machine_codes, vectors), seed
    )


def _blind_marked(
    validated: Validated, codes: GoldCodes, codings: Sequence[Coding]
) -> HeldOutCodes:
    """Return held-out codes that know which documents were coded with a suggestion in view."""
    shown = suggested_documents(codings, None, codes.dimension, codes.coder)
    held = validated.held_out
    return replace(held, shown=frozenset(shown.intersection(held.said.documents)))


def _training_manifest(
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
            "copies": COPIES_APART,
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
