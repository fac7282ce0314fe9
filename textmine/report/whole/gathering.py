"""Gather what a workspace knows of the corpora of a report; nothing is fitted or trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmine.benchmark import BenchmarkRequest, BenchmarkResult, run_benchmark
from textmine.checking import CorpusCheck, check_corpus
from textmine.classify import load_model
from textmine.classify.prevalence import Prevalence, PrevalenceRequest, estimate_prevalence
from textmine.classify.scoring.score_table import read_scores, read_speaking
from textmine.classify.trained.trust import Trust
from textmine.coding import Codings, DimensionAgreement, open_codings
from textmine.coding.sampling.frames import n_beyond_draws
from textmine.coding.statements import by_coders, by_machines, by_people, coder_names
from textmine.coding.suggested import model_coder
from textmine.config import Progress
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError
from textmine.reading.code_table import CodesRequest
from textmine.reading.codes_by_group import CodesCompared, compare_codes
from textmine.reading.counting.sides import group_levels
from textmine.reading.counting.tabulation import Tabulation
from textmine.report.by_people import (
    Tabulations,
    agreement_of,
    by_chosen,
    standings_of,
    tabulations_of,
)
from textmine.report.trust import model_trust
from textmine.report.whole.settings import ReportSettings
from textmine.report.whole.shares import DimensionShares, corrected_shares, counted_shares
from textmine.schema import GROUP
from textmine.store import Manifest, Workspace, read_manifest
from textmine.store.manifest import MANIFEST, open_manifest
from textmine.topics import Placed, TopicsView, place_corpus, view_placed
from textmine.topics.groups.shares import SharesBy, shares_by

_MOST_GROUPS = 12


@dataclass(frozen=True)
class CodedBook:
    """What people coded with one codebook.

    `standing` are everybody's codings, `chosen` those that are counted (one coder's, or the final
    ones). `told` are sentences on what coders saw of each other and of machines.
    """

    standing: Codings
    chosen: Codings
    tabulations: Tabulations
    agreement: tuple[DimensionAgreement, ...]
    told: tuple[str, ...]
    shares: tuple[DimensionShares, ...]
    unit: str
    absent: str = ""

    @property
    def coders(self) -> list[str]:
        """The people who coded, without those who only settled."""
        return coder_names(by_coders(self.standing))

    def crossed(self) -> Tabulation | None:
        """Return the table of two dimensions, where the codebook crosses two."""
        first = next(iter(self.tabulations.tables), None)
        return first if first is not None and first.columns is not None else None


@dataclass(frozen=True)
class ThemesFound:
    """The themes of a corpus, and how they differ by columns."""

    placed: Placed
    view: TopicsView
    by: tuple[SharesBy, ...]


@dataclass(frozen=True)
class Machine:
    """A classifier and what is known of it: scores, prevalence, a benchmark.

    `own` says that it was trained on this corpus. Of another corpus' model `counts` says how many
    documents it gave each code, by dimension, of those that it coded. `untold` says why there are
    no shares.
    """

    manifest: Manifest
    own: bool
    scores: tuple[dict[str, Any], ...]
    speaking: tuple[dict[str, Any], ...]
    trust: dict[str, Trust]
    prevalence: tuple[Prevalence, ...] = ()
    benchmark: tuple[BenchmarkResult, ...] = ()
    counts: dict[str, dict[str, int]] | None = None
    n_coded: int = 0
    untold: str = ""

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.manifest.name


@dataclass(frozen=True)
class Gathered:
    """All that a report says of one corpus."""

    corpus: Corpus
    check: CorpusCheck | None
    books: tuple[CodedBook, ...]
    themes: tuple[ThemesFound, ...]
    machines: tuple[Machine, ...]
    compared: tuple[CodesCompared, ...]

    @property
    def synthetic(self) -> bool:
        """Whether its texts, or what a model learned from, were invented."""
        return self.corpus.info.synthetic or any(one.manifest.synthetic for one in self.machines)


def gather(
    workspace: Workspace, corpus: Corpus, settings: ReportSettings, progress: Progress
) -> Gathered:
    """Return what a workspace knows of a corpus, as far as the settings want it.

    Raises InputError for a coder, a codebook or a column that is not there, NotFoundError for a
    model.
    """
    wanted = set(settings.parts)
    progress("reading codes", 0, 5)
    standings = _standings(workspace, corpus, settings)
    manifests = _manifests(workspace, corpus, settings.models)
    progress("models", 1, 5)
    machines = [
        _machine(workspace, corpus, manifest, standings, settings)
        for manifest in manifests
        if manifest.kind == "classifier"
    ]
    books = tuple(
        _book(workspace, corpus, stands, settings.coder, machines) for stands in standings
    )
    progress("themes", 2, 5)
    columns = _columns(corpus, books, settings)
    themes = [
        _themes(workspace, corpus, manifest, columns)
        for manifest in manifests
        if manifest.kind == "topics"
    ]
    progress("groups", 3, 5)
    compared = _compared(workspace, corpus, books, columns, settings)
    progress("checks", 4, 5)
    check = check_corpus(workspace, corpus) if "appendix" in wanted else None
    progress("checks", 5, 5)
    return Gathered(corpus, check, books, tuple(themes), tuple(machines), compared)


def _standings(workspace: Workspace, corpus: Corpus, settings: ReportSettings) -> list[Codings]:
    if not settings.codebooks:
        return standings_of(workspace, corpus, None, settings.coder)
    used = {one.codebook.name for one in standings_of(workspace, corpus, None, None)}
    return [
        stands
        for name in settings.codebooks
        if name in used or len(settings.codebooks) == 1
        for stands in standings_of(workspace, corpus, name, settings.coder)
    ]


def _book(
    workspace: Workspace,
    corpus: Corpus,
    stands: Codings,
    coder: str | None,
    machines: Sequence[Machine],
) -> CodedBook:
    chosen, absent = by_chosen(corpus, stands, coder)
    book = stands.codebook
    unit = "passage" if corpus.info.cut_files and book.unit == "document" else book.unit
    if absent:
        return CodedBook(stands, stands, Tabulations((), ()), (), (), (), unit, absent)
    found = tabulations_of(chosen, n_beyond_draws(workspace, corpus))
    agreement, told = agreement_of(corpus, stands)
    mine = [m for m in machines if m.manifest.details["codebook"] == book.name]
    estimated = [result for machine in mine for result in machine.prevalence]
    shares = tuple(
        corrected_shares(counted_shares(table, book, unit), estimated) for table in found.single
    )
    return CodedBook(stands, chosen, found, tuple(agreement), tuple(told), shares, unit)


def _themes(
    workspace: Workspace, corpus: Corpus, manifest: Manifest, columns: Sequence[str]
) -> ThemesFound:
    own = manifest.details["corpus"] == corpus.name
    fitted_on = select_documents(corpus, manifest.settings["where"] if own else [])
    placed = place_corpus(workspace, manifest.name, fitted_on, workspace.settings)
    by = []
    for column in columns:
        try:
            by.append(shares_by(placed, column))
        except InputError:  # all that have a group may be in no topic, or there is one theme
            continue
    return ThemesFound(placed, view_placed(placed), tuple(by))


def _machine(
    workspace: Workspace,
    corpus: Corpus,
    manifest: Manifest,
    standings: Sequence[Codings],
    settings: ReportSettings,
) -> Machine:
    folder = workspace.folder("models", manifest.name)
    own = manifest.details["corpus"] == corpus.name
    mine = [one for one in standings if one.codebook.name == manifest.details["codebook"]]
    stands = next(iter(mine or standings), None)
    counts, n_coded = None, 0
    if not own:
        counts, n_coded = _recorded(workspace, corpus, manifest.name)
    shares, untold = _prevalence(workspace, corpus, manifest.name, stands, settings.coder)
    return Machine(
        manifest,
        own,
        tuple(read_scores(folder)),
        tuple(read_speaking(folder)),
        model_trust(workspace, manifest),
        shares,
        _benchmark(workspace, corpus, manifest, stands),
        counts,
        n_coded,
        untold,
    )


def _recorded(
    workspace: Workspace, corpus: Corpus, model: str
) -> tuple[dict[str, dict[str, int]], int]:
    """Count the codes that a model recorded for a corpus: dimension -> code -> documents."""
    here = set(corpus.ids)
    counts: dict[str, dict[str, int]] = {}
    documents = set()
    for one in by_machines(open_codings(workspace).current(corpus.name)):
        if one.coder == model_coder(model) and one.document in here:
            of = counts.setdefault(one.dimension, {})
            if one.code is not None:
                of[one.code] = of.get(one.code, 0) + 1
            documents.add(one.document)
    return counts, len(documents)


def _census(corpus: Corpus, stands: Codings) -> bool:
    """Return whether people coded every document on every dimension that they used."""
    coded: dict[str, set[str]] = {}
    for one in by_people(stands):
        coded.setdefault(one.dimension, set()).add(one.document)
    return all(documents.issuperset(corpus.ids) for documents in coded.values())


def _prevalence(
    workspace: Workspace, corpus: Corpus, name: str, stands: Codings | None, coder: str | None
) -> tuple[tuple[Prevalence, ...], str]:
    """Estimate shares with a model; return why not, where that cannot be."""
    if stands is None or corpus.where or _census(corpus, stands):
        return (), ""
    model = load_model(workspace, name)
    try:
        found = estimate_prevalence(
            workspace, model, corpus, stands, PrevalenceRequest(coder=coder)
        )
    except InputError as error:
        return (), error.message
    if all(one.sampling == "census" for one in found):
        return (), ""
    return tuple(found), ""


def _benchmark(
    workspace: Workspace, corpus: Corpus, manifest: Manifest, stands: Codings | None
) -> tuple[BenchmarkResult, ...]:
    """Hold a model against the coders, where there are two of them."""
    if stands is None or len(coder_names(by_coders(stands))) < 2:
        return ()
    request = BenchmarkRequest(
        corpus.name, (manifest.name,), codebook=stands.codebook.name, where=corpus.where
    )
    try:
        return tuple(run_benchmark(workspace, request))
    except InputError:  # nothing in common, or nothing that the model had not seen
        return ()


def _columns(
    corpus: Corpus, books: Sequence[CodedBook], settings: ReportSettings
) -> tuple[str, ...]:
    """Return the columns that groups are made by: those named, else group and attributes."""
    if settings.groups is not None:
        return settings.groups
    known = [GROUP, *(one.id for book in books for one in book.standing.codebook.attributes)]
    return tuple(
        name for name in dict.fromkeys(known) if 2 <= _n_levels(corpus, books, name) <= _MOST_GROUPS
    )


def _n_levels(corpus: Corpus, books: Sequence[CodedBook], column: str) -> int:
    if column == GROUP:
        return len({*corpus.column(GROUP)} - {""})
    for book in books:
        try:
            return len({*group_levels(corpus, book.standing.codebook, column)} - {""})
        except InputError:
            continue
    return 0


def _compared(
    workspace: Workspace,
    corpus: Corpus,
    books: Sequence[CodedBook],
    columns: Sequence[str],
    settings: ReportSettings,
) -> tuple[CodesCompared, ...]:
    found = []
    for column in columns:
        for book in books:
            request = CodesRequest(settings.coder, codebook=book.standing.codebook.name)
            try:
                found.append(
                    compare_codes(workspace, corpus, column, request, seed=workspace.settings.seed)
                )
            except InputError:
                if settings.groups is not None and len(books) == 1 and book.shares:
                    raise
    return tuple(found)


def _manifests(
    workspace: Workspace, corpus: Corpus, models: Sequence[str] | None
) -> list[Manifest]:
    """Return the models that are named, else those made from a corpus or that coded it."""
    names = workspace.names("models", MANIFEST) if models is None else list(models)
    folders = {name: workspace.existing("models", name, MANIFEST) for name in names}
    if models is None:
        machines = by_machines(open_codings(workspace).current(corpus.name))
        coders = {one.coder for one in machines}
        folders = {
            name: folder
            for name, folder in folders.items()
            if read_manifest(folder).details.get("corpus") == corpus.name
            or model_coder(name) in coders
        }
    found = [
        open_manifest(folder).model_copy(update={"name": name}) for name, folder in folders.items()
    ]
    return sorted(found, key=lambda manifest: manifest.kind)


def loaded(workspace: Workspace, names: Sequence[str]) -> list[Corpus]:
    """Load the corpora of a report, each once."""
    return [load_corpus(workspace, name) for name in dict.fromkeys(names)]
