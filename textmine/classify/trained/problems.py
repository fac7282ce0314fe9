"""What is to be learned on each dimension, and why too little is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from textmine.classify.features.columns import threads_of
from textmine.classify.features.feature_columns import ColumnSources, feature_columns
from textmine.classify.features.meaning import blocks_to_read
from textmine.classify.learning.problem import Problem, in_one, make_problem
from textmine.classify.scoring.scoring import GoldCodes
from textmine.codebook import Codebook
from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.nlp import Prepared, prepare_texts
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

FEWEST = 10


@dataclass(frozen=True)
class Shared:
    """What all dimensions of a run share."""

    sources: ColumnSources
    whole: Corpus
    prepared: Prepared
    threads: list[list[str]]
    groups: dict[str, int]
    settings: Settings
    lacking: str


def prepare(
    workspace: Keep,
    whole: Corpus,
    chosen: Corpus,
    codebook: Codebook,
    settings: Settings,
    progress: Progress,
) -> Shared:
    """Read the texts of the whole corpus, as all dimensions of a run need them."""
    blocks, lacking = blocks_to_read(settings.train, settings.nlp.lang)
    prepared = prepare_texts(whole.texts, settings.nlp, (), workspace, progress)
    sources = ColumnSources(workspace, codebook, blocks, settings.nlp, settings.train.encoder)
    groups = dict(zip(chosen.ids, group_numbers(chosen, chosen.ids).tolist(), strict=True))
    return Shared(sources, whole, prepared, threads_of(whole), groups, settings, lacking)


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
    shared = prepare(workspace, whole, chosen, codebook, settings, progress)
    for codes in gold:
        yield codes, problem_of(shared, codes, chosen)


def problem_of(shared: Shared, codes: GoldCodes, chosen: Corpus) -> Problem:
    """Return what is to be learned on one dimension; raise InputError where it is too little."""
    wanted = set(chosen.ids)
    ids = {identity for identity in codes.codes_of if identity in wanted}
    _refuse_too_little(codes, sorted(ids), chosen)
    used = {code for identity in ids for code in codes.codes_of[identity]}
    threads = [thread for thread in shared.threads if not ids.isdisjoint(thread)]
    columns = feature_columns(shared.sources, shared.whole, shared.prepared, threads)
    return make_problem(
        columns,
        threads,
        {identity: codes.codes_of[identity] for identity in sorted(ids)},
        dimension=codes.dimension,
        labels=codes.labels,
        classes=[code for code in codes.codes if code in used],
        groups=shared.groups,
        blocks=shared.sources.blocks,
        ordinal=codes.ordinal,
    )


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
    gold = np.array([[code in codes.codes_of[identity] for code in used] for identity in ids])
    alone = [used[index] for index in in_one(gold, group_numbers(corpus, ids))]
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
