"""The report's sections on what people coded, a codebook at a time: counts, and agreement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.coding import (
    Codings,
    DimensionAgreement,
    Resampling,
    by_people,
    codebooks_of,
    current_codings,
    matrices_of,
    measure_agreement,
    n_shared,
    open_codings,
    said_disagreements,
)
from textmine.coding.agreement.reliability import thread_clusters
from textmine.coding.sampling.draws import n_beyond_draws
from textmine.coding.statements import by_coders, coder_names
from textmine.coding.suggested import together_sentences
from textmine.corpus import Corpus, group_kind
from textmine.errors import InputError, did_you_mean
from textmine.present import Figure, Section, Table
from textmine.reading.counting import tabulation
from textmine.report.agreement import agreement_section
from textmine.report.code_counts import tabulation_section
from textmine.store import Workspace

_TITLE = "What was coded"


def standings_of(
    workspace: Workspace, corpus: Corpus, codebook: str | None, coder: str | None
) -> list[Codings]:
    """Return what stands for the corpus with the codebook named, or with each that people used.

    Empty where no human being coded it. Raises InputError for a coder who coded nothing,
    or a codebook that nobody used.
    """
    current = open_codings(workspace).current(corpus.name)
    here = set(corpus.ids)
    used = codebooks_of(by_people(coding for coding in current if coding.document in here))
    if not used and codebook is None:
        return []
    if codebook is not None and codebook not in used and "" not in used:
        raise InputError(
            f"Nobody coded '{corpus.name}' with a codebook '{codebook}'.",
            hint=did_you_mean(codebook, used),
        )
    names: list[str | None] = [name for name in used if name] or [None]
    standings = [current_codings(workspace, corpus, n) for n in ([codebook] if codebook else names)]
    known = {name for stands in standings for name in coder_names(by_people(stands))}
    if coder is not None and coder not in known:
        raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, known))
    return standings


@dataclass(frozen=True)
class Tabulations:
    """The tables of final codes: that of two dimensions crossed, or of the first, then the others.

    `single` has every dimension by itself; `remarks` say why a dimension has no table.
    """

    tables: tuple[tabulation.Tabulation, ...]
    single: tuple[tabulation.Tabulation, ...]
    remarks: tuple[str, ...] = ()


def by_chosen(corpus: Corpus, stands: Codings, coder: str | None) -> tuple[Codings, str]:
    """Return the codings that count: one coder's, or the final ones.

    With a coder who coded nothing with this codebook, returns the sentence that says so.
    """
    if coder is not None and coder not in coder_names(by_people(stands)):
        return stands, f"'{coder}' coded nothing with codebook '{stands.codebook.name}'."
    return replace(stands.by(coder), corpus=corpus), ""


def agreement_of(corpus: Corpus, stands: Codings) -> tuple[list[DimensionAgreement], list[str]]:
    """Return how far coders agree on each dimension that two of them coded, and what to say of it.

    Nothing where one coder coded alone.
    """
    human = by_people(stands)
    coders = coder_names(by_coders(human))
    if len(coders) < 2:
        return [], []
    matrices = matrices_of(human, stands.codebook, coders)
    resampling = Resampling(thread_clusters(corpus, matrices), kind=group_kind(corpus))
    results = [measure_agreement(matrix, resampling) for matrix in matrices if n_shared(matrix)]
    sentences = [f"{said_disagreements(matrices)}.", *together_sentences(human, coders)]
    return results, sentences if results else []


def coded_sections(
    workspace: Workspace, corpus: Corpus, stands: Codings, coder: str | None
) -> list[Section]:
    """Return the tables of final codes, and how far the coders agree where there are several."""
    chosen, absent = by_chosen(corpus, stands, coder)
    if absent:
        return sections_of_codes(absent, Tabulations((), ()), (), ())
    tabulations = tabulations_of(chosen, n_beyond_draws(workspace, corpus))
    return sections_of_codes("", tabulations, *agreement_of(corpus, stands))


def sections_of_codes(
    absent: str,
    tabulations: Tabulations,
    agreement: Sequence[DimensionAgreement],
    told: Sequence[str],
) -> list[Section]:
    """Return what was counted and measured as sections; `absent` says why nothing was."""
    if absent:
        return [Section("codes", _TITLE, [absent])]
    sentences = list(tabulations.remarks)
    tables: list[Table] = []
    figures: list[Figure] = []
    for index, table in enumerate(tabulations.tables):
        section = tabulation_section(table)
        sentences += section.sentences
        figures += section.figures
        tables += [
            replace(table, name=f"codes_{index}") if index else table for table in section.tables
        ]
    sections = [Section("codes", _TITLE, list(dict.fromkeys(sentences)), tables, figures)]
    if agreement:
        # its tables together hold what the records do
        sections.append(replace(agreement_section(agreement, told), records=None))
    return sections


def of_codebook(section: Section, name: str) -> Section:
    """Return a section whose title, tables and figures name the codebook they are of."""
    return replace(
        section,
        id=f"{section.id}-{name}",
        title=f"{section.title} ({name})",
        tables=[_named(table, name) for table in section.tables],
        records=section.records and _named(section.records, name),
        figures=[replace(figure, name=f"{figure.name}_{name}") for figure in section.figures],
    )


def _named(table: Table, codebook: str) -> Table:
    return replace(table, name=f"{table.name}_{codebook}")


def tabulations_of(chosen: Codings, n_beyond: int) -> Tabulations:
    """Count the codes of every dimension that was coded, those that the codebook crosses together.

    A dimension without final codes has a sentence that says why.
    """
    book, final = chosen.codebook, chosen.by_whom
    first = tabulation.tabulated_dimensions(final, book)
    coded = [
        own_dimension.id for own_dimension in book.dimensions if own_dimension.id in final.parts
    ]
    others = [name for name in coded if name not in first]
    sentences, tables, single = final.remarks(), [], []
    for dimension in (None, *others):
        try:
            tables.append(tabulation.tabulate_codes(chosen, dimension=dimension, n_beyond=n_beyond))
        except InputError as error:
            sentences.append(f"No table is given. {error.message}")
    for dimension in coded:
        try:
            single.append(
                tabulation.tabulate(chosen, tabulation.Counted(dimension), n_beyond=n_beyond)
            )
        except InputError:
            continue
    return Tabulations(tuple(tables), tuple(single), tuple(sentences))
