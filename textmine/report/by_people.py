"""The report's sections on what people coded, a codebook at a time: counts, and agreement."""

from __future__ import annotations

from dataclasses import replace

from textmine.coding import (
    Codings,
    Resampling,
    by_people,
    codebooks_of,
    matrices_of,
    measure_agreement,
    n_shared,
    open_codings,
    said_disagreements,
    standing_codings,
)
from textmine.coding.agreement.thread_clusters import thread_clusters
from textmine.coding.sampling.frames import n_beyond_draws
from textmine.coding.statements import by_coders, coder_names
from textmine.coding.suggested import together_sentences
from textmine.corpus import Corpus, group_kind
from textmine.errors import InputError, did_you_mean
from textmine.present import Section, Table
from textmine.reading.counting.tabulation import tabulate_codes, tabulated_dimensions
from textmine.report.agreement import agreement_section
from textmine.report.coded import tabulation_section
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
    used = codebooks_of(by_people(one for one in current if one.document in here))
    if not used and codebook is None:
        return []
    if codebook is not None and codebook not in used and "" not in used:
        raise InputError(
            f"Nobody coded '{corpus.name}' with a codebook '{codebook}'.",
            hint=did_you_mean(codebook, used),
        )
    names: list[str | None] = [name for name in used if name] or [None]
    found = [standing_codings(workspace, corpus, n) for n in ([codebook] if codebook else names)]
    known = {name for stands in found for name in coder_names(by_people(stands))}
    if coder is not None and coder not in known:
        raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, known))
    return found


def coded_sections(
    workspace: Workspace, corpus: Corpus, stands: Codings, coder: str | None
) -> list[Section]:
    """Return the tables of final codes, and how far the coders agree where there are several."""
    book = stands.codebook
    human = by_people(stands)
    if coder is not None and coder not in coder_names(human):
        said = f"'{coder}' coded nothing with codebook '{book.name}'."
        return [Section("codes", _TITLE, [said])]
    chosen = replace(stands.by(coder), corpus=corpus)
    sections = [_tabulations(chosen, n_beyond_draws(workspace, corpus))]
    coders = coder_names(by_coders(human))
    if len(coders) >= 2:
        matrices = matrices_of(human, book, coders)
        resampling = Resampling(thread_clusters(corpus, matrices), kind=group_kind(corpus))
        results = [measure_agreement(matrix, resampling) for matrix in matrices if n_shared(matrix)]
        if results:
            listed = (
                f"{said_disagreements(matrices)}; 'textmine agreement' lists them with "
                "--disagreements."
            )
            told = [listed, *together_sentences(human, coders)]
            # its tables together hold what the records do
            sections.append(replace(agreement_section(results, told), records=None))
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


def _tabulations(chosen: Codings, n_beyond: int) -> Section:
    """Return the table that is crossed, then a table for every other dimension that was coded.

    A dimension without final codes has a sentence that says why.
    """
    book, final = chosen.codebook, chosen.by_whom
    first = tabulated_dimensions(final, book)
    others = [d.id for d in book.dimensions if d.id in final.parts and d.id not in first]
    said = final.remarks()
    tables = []
    for dimension in (None, *others):
        try:
            table = tabulate_codes(chosen, dimension=dimension, n_beyond=n_beyond)
        except InputError as error:
            said.append(f"No table is given. {error}")
            continue
        section = tabulation_section(table)
        place = others.index(dimension) + 1 if dimension else 0
        said += section.sentences
        tables += [
            replace(table, name=f"codes_{place}") if place else table for table in section.tables
        ]
    return Section("codes", _TITLE, list(dict.fromkeys(said)), tables)
