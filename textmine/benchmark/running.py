"""Hold systems against coders on one corpus: every figure on the same items."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textmine.benchmark.comparing import How, compare_on_items
from textmine.benchmark.items import items_of
from textmine.benchmark.results import BenchmarkResult
from textmine.benchmark.systems import LoadModel, System, find_system
from textmine.choices import ComparisonMetric
from textmine.classify import load_model
from textmine.codebook import Codebook
from textmine.coding import FinalCodes, current_codings, final_codes
from textmine.coding.sampling.draws import open_draws
from textmine.coding.shown import picked_sentences
from textmine.coding.statements import by_coders, coder_names, settled
from textmine.coding.suggested import machine_coder
from textmine.config import Progress, silent
from textmine.corpus import Corpus, group_kind, group_numbers, load_corpus, select_documents
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class BenchmarkRequest:
    """What is to be compared; `copies` says who the coders are, a key of `EPSILONS`.

    Without a `metric` it is kappa, with quadratic weights where the codes have an order.
    """

    corpus: str
    systems: tuple[str, ...]
    coders: tuple[str, ...] = ()
    reference: str | None = None
    codebook: str | None = None
    dimensions: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    metric: ComparisonMetric | None = None
    copies: str = "skilled"
    by_unit: bool = False
    n_resamples: int = 1000
    seed: int | None = None


def run_benchmark(
    workspace: Workspace,
    request: BenchmarkRequest,
    progress: Progress = silent,
    load: LoadModel = load_model,
) -> list[BenchmarkResult]:
    """Benchmark the systems on every dimension that they and the coders coded.

    `load` returns a model by its name, for those who have it at hand.
    Raises InputError when there is no human coder, no such system, or nothing in common.
    """
    whole = load_corpus(workspace, request.corpus)
    corpus = select_documents(whole, request.where)
    current = current_codings(workspace, corpus, request.codebook).coded()
    book, codings = current.codebook, current
    if request.seed is None:
        request = replace(request, seed=workspace.settings.seed)

    def find(spec: str, wanted: Sequence[str]) -> System:
        return find_system(spec, workspace, whole, book, codings, wanted, progress, load)

    draws = open_draws(workspace).all(corpus.name)
    picked = [
        sentence
        for spec in request.systems
        for sentence in picked_sentences(draws, codings, machine_coder(spec))
    ]
    remarks = (*current.remarks, *picked)
    return compare_systems(corpus, book, codings, find, request, progress, remarks)


def compare_systems(
    corpus: Corpus,
    book: Codebook,
    codings: Sequence[Coding],
    find: Callable[[str, Sequence[str]], System],
    request: BenchmarkRequest,
    progress: Progress = silent,
    remarks: Sequence[str] = (),
) -> list[BenchmarkResult]:
    """Benchmark systems on the documents of `corpus`, with codings that are at hand.

    `find` returns a system by its name in the request; it is told which documents coders coded.
    """
    named = [spec.partition("=")[0] for spec in request.systems]
    _refuse_names(named, codings, request.systems)
    coders, reference = _coders(codings, request, named), _reference(codings, request)
    coded = {c.document for c in codings if c.coder in coders}
    wanted = [identity for identity in corpus.ids if identity in coded]
    systems = [find(spec, wanted) for spec in request.systems]
    numbers = group_numbers(corpus, corpus.ids)
    clusters = dict(zip(corpus.ids, map(int, numbers), strict=True))
    item_sets = items_of(book, codings, coders, reference, systems, clusters)
    if request.dimensions:
        item_sets = [
            items for items in item_sets if items.question.partition(" = ")[0] in request.dimensions
        ]
    if not item_sets:
        raise InputError(
            f"{', '.join(s.name for s in systems)} and {', '.join(coders)} have no dimension of "
            f"codebook '{book.name}' in common.",
            hint="Name a --dimension that both coded, or systems for this codebook.",
        )
    how = How(
        metric=request.metric,
        copies=request.copies,
        groups="unit" if request.by_unit else group_kind(corpus),
        n_resamples=request.n_resamples,
        seed=42 if request.seed is None else request.seed,
    )
    own_remarks = (
        *remarks,
        *(reference.remarks() if reference else ()),
        *(remark for system in systems for remark in system.remarks),
    )
    results = []
    for done, items in enumerate(item_sets):
        progress("comparing", done, len(item_sets))
        result = compare_on_items(request.corpus, items, how)
        results.append(replace(result, remarks=(*own_remarks, *result.remarks)))
    progress("comparing", len(item_sets), len(item_sets))
    return results


def _refuse_names(named: Sequence[str], codings: Sequence[Coding], specs: Sequence[str]) -> None:
    """Refuse systems that cannot be told apart, from each other or from those they are held to."""
    settlers, known = coder_names(settled(codings)), coder_names(codings)
    for name, spec in zip(named, specs, strict=True):
        if named.count(name) > 1:
            raise InputError(
                f"Two systems are called '{name}'.", hint="Give each its own: NAME=FILE.csv."
            )
        if name in settlers:
            raise InputError(
                f"'{name}' are adjudicated codes, made from those of the coders: comparing them "
                "with the coders says nothing.",
                hint="Name a model, a file or a coder.",
            )
        if "=" in spec and name in known:
            raise InputError(
                f"'{name}' is a coder of this corpus.", hint="Give the file another name."
            )


def _coders(
    codings: Sequence[Coding], request: BenchmarkRequest, systems: Sequence[str]
) -> list[str]:
    human = coder_names(by_coders(codings))
    for coder in request.coders:
        if coder not in human:
            raise InputError(f"There is no human coder '{coder}'.", hint=did_you_mean(coder, human))
    chosen = list(request.coders) or [name for name in human if name not in systems]
    if not chosen:
        raise InputError(
            f"'{request.corpus}' has no codes by people.",
            hint="Import them with 'textmine coding import'.",
        )
    return chosen


def _reference(codings: Sequence[Coding], request: BenchmarkRequest) -> FinalCodes | None:
    """Return the codes that precision and recall refer to, None for the coders' majority."""
    if request.reference is None and not settled(codings):
        return None
    return final_codes(codings, request.reference)
