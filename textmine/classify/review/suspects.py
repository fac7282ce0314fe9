"""Hand codes that are likely mistakes, by what models said that had not seen the document.

Nothing is changed: a suspect is a document to read again. On a dimension with several codes a
document, each code's yes and no is looked at on its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.trained.held_out import held_out_codes, training_corpus, training_groups
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.seen import repeated_texts
from textmine.errors import InputError, did_you_mean
from textmine.stats.intervals import Interval
from textmine.stats.systems.confident_learning import LabelErrors, find_label_errors
from textmine.store import Workspace

SEED = 42


@dataclass(frozen=True)
class Suspect:
    """One hand code to read again, and the code that is most probable to the machine.

    `margin`, -1 to 0, is the coder's probability less the machine's: the lowest is most suspect.

    Where a document takes several codes, `by_coder` and `by_machine` say yes or no to one of them.
    """

    document: str
    dimension: str
    by_coder: str
    by_machine: str
    coder_probability: float
    machine_probability: float
    margin: float


@dataclass(frozen=True)
class WrongCodes:
    """The estimated number of wrong hand codes among `n`, its interval, and the suspects.

    `code` is "" where a document takes one code; else the code that got a wrong yes or no.
    """

    code: str
    n: int
    n_wrong: float
    interval: Interval
    n_suspect: int


@dataclass(frozen=True)
class DimensionSuspects:
    """Suspects of a dimension, the most suspect first, and about how many hand codes are wrong.

    `agreeing` is the share of the `n` documents, 0 to 1, that coder and machine give just the same
    codes. `parts` has one estimate where a document takes one code, and else one a code. The
    machine can hardly doubt `repeated` documents, whose text stands in another group too, and
    `shown` ones, which were coded with a model's suggestion in view.
    """

    dimension: str
    n: int
    agreeing: float
    parts: tuple[WrongCodes, ...]
    suspects: tuple[Suspect, ...]
    repeated: int = 0
    shown: int = 0


@dataclass(frozen=True)
class ModelSuspects:
    """Suspects of each dimension of a model, and who coded it.

    `texts` are those of the training corpus by document, None where it is gone; `groups` says what
    its groups are.
    """

    model: str
    groups: str
    coders: Mapping[str, str]
    dimensions: tuple[DimensionSuspects, ...]
    texts: Mapping[str, str] | None


def suspects_of_model(
    workspace: Workspace,
    model: CodingModel,
    dimension: str | None = None,
    *,
    n_resamples: int = 500,
    seed: int = SEED,
) -> ModelSuspects:
    """Look through the hand codes that a model learned, on each dimension or only on one.

    Raises InputError for a dimension that it does not have.
    """
    known = [part.dimension for part in model.dimensions]
    if dimension is not None and dimension not in known:
        raise InputError(
            f"'{model.name}' has no dimension '{dimension}'.", hint=did_you_mean(dimension, known)
        )
    corpus, groups = training_corpus(workspace, model), training_groups(workspace, model)
    details = model.manifest.details
    parts = tuple(
        replace(
            find_suspects(held, groups, n_resamples=n_resamples, seed=seed),
            repeated=len(repeated_texts(model, corpus, held.said.documents)) if corpus else 0,
            shown=len(held.shown),
        )
        for held in held_out_codes(workspace, model)
        if dimension in (None, held.said.dimension)
    )
    return ModelSuspects(
        model=model.name,
        groups=str(details["groups"]),
        coders={part["dimension"]: part.get("coder", "") for part in details["dimensions"]},
        dimensions=parts,
        texts=dict(zip(corpus.ids, corpus.texts, strict=True)) if corpus else None,
    )


def find_suspects(
    held: HeldOutCodes,
    groups: Mapping[str, int] | None = None,
    *,
    n_resamples: int = 500,
    seed: int = SEED,
) -> DimensionSuspects:
    """Look through the hand codes of one dimension.

    `groups` has the group of each document; intervals then resample whole groups. Source: see
    `stats.confident_learning`; for several codes a document, one code at a time, as in Thyagarajan,
    Snorrason, Northcutt and Mueller (2023), Identifying incorrect annotations in multi-label data.
    """
    clusters = _clusters(held, groups)
    machine_codes = held.said
    agreeing = float((machine_codes.given == held.gold).all(axis=1).mean())
    parts: list[WrongCodes] = []
    suspects: list[Suspect] = []
    if machine_codes.labels == "single":
        labels = held.gold.argmax(axis=1)
        errors = find_label_errors(
            machine_codes.probabilities,
            labels,
            clusters=clusters,
            n_resamples=n_resamples,
            seed=seed,
        )
        parts.append(_wrong("", errors, len(machine_codes)))
        suspects += _suspects(
            held, errors, labels, machine_codes.probabilities, machine_codes.classes
        )
    else:
        for index, code in enumerate(machine_codes.classes):
            yes = machine_codes.probabilities[:, index]
            both = np.column_stack([1 - yes, yes])
            labels = held.gold[:, index].astype(np.int64)
            errors = find_label_errors(
                both, labels, clusters=clusters, n_resamples=n_resamples, seed=seed
            )
            parts.append(_wrong(code, errors, len(machine_codes)))
            suspects += _suspects(held, errors, labels, both, (f"{code}: no", f"{code}: yes"))
    suspects.sort(key=lambda suspect: (suspect.margin, suspect.document, suspect.by_coder))
    return DimensionSuspects(
        machine_codes.dimension, len(machine_codes), agreeing, tuple(parts), tuple(suspects)
    )


def _suspects(
    held: HeldOutCodes,
    errors: LabelErrors,
    labels: Ints,
    p: Floats,
    names: tuple[str, ...],
) -> list[Suspect]:
    return [
        Suspect(
            document=held.said.documents[row],
            dimension=held.said.dimension,
            by_coder=names[labels[row]],
            by_machine=names[errors.likely[row]],
            coder_probability=float(p[row, labels[row]]),
            machine_probability=float(p[row, errors.likely[row]]),
            margin=float(errors.margin[row]),
        )
        for row in errors.order.tolist()
    ]


def _wrong(code: str, errors: LabelErrors, n: int) -> WrongCodes:
    return WrongCodes(code, n, errors.n_wrong, errors.interval, len(errors.order))


def _clusters(held: HeldOutCodes, groups: Mapping[str, int] | None) -> Ints | None:
    documents = held.said.documents
    if groups is None or not all(name in groups for name in documents):
        return None
    return np.array([groups[name] for name in documents], dtype=np.int64)
