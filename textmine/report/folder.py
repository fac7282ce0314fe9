"""Write a report as a folder: its forms, its tables, its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.choices import ReportForm
from textmine.report.document import FILES, USUAL, Report
from textmine.report.docx import docx_bytes
from textmine.report.inputs import MODELS
from textmine.report.language import language_of
from textmine.report.latex import latex_page
from textmine.report.markdown_page import markdown_page
from textmine.report.page import render_page
from textmine.report.printed import PrintFigure, print_figure
from textmine.report.workbook import write_workbook
from textmine.store import Manifest, Workspace, write_manifest
from textmine.store.tables import write_table


def write_report_folder(
    workspace: Workspace,
    name: str,
    report: Report,
    settings: dict[str, Any],
    seed: int,
    to: Sequence[ReportForm] = USUAL,
) -> Path:
    """Write reports/`name` whole or not at all, in the forms of `to`; return the path of the first.

    Its figures lie in figures/, as SVG and as PNG at print size, whatever the form.
    """
    folder = workspace.folder("reports", name)
    with workspace.replacing(folder) as draft:
        _write(draft, name, report, settings, seed, to)
    return folder / FILES[to[0]]


def made_with(seed: int) -> str:
    """Return the line on what made a report."""
    return f"Made with textmine {__version__}, seed {seed}"


def _write(
    folder: Path,
    name: str,
    report: Report,
    settings: dict[str, Any],
    seed: int,
    to: Sequence[ReportForm],
) -> None:
    figures = _write_figures(folder / "figures", report)
    for form in to:
        path = folder / FILES[form]
        if form == "csv":
            _write_tables(path, report)
        elif form == "xlsx":
            _write_workbook(path, report)
        elif form == "docx":
            path.write_bytes(docx_bytes(report, figures))
        else:
            text = _text(form, report, figures)
            path.write_text(text, encoding="utf-8", newline="\n")
    manifest = Manifest(
        kind="report",
        name=name,
        textmine=__version__,
        synthetic=report.synthetic,
        seed=seed,
        settings=settings,
        inputs={key: one for key, one in report.inputs.items() if not key.startswith(MODELS)},
        parents={key: one for key, one in report.inputs.items() if key.startswith(MODELS)},
        details={"sections": [section.title for section in report.every_section]},
    )
    write_manifest(folder, manifest)


def _text(form: ReportForm, report: Report, figures: Mapping[str, PrintFigure]) -> str:
    if form == "latex":
        return latex_page(report, figures)
    return markdown_page(report, figures) if form == "md" else render_page(report)


def _write_figures(folder: Path, report: Report) -> dict[str, PrintFigure]:
    folder.mkdir()
    drawn = {figure.name: print_figure(figure) for figure in report.figures}
    for name, figure in drawn.items():
        (folder / f"{name}.svg").write_text(figure.svg, encoding="utf-8")
        (folder / f"{name}.png").write_bytes(figure.png)
    return drawn


def _write_tables(folder: Path, report: Report) -> None:
    folder.mkdir()
    for table in report.tables:
        write_table(folder / f"{table.name}.csv", table.rows[0], table.rows)


def _write_workbook(path: Path, report: Report) -> None:
    if report.tables:
        told = [report.title, report.byline, report.question, f"{report.made_with}."]
        told += [language_of(report.language).say("word.synthetic")] if report.synthetic else []
        write_workbook(path, report.tables, [line for line in told if line])
