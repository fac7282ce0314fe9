"""Collect what a workspace knows about a corpus and write it as a report folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.checking import check_corpus
from textmine.classify.scoring.score_table import read_scores, read_speaking
from textmine.codebook import Codebook
from textmine.coding import (
    Resampling,
    Standing,
    list_disagreements,
    matrices_of,
    measure_agreement,
    n_shared,
    open_codings,
    standing_codings,
    tabulate_codes,
)
from textmine.config import Progress, silent
from textmine.corpus import Corpus, select_documents
from textmine.report.checked import checked_section
from textmine.report.coded import agreement_section, tabulation_section
from textmine.report.document import Report, Section, Table
from textmine.report.folder import made_with, write_report_folder
from textmine.report.learned import model_section
from textmine.report.prevalence import prevalence_of_model
from textmine.report.themes import topics_section
from textmine.report.themes_more import more_on_themes
from textmine.report.trust import model_trust
from textmine.schema import Coding
from textmine.store import Manifest, Workspace, read_manifest
from textmine.store.manifest import MANIFEST
from textmine.topics import place_corpus, view_placed

_UNSETTLED = (
    "Several coders coded this corpus ({}), and there are no adjudicated codes: no table of codes "
    "is given: name one coder with --coder, or import the agreed codes with origin 'adjudicated'."
)


@dataclass(frozen=True)
class Written:
    """Where the report lies and which parts it has."""

    page: Path
    sections: tuple[str, ...]


def write_report(
    workspace: Workspace,
    corpus: Corpus,
    name: str,
    models: Sequence[str] | None = None,
    coder: str | None = None,
    progress: Progress = silent,
) -> Written:
    """Write reports/`name`: the page, every table as CSV and in one workbook, figures as SVG.

    `models` names classifiers and topic models to include; None takes all that were made from this
    corpus. Parts that the workspace has nothing for are left out; what the corpus is like is always
    there.
    """
    manifests = _manifests(workspace, corpus, models)
    stands = _standing(workspace, corpus)
    sections = [_about(corpus, stands.remarks if stands else [])]
    sections.append(checked_section(check_corpus(workspace, corpus, progress=progress)))
    if stands is not None:
        sections += _coded(workspace, corpus, stands, coder)
    for manifest in manifests:
        progress("writing sections", len(sections), len(manifests) + 3)
        if manifest.kind == "classifier":
            folder = workspace.folder("models", manifest.name)
            trust = model_trust(workspace, manifest)
            rows, speaking = read_scores(folder), read_speaking(folder)
            sections.append(model_section(manifest, rows, trust, speaking))
            if stands is not None:
                codings = stands.codings
                shares = prevalence_of_model(workspace, manifest.name, corpus, codings, coder)
                sections += [] if shares is None else [shares]
        else:
            own = manifest.details["corpus"] == corpus.name
            fitted_on = select_documents(corpus, manifest.settings["where"] if own else [])
            placed = place_corpus(workspace, manifest.name, fitted_on, workspace.settings)
            sections.append(topics_section(view_placed(placed)))
            sections += more_on_themes(placed, stands, coder)
    report = Report(
        title=f"Report on {corpus.name}",
        subtitle=corpus.info.description or _extent(corpus),
        synthetic=corpus.info.synthetic or any(m.synthetic for m in manifests),
        sections=sections,
        made_with=made_with(workspace.settings.seed),
        inputs={f"corpora/{corpus.name}": corpus.info.files.get("documents.parquet", "")},
    )
    names = [manifest.name for manifest in manifests]
    page = write_report_folder(workspace, name, report, {"models": names}, workspace.settings.seed)
    return Written(page, tuple(section.title for section in sections))


def _manifests(
    workspace: Workspace, corpus: Corpus, models: Sequence[str] | None
) -> list[Manifest]:
    names = workspace.names("models", MANIFEST) if models is None else list(models)
    found = [read_manifest(workspace.existing("models", name, MANIFEST)) for name in names]
    if models is None:
        found = [manifest for manifest in found if manifest.details.get("corpus") == corpus.name]
    return sorted(found, key=lambda manifest: manifest.kind)


def _about(corpus: Corpus, remarks: Sequence[str]) -> Section:
    source = corpus.info.source
    rows = [{"fact": key, "value": str(value)} for key, value in corpus.info.counts.items()]
    rows += [{"fact": f"source {key}", "value": value} for key, value in source.items()]
    if corpus.info.licence:
        rows.append({"fact": "licence", "value": corpus.info.licence})
    sentences = [corpus.info.description] if corpus.info.description else []
    sentences += remarks
    return Section("corpus", "The corpus", sentences, [Table("corpus", _extent(corpus), rows)])


def _extent(corpus: Corpus) -> str:
    counts = corpus.info.counts
    parts = [
        f"{counts[key]:,} {key}"
        for key in ("documents", "words", "threads", "files", "authors")
        if key in counts
    ]
    dates = f", {counts['first']} to {counts['last']}" if "first" in counts else ""
    return ", ".join(parts) + dates


def _all_tabulations(
    codings: list[Coding], book: Codebook, n_corpus: int, coder: str | None
) -> Section:
    """Return the table that is crossed, then a table for every other dimension that was coded."""
    first = tabulate_codes(codings, book, n_corpus, coder)
    section = tabulation_section(first)
    coded = {coding.dimension for coding in codings if coding.coder == first.coder}
    others = [
        tabulation_section(tabulate_codes(codings, book, n_corpus, first.coder, dimension.id))
        for dimension in book.dimensions
        if dimension.id in coded - {first.rows, first.columns}
    ]
    tables = [
        replace(table, name=f"codes_{place}")
        for place, other in enumerate(others, start=1)
        for table in other.tables
    ]
    notes = [sentence for other in others for sentence in other.sentences]
    said = list(dict.fromkeys([*section.sentences, *notes]))
    return replace(section, sentences=said, tables=[*section.tables, *tables])


def _standing(workspace: Workspace, corpus: Corpus) -> Standing | None:
    """Return what stands for the corpus, or None where no human being coded it."""
    if all(coding.origin == "machine" for coding in open_codings(workspace).current(corpus.name)):
        return None
    return standing_codings(workspace, corpus)


def _coded(
    workspace: Workspace, corpus: Corpus, stands: Standing, coder: str | None
) -> list[Section]:
    book = stands.codebook
    human = [coding for coding in stands.codings if coding.origin != "machine"]
    settled = [coding for coding in human if coding.origin == "adjudicated"]
    coders = sorted({coding.coder for coding in human if coding.origin == "human"})
    sections = []
    if coder is not None or settled or len(coders) == 1:
        sections.append(_all_tabulations(human, book, len(corpus), coder))
    else:
        sections.append(Section("codes", "What was coded", [_UNSETTLED.format(", ".join(coders))]))
    if len(coders) >= 2:
        matrices = matrices_of(human, book, coders)
        resampling = Resampling(seed=workspace.settings.seed)
        results = [measure_agreement(matrix, resampling) for matrix in matrices if n_shared(matrix)]
        plain = [matrix for matrix in matrices if not matrix.crossed]
        if results:
            sections.append(agreement_section(results, len(list_disagreements(plain))))
    return sections
