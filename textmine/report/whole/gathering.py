"""Gather what a workspace knows of the corpora of a report; nothing is fitted or trained."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from textmine.checking import CorpusCheck
from textmine.checking.apart import checked_apart
from textmine.checking.made_from import Moved, changed_inputs
from textmine.coding import Codings, DimensionAgreement, open_codings
from textmine.coding.sampling.draws import n_beyond_draws
from textmine.coding.statements import by_coders, by_machines, coder_names
from textmine.coding.suggested import LLM, model_coder
from textmine.config import Progress
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError
from textmine.reading.code_table import CodesRequest
from textmine.reading.codes_by_group import CodesCompared, compare_codes
from textmine.reading.counting.sides import group_levels
from textmine.reading.counting.tabulation import Tabulation
from textmine.report import by_people
from textmine.report.whole.machines import Machine, machine_of, recorded_machines
from textmine.report.whole.settings import ReportSettings
from textmine.report.whole.shares import DimensionShares, corrected_shares, counted_shares
from textmine.schema import GROUP
from textmine.store import MANIFEST, Manifest, Workspace, open_manifest, read_manifest
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
    tabulations: by_people.Tabulations
    agreement: tuple[DimensionAgreement, ...]
    told: tuple[str, ...]
    shares: tuple[DimensionShares, ...]
    unit: str
    absent: str = ""

    @property
    def coders(self) -> list[str]:
        """The people who coded, without those who only settled."""
        return coder_names(by_coders(self.standing))

    @property
    def dimension_names(self) -> dict[str, str]:
        """What the dimensions are called, by their ids."""
        dimensions = self.standing.codebook.dimensions
        return {dimension.id: dimension.name or dimension.id for dimension in dimensions}

    def crossed(self) -> Tabulation | None:
        """Return the table of two dimensions, where the codebook crosses two."""
        first = next(iter(self.tabulations.tables), None)
        return first if first is not None and first.columns is not None else None


@dataclass(frozen=True)
class ThemesFound:
    """The themes of a corpus, and how they differ by columns.

    `changed` is what their model was made from and is another now.
    """

    placed: Placed
    view: TopicsView
    by: tuple[SharesBy, ...]
    changed: tuple[Moved, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """All that a report says of one corpus; `manifests` are those of all models in it."""

    corpus: Corpus
    check: CorpusCheck | None
    books: tuple[CodedBook, ...]
    themes: tuple[ThemesFound, ...]
    machines: tuple[Machine, ...]
    manifests: tuple[Manifest, ...]
    compared: tuple[CodesCompared, ...]

    @property
    def synthetic(self) -> bool:
        """Whether its texts, or what a model learned from, were invented."""
        return self.corpus.info.synthetic or any(
            machine.manifest.synthetic for machine in self.machines
        )

    @property
    def unit(self) -> str:
        """What is counted: the unit of the first codebook, else passages of files or documents."""
        if self.books:
            return self.books[0].unit
        return "passage" if self.corpus.info.cut_files else "document"


def gather(
    workspace: Workspace, corpus: Corpus, settings: ReportSettings, progress: Progress
) -> Gathered:
    """Return what a workspace knows of a corpus, as far as the settings want it.

    Raises InputError for a coder, a codebook or a column that is not there, NotFoundError for a
    model.
    """
    with (
        checked_apart(workspace, corpus) if "appendix" in settings.parts else nullcontext() as check
    ):
        return _gathered(workspace, corpus, settings, progress, check)


def _gathered(
    workspace: Workspace,
    corpus: Corpus,
    settings: ReportSettings,
    progress: Progress,
    check: Callable[[], CorpusCheck] | None,
) -> Gathered:
    progress("reading codes", 0, 5)
    standings = _standings(workspace, corpus, settings)
    manifests = _manifests(workspace, corpus, settings.models)
    progress("models", 1, 5)
    machines = [
        machine_of(workspace, corpus, manifest, standings, settings.coder)
        for manifest in manifests
        if manifest.kind == "classifier"
    ]
    machines += [
        recorded_machine
        for recorded_machine in recorded_machines(workspace, corpus, standings, settings.coder)
        if settings.models is None or recorded_machine.name in settings.models
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
    checked = None if check is None else check()
    progress("checks", 5, 5)
    return Gathered(
        corpus, checked, books, tuple(themes), tuple(machines), tuple(manifests), compared
    )


def _standings(workspace: Workspace, corpus: Corpus, settings: ReportSettings) -> list[Codings]:
    if not settings.codebooks:
        return by_people.standings_of(workspace, corpus, None, settings.coder)
    used = {
        codings.codebook.name for codings in by_people.standings_of(workspace, corpus, None, None)
    }
    return [
        stands
        for name in settings.codebooks
        if name in used or len(settings.codebooks) == 1
        for stands in by_people.standings_of(workspace, corpus, name, settings.coder)
    ]


def _book(
    workspace: Workspace,
    corpus: Corpus,
    stands: Codings,
    coder: str | None,
    machines: Sequence[Machine],
) -> CodedBook:
    chosen, absent = by_people.by_chosen(corpus, stands, coder)
    book = stands.codebook
    unit = "passage" if corpus.info.cut_files and book.unit == "document" else book.unit
    if absent:
        return CodedBook(stands, stands, by_people.Tabulations((), ()), (), (), (), unit, absent)
    tabulations = by_people.tabulations_of(chosen, n_beyond_draws(workspace, corpus))
    agreement, sentences = by_people.agreement_of(corpus, stands)
    mine = [m for m in machines if m.manifest.details["codebook"] == book.name]
    estimated = [result for machine in mine for result in machine.prevalence]
    parts = chosen.by_whom.parts
    shares = tuple(
        corrected_shares(counted_shares(table, book, unit, len(parts[table.rows].open)), estimated)
        for table in tabulations.single
    )
    return CodedBook(stands, chosen, tabulations, tuple(agreement), tuple(sentences), shares, unit)


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
    changed = changed_inputs(workspace, manifest)
    return ThemesFound(placed, view_placed(placed), tuple(by), changed)


def _columns(
    corpus: Corpus, books: Sequence[CodedBook], settings: ReportSettings
) -> tuple[str, ...]:
    """Return the columns that groups are made by: those named, else group and attributes."""
    if settings.groups is not None:
        return settings.groups
    known = [
        GROUP,
        *(attribute.id for book in books for attribute in book.standing.codebook.attributes),
    ]
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
    comparisons = []
    for column in columns:
        for book in books:
            request = CodesRequest(settings.coder, codebook=book.standing.codebook.name)
            try:
                comparisons.append(
                    compare_codes(workspace, corpus, column, request, seed=workspace.settings.seed)
                )
            except InputError:
                if settings.groups is not None and len(books) == 1 and book.shares:
                    raise
    return tuple(comparisons)


def _manifests(
    workspace: Workspace, corpus: Corpus, models: Sequence[str] | None
) -> list[Manifest]:
    """Return the models that are named, else those made from a corpus or that coded it."""
    named = [model for model in models or () if not model.startswith(LLM)]
    names = workspace.names("models", MANIFEST) if models is None else named
    folders = {name: workspace.existing("models", name, MANIFEST) for name in names}
    if models is None:
        machines = by_machines(open_codings(workspace).current(corpus.name))
        coders = {machine.coder for machine in machines}
        folders = {
            name: folder
            for name, folder in folders.items()
            if read_manifest(folder).details.get("corpus") == corpus.name
            or model_coder(name) in coders
        }
    manifests = [
        open_manifest(folder).model_copy(update={"name": name}) for name, folder in folders.items()
    ]
    return sorted(manifests, key=lambda manifest: manifest.kind)


def loaded(workspace: Workspace, names: Sequence[str]) -> list[Corpus]:
    """Load the corpora of a report, each once."""
    return [load_corpus(workspace, name) for name in dict.fromkeys(names)]
