"""Gather what a workspace knows of one classifier: scores, shares, a benchmark, its codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from textmine import __version__
from textmine.benchmark import BenchmarkRequest, BenchmarkResult, run_benchmark
from textmine.benchmark.systems import LoadModel
from textmine.checking.made_from import Moved, changed_inputs
from textmine.classify import CodingModel, load_model
from textmine.classify.prevalence import (
    Prevalence,
    PrevalenceRequest,
    estimate_prevalence,
    estimate_recorded,
    recorded_machine,
)
from textmine.classify.scoring.score_table import read_scores, read_speaking
from textmine.classify.trained.reliability import Trust
from textmine.coding import Codings, by_coders, by_machines, by_people, coder_names, open_codings
from textmine.coding.suggested import LLM, model_coder
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.report.training import model_trust
from textmine.store import Manifest, Workspace


@dataclass(frozen=True)
class Machine:
    """A classifier and what is known of it: scores, prevalence, a benchmark.

    `model` loads it when it is first asked for, and once.
    `own` says that it was trained on this corpus. Of another corpus' model `counts` says how many
    documents it gave each code, by dimension, of those that it coded. `untold` says why there are
    no shares; `changed` is what the model was made from and is another now.
    """

    manifest: Manifest
    model: Callable[[], CodingModel]
    own: bool
    scores: tuple[dict[str, Any], ...]
    speaking: tuple[dict[str, Any], ...]
    trust: dict[str, Trust]
    prevalence: tuple[Prevalence, ...] = ()
    benchmark: tuple[BenchmarkResult, ...] = ()
    counts: dict[str, dict[str, int]] | None = None
    n_coded: int = 0
    untold: str = ""
    changed: tuple[Moved, ...] = ()

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.manifest.name

    @property
    def in_names(self) -> str:
        """Its name as part of the name of a file."""
        return self.name.replace(":", "-")

    @property
    def recorded(self) -> bool:
        """Whether nothing is known of it but the codes that it recorded."""
        return self.manifest.kind == "llm"


def machine_of(
    workspace: Workspace,
    corpus: Corpus,
    manifest: Manifest,
    standings: Sequence[Codings],
    coder: str | None,
) -> Machine:
    """Return what is known of a classifier on a corpus, coded as `standings` say."""
    folder = workspace.folder("models", manifest.name)
    own = manifest.details["corpus"] == corpus.name
    mine = [
        standing for standing in standings if standing.codebook.name == manifest.details["codebook"]
    ]
    stands = next(iter(mine or standings), None)
    counts, n_coded = None, 0
    if not own:
        counts, n_coded = _recorded(workspace, corpus, model_coder(manifest.name))
    model = cache(partial(load_model, workspace, manifest.name))
    shares, untold = _prevalence(workspace, corpus, model, stands, coder)
    return Machine(
        manifest,
        model,
        own,
        tuple(read_scores(folder)),
        tuple(read_speaking(folder)),
        model_trust(workspace, manifest),
        shares,
        _benchmark(workspace, corpus, manifest.name, lambda _, name: model(), stands),
        counts,
        n_coded,
        untold,
        changed_inputs(workspace, manifest),
    )


def recorded_machines(
    workspace: Workspace, corpus: Corpus, standings: Sequence[Codings], coder: str | None
) -> list[Machine]:
    """Return what is known of each language model that recorded codes of a corpus."""
    machines = []
    for stands in standings:
        names = {machine.coder for machine in by_machines(stands) if machine.coder.startswith(LLM)}
        machines += [
            _recorded_machine(workspace, corpus, stands, name, coder) for name in sorted(names)
        ]
    return machines


def _recorded_machine(
    workspace: Workspace, corpus: Corpus, stands: Codings, name: str, coder: str | None
) -> Machine:
    book = stands.codebook
    known = recorded_machine(workspace, name, corpus.name, stands, book)
    parts = [
        {"dimension": dimension, "classes": book.dimension(dimension).code_ids, "n": 0, "coder": ""}
        for dimension in known.dimensions
    ]
    manifest = Manifest(
        kind="llm",
        name=name,
        textmine=__version__,
        synthetic=corpus.info.synthetic,
        seed=workspace.settings.seed,
        settings={},
        inputs={},
        details={"codebook": book.name, "dimensions": parts},
    )
    counts, n_coded = _recorded(workspace, corpus, name)

    def estimate(request: PrevalenceRequest) -> list[Prevalence]:
        return estimate_recorded(workspace, known, corpus, stands, request)

    shares, untold = _shares(corpus, stands, coder, estimate)
    beside = _benchmark(workspace, corpus, name, load_model, stands)
    none: dict[str, Trust] = {}
    return Machine(
        manifest,
        partial(load_model, workspace, name),
        False,
        (),
        (),
        none,
        shares,
        beside,
        counts,
        n_coded,
        untold,
    )


def _recorded(
    workspace: Workspace, corpus: Corpus, coder: str
) -> tuple[dict[str, dict[str, int]], int]:
    """Count the codes that a machine recorded for a corpus: dimension -> code -> documents."""
    here = set(corpus.ids)
    counts: dict[str, dict[str, int]] = {}
    documents = set()
    for by_machine in by_machines(open_codings(workspace).current(corpus.name)):
        if by_machine.coder == coder and by_machine.document in here:
            of = counts.setdefault(by_machine.dimension, {})
            if by_machine.code is not None:
                of[by_machine.code] = of.get(by_machine.code, 0) + 1
            documents.add(by_machine.document)
    return counts, len(documents)


def _census(corpus: Corpus, stands: Codings) -> bool:
    """Return whether people coded every document on every dimension that they used."""
    coded: dict[str, set[str]] = {}
    for by_person in by_people(stands):
        coded.setdefault(by_person.dimension, set()).add(by_person.document)
    return all(documents.issuperset(corpus.ids) for documents in coded.values())


def _prevalence(
    workspace: Workspace,
    corpus: Corpus,
    model: Callable[[], CodingModel],
    stands: Codings | None,
    coder: str | None,
) -> tuple[tuple[Prevalence, ...], str]:
    """Estimate shares with a model; return why not, where that cannot be."""

    def estimate(request: PrevalenceRequest) -> list[Prevalence]:
        return estimate_prevalence(workspace, model(), corpus, stands or (), request)

    return _shares(corpus, stands, coder, estimate)


def _shares(
    corpus: Corpus,
    stands: Codings | None,
    coder: str | None,
    estimate: Callable[[PrevalenceRequest], list[Prevalence]],
) -> tuple[tuple[Prevalence, ...], str]:
    """Return estimated shares, or why not; nothing where people coded all."""
    if stands is None or corpus.where or _census(corpus, stands):
        return (), ""
    try:
        estimates = estimate(PrevalenceRequest(coder=coder))
    except InputError as error:
        return (), error.message
    if all(prevalence.sampling == "census" for prevalence in estimates):
        return (), ""
    return tuple(estimates), ""


def _benchmark(
    workspace: Workspace, corpus: Corpus, system: str, load: LoadModel, stands: Codings | None
) -> tuple[BenchmarkResult, ...]:
    """Hold a machine against the coders, where there are two of them."""
    if stands is None or len(coder_names(by_coders(stands))) < 2:
        return ()
    request = BenchmarkRequest(
        corpus.name, (system,), codebook=stands.codebook.name, where=corpus.where
    )
    try:
        return tuple(run_benchmark(workspace, request, load=load))
    except InputError:  # nothing in common, or nothing that the model had not seen
        return ()
