"""Train classifiers for every dimension of a codebook, chosen and scored by grouped folds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from textmine.classify.drift.drift_batch import make_batch
from textmine.classify.drift.drift_profile import Profile, training_profile
from textmine.classify.features.blocks import make_features, take_blocks
from textmine.classify.features.columns import threads_of
from textmine.classify.features.feature_columns import (
    ColumnSources,
    feature_columns,
    own_feature_columns,
    text_vectors,
)
from textmine.classify.features.meaning import blocks_to_read
from textmine.classify.features.read_ahead import read_ahead
from textmine.classify.learning.classifiers import fit_member
from textmine.classify.learning.encoder_member import ENCODER, fit_whole_encoder, forget_fits
from textmine.classify.learning.folds import in_one
from textmine.classify.learning.problem import Problem, make_problem
from textmine.classify.learning.validating import Validated, validate
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.scoring.gold import GoldCodes
from textmine.classify.trained.card import model_card
from textmine.classify.trained.explaining import effective_weights, speaking_features
from textmine.classify.trained.model import (
    CodingModel,
    DimensionModel,
    Findings,
    save_model,
)
from textmine.classify.trained.score_uncoded import score_rest
from textmine.classify.trained.seen import repeated_texts, training_marks
from textmine.classify.trained.training_manifest import training_manifest
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
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.nlp import Prepared, prepare_texts
from textmine.nlp.encoders import Transformer, choose_encoder
from textmine.schema import Coding
from textmine.spread import HERE, Where
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

FEWEST = 10
_SPEAKING = 12


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


@dataclass(frozen=True)
class _Ground:
    """What all dimensions of a run share."""

    sources: ColumnSources
    whole: Corpus
    prepared: Prepared
    threads: list[list[str]]
    groups: dict[str, int]
    settings: Settings
    lacking: str


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
    ground = _prepare(workspace, whole, chosen, codebook, settings, progress)
    with single_threaded():
        learned = [_learn(ground, codes, chosen, progress) for codes in gold]
        parts, features = _fit_all(learned, settings, workspace, progress)
    forget_fits(workspace)
    about = attributes_of(chosen, codebook)
    held_out, changed = under_rules(
        [_blind_marked(validated, codes, codings) for codes, _, validated in learned],
        learned,
        codebook,
        about,
    )
    reports = tuple(
        report_dimension(
            codes,
            problem,
            validated,
            held,
            settings,
            len(repeated_texts(chosen, set(problem.coded))),
        )
        for (codes, problem, validated), held in zip(learned, held_out, strict=True)
    )
    result = TrainingReport(
        model=name,
        corpus=chosen.name,
        synthetic=chosen.info.synthetic,
        codebook=codebook,
        groups=group_kind(chosen),
        nlp=ground.prepared.model.title,
        remark="; ".join(part for part in (ground.prepared.remark, ground.lacking) if part),
        dimensions=reports,
        changed_by_rules=changed,
        encoder=_encoder(ground.sources, settings.train),
    )
    trained = training_marks(whole, {i for _, problem, _ in learned for i in problem.coded})
    manifest = training_manifest(result, parts, chosen, settings)
    model = CodingModel(name, codebook, features, parts, trained, manifest)
    found = Findings(
        model_card(result),
        training_rows(result),
        [row for part in parts for row in _speaking(model, part, learned)],
        held_out,
    )
    return Trained(model, found, result, partial(_profile, ground, held_out, settings.seed))


def _prepare(
    workspace: Keep,
    whole: Corpus,
    chosen: Corpus,
    codebook: Codebook,
    settings: Settings,
    progress: Progress,
) -> _Ground:
    blocks, lacking = blocks_to_read(settings.train, settings.nlp.lang)
    prepared = prepare_texts(whole.texts, settings.nlp, (), workspace, progress)
    sources = ColumnSources(workspace, codebook, blocks, settings.nlp, settings.train.encoder)
    groups = dict(zip(chosen.ids, group_numbers(chosen, chosen.ids).tolist(), strict=True))
    return _Ground(sources, whole, prepared, threads_of(whole), groups, settings, lacking)


def _encoder(sources: ColumnSources, options: TrainSettings) -> Transformer | None:
    """Return the encoder on torch that a run reads with, None without."""
    if not options.fine_tune and "embeddings" not in sources.blocks:
        return None
    found = choose_encoder(options.encoder)
    return found if isinstance(found, Transformer) else None


def prepare_problems(
    workspace: Workspace,
    whole: Corpus,
    chosen: Corpus,
    gold: Sequence[GoldCodes],
    codebook: Codebook,
    settings: Settings,
    progress: Progress = silent,
) -> Iterator[tuple[GoldCodes, Problem]]:
    """Yield what is to be learned on each dimension; arguments and errors as in `train_model`."""
    ground = _prepare(workspace, whole, chosen, codebook, settings, progress)
    for codes in gold:
        yield codes, _problem(ground, codes, chosen)


def _problem(ground: _Ground, codes: GoldCodes, chosen: Corpus) -> Problem:
    wanted = set(chosen.ids)
    ids = {identity for identity in codes.codes_of if identity in wanted}
    _refuse_too_little(codes, sorted(ids), chosen)
    used = {code for identity in ids for code in codes.codes_of[identity]}
    threads = [thread for thread in ground.threads if not ids.isdisjoint(thread)]
    columns = feature_columns(ground.sources, ground.whole, ground.prepared, threads)
    return make_problem(
        columns,
        threads,
        {identity: codes.codes_of[identity] for identity in sorted(ids)},
        dimension=codes.dimension,
        labels=codes.labels,
        classes=[code for code in codes.codes if code in used],
        groups=ground.groups,
        blocks=ground.sources.blocks,
        ordinal=codes.ordinal,
    )


def _learn(
    ground: _Ground, codes: GoldCodes, chosen: Corpus, progress: Progress
) -> tuple[GoldCodes, Problem, Validated]:
    """Cross-validate one dimension, and score the documents of the corpus without a code."""
    problem = _problem(ground, codes, chosen)
    validated = validate(problem, ground.settings, progress, ground.sources.workspace)
    coded = set(problem.documents)
    others = [thread for thread in ground.threads if coded.isdisjoint(thread)]
    rest = score_rest(
        problem,
        validated,
        others,
        lambda batch: own_feature_columns(ground.sources, ground.whole, ground.prepared, batch),
        progress,
    )
    return codes, problem, validated.with_rest(rest)


def _fit_all(
    learned: Sequence[tuple[GoldCodes, Problem, Validated]],
    settings: Settings,
    workspace: Keep,
    progress: Progress,
) -> tuple[tuple[DimensionModel, ...], dict[str, Any]]:
    """Fit stock parts to all coded documents; dimensions with the same ones share features."""
    features: dict[str, Any] = {}
    made: dict[tuple[str, ...], tuple[str, Any]] = {}
    parts = []
    for codes, problem, validated in learned:
        used = validated.settled.members
        members = {name: problem.members[name] for name in used if name != ENCODER}
        key = problem.coded
        if key not in made:
            named = f"features-{len(made) + 1}"
            read = _blocks_read(learned, key)
            rows = problem.counts.columns.iloc[problem.rows]
            fitted = make_features([b for b in problem.counter.names if b in read], rows)
            made[key] = (named, fitted.fit_transform(rows))
            features[named] = fitted
        named, table = made[key]
        classifiers = {
            name: fit_member(
                name,
                take_blocks(features[named], table, blocks),
                problem.gold,
                problem.labels,
                settings.seed,
            )
            for name, blocks in members.items()
        }
        encoder = None
        if validated.encoder is not None and ENCODER in used:
            encoder = fit_whole_encoder(
                problem, validated.encoder, settings.seed, workspace, progress
            )
        parts.append(
            DimensionModel(
                codes.dimension,
                problem.labels,
                problem.classes,
                validated.settled,
                named,
                members,
                classifiers,
                encoder,
            )
        )
    return tuple(parts), features


def _speaking(
    model: CodingModel,
    part: DimensionModel,
    learned: Sequence[tuple[GoldCodes, Problem, Validated]],
) -> list[dict[str, Any]]:
    """Return what speaks for each code of one dimension in its own training documents."""
    problem = next(one for _, one, _ in learned if one.dimension == part.dimension)
    rows = problem.counts.columns.iloc[problem.rows]
    table = csr_matrix(model.features[part.features].transform(rows))
    found = speaking_features(effective_weights(model, part), table, problem.gold, _SPEAKING)
    return [
        {
            "dimension": part.dimension,
            "code": part.classes[k],
            "kind": term.block,
            "what": term.what,
            "weight": round(term.weight, 4),
        }
        for k, term in found
    ]


def _blocks_read(
    learned: Sequence[tuple[GoldCodes, Problem, Validated]], coded: tuple[str, ...]
) -> set[str]:
    """Return the blocks that the settled classifiers of dimensions with these documents read."""
    return {
        block
        for _, problem, validated in learned
        if problem.coded == coded
        for name in validated.settled.members
        for block in problem.members.get(name, ())
    }


def _profile(ground: _Ground, held_out: Sequence[HeldOutCodes], seed: int) -> Profile:
    """Return the profile of all documents that some dimension was learned from."""
    coded = dict.fromkeys(identity for part in held_out for identity in part.said.documents)
    row_of = {identity: row for row, identity in enumerate(ground.whole.ids)}
    ids = sorted(coded)
    read = ground.prepared.take([row_of[identity] for identity in ids])
    vectors = text_vectors(ground.sources, read.clean)
    groups = np.array([ground.groups[identity] for identity in ids], dtype=np.int64)
    said = [part.said for part in held_out]
    return training_profile(make_batch(ids, read.layer("words"), groups, said, vectors), seed)


def _blind_marked(
    validated: Validated, codes: GoldCodes, codings: Sequence[Coding]
) -> HeldOutCodes:
    """Return held-out codes that know which documents were coded with a suggestion in view."""
    shown = suggested_documents(codings, None, codes.dimension, codes.coder)
    held = validated.held_out
    return replace(held, shown=frozenset(shown.intersection(held.said.documents)))


def _refuse_too_little(codes: GoldCodes, ids: Sequence[str], corpus: Corpus) -> None:
    if len(ids) < FEWEST:
        raise InputError(
            f"{len(ids)} of {len(corpus)} documents have a code on '{codes.dimension}' by "
            f"{codes.coder}; training needs {FEWEST} at the least.",
            hint="Code more documents (a hundred make a start), or name another --coder.",
        )
    used = sorted({code for identity in ids for code in codes.codes_of[identity]})
    if codes.labels == "single" and len(used) < 2:
        raise InputError(
            f"All {len(ids)} documents have the same code on '{codes.dimension}': '{used[0]}'.",
            hint="A classifier needs two codes or more to tell apart.",
        )
    if codes.labels == "multi" and not used:
        raise InputError(
            f"None of the {len(ids)} documents has a code on '{codes.dimension}'.",
            hint="A classifier needs documents with a code and without.",
        )
    if codes.labels == "single" and len(used) == len(ids):
        raise InputError(
            f"No code on '{codes.dimension}' has two documents: there is nothing to learn.",
            hint="Code more documents, or with fewer codes.",
        )
    if len(np.unique(group_numbers(corpus, ids))) < 2:
        raise InputError(
            f"The {len(ids)} documents coded on '{codes.dimension}' are all of one "
            f"{group_kind(corpus)}: none can be held out to score a model.",
            hint="Code documents of another one too; or import the corpus without that column "
            "(such as --thread-id -).",
        )
    _refuse_codes_in_one_group(codes, used, ids, corpus)


def _refuse_codes_in_one_group(
    codes: GoldCodes, used: Sequence[str], ids: Sequence[str], corpus: Corpus
) -> None:
    """Refuse codes that cannot be told apart where their group is held out.

    A code that stands in one group is never learned when that group is held out. A score says
    something of a classifier only when two codes or more (one, where several apply) can be.
    """
    gold = np.array([[code in codes.codes_of[one] for code in used] for one in ids])
    alone = [used[place] for place in in_one(gold, group_numbers(corpus, ids))]
    if len(used) - len(alone) >= (2 if codes.labels == "single" else 1):
        return
    kind = group_kind(corpus)
    named = ", ".join(f"'{code}'" for code in alone)
    stand = f"{named} stand in one {kind} each" if alone[1:] else f"{named} stands in one {kind}"
    raise InputError(
        f"On '{codes.dimension}' {stand}. With whole {kind}s held out, no fold has "
        f"{'both' if len(used) == 2 else 'all codes'} to learn from: a held-out score would say "
        "nothing about the classifier.",
        hint=f"Code documents of more {kind}s, until each code stands in two or more.",
    )
