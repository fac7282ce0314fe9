"""Collect what a workspace knows about a corpus and write it as a report folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.checking import check_corpus
from textmine.classify.scoring.score_table import read_scores, read_speaking
from textmine.config import Progress, silent
from textmine.corpus import Corpus, select_documents
from textmine.report.by_people import coded_sections, of_codebook, standings_of
from textmine.report.checked import checked_section
from textmine.report.corpora import corpus_section, extent_of
from textmine.report.document import Report
from textmine.report.folder import made_with, write_report_folder
from textmine.report.inputs import report_inputs
from textmine.report.learned import model_section
from textmine.report.prevalence import prevalence_of_model
from textmine.report.themes import topics_section
from textmine.report.themes_more import more_on_themes
from textmine.report.trust import model_trust
from textmine.store import Manifest, Workspace, read_manifest
from textmine.store.manifest import MANIFEST, open_manifest
from textmine.topics import place_corpus, view_placed


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
    codebook: str | None = None,
) -> Written:
    """Write reports/`name`: the page, every table as CSV and in one workbook, figures as SVG.

    `models` names classifiers and topic models to include; None takes all that were made from this
    corpus. Codes of several codebooks have sections of their own, or only those of `codebook` have
    one. Parts that the workspace has nothing for are left out; what the corpus is like is always
    there.
    """
    manifests = _manifests(workspace, corpus, models)
    standings = standings_of(workspace, corpus, codebook, coder)
    sections = [corpus_section(corpus, [said for stands in standings for said in stands.remarks])]
    sections.append(checked_section(check_corpus(workspace, corpus, progress=progress)))
    for stands in standings:
        coded = coded_sections(workspace, corpus, stands, coder)
        book = stands.codebook.name
        sections += [of_codebook(one, book) for one in coded] if len(standings) > 1 else coded
    for manifest in manifests:
        progress("writing sections", len(sections), len(manifests) + 3)
        if manifest.kind == "classifier":
            folder = workspace.folder("models", manifest.name)
            trust = model_trust(workspace, manifest)
            rows, speaking = read_scores(folder), read_speaking(folder)
            sections.append(model_section(manifest, rows, trust, speaking))
            mine = [s for s in standings if s.codebook.name == manifest.details["codebook"]]
            for stands in mine or standings[:1]:
                codings = stands
                shares = prevalence_of_model(workspace, manifest.name, corpus, codings, coder)
                sections += [] if shares is None else [shares]
        else:
            own = manifest.details["corpus"] == corpus.name
            fitted_on = select_documents(corpus, manifest.settings["where"] if own else [])
            placed = place_corpus(workspace, manifest.name, fitted_on, workspace.settings)
            sections.append(topics_section(view_placed(placed)))
            sections += more_on_themes(placed, standings, coder)
    report = Report(
        title=f"Report on {corpus.name}",
        subtitle=corpus.info.description or extent_of(corpus),
        synthetic=corpus.info.synthetic or any(m.synthetic for m in manifests),
        sections=sections,
        made_with=made_with(workspace.settings.seed),
        inputs=report_inputs(workspace, corpus, [s.codebook for s in standings], manifests),
    )
    asked = {
        "corpus": corpus.name,
        "models": [manifest.name for manifest in manifests],
        "chosen": models is not None,
        "models_there": workspace.names("models", MANIFEST),
        "coder": coder or "",
        "codebook": codebook or "",
        "nlp": workspace.settings.nlp.model_dump(mode="json", exclude={"n_process"}),
    }
    page = write_report_folder(workspace, name, report, asked, workspace.settings.seed)
    return Written(page, tuple(section.title for section in sections))


def _manifests(
    workspace: Workspace, corpus: Corpus, models: Sequence[str] | None
) -> list[Manifest]:
    names = workspace.names("models", MANIFEST) if models is None else list(models)
    folders = {name: workspace.existing("models", name, MANIFEST) for name in names}
    if models is None:
        folders = {
            name: folder
            for name, folder in folders.items()
            if read_manifest(folder).details.get("corpus") == corpus.name
        }
    found = [
        open_manifest(folder).model_copy(update={"name": name}) for name, folder in folders.items()
    ]
    return sorted(found, key=lambda manifest: manifest.kind)
