"""Write a report as a folder: the page, its tables as CSV and in one workbook, its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.report.document import Report
from textmine.report.inputs import MODELS
from textmine.report.page import render_page
from textmine.report.workbook import write_workbook
from textmine.store import Manifest, Workspace, write_manifest
from textmine.store.tables import write_table


def write_report_folder(
    workspace: Workspace, name: str, report: Report, settings: dict[str, Any], seed: int
) -> Path:
    """Write reports/`name` whole or not at all, and return the path of its page."""
    folder = workspace.folder("reports", name)
    with workspace.replacing(folder) as draft:
        _write(draft, name, report, settings, seed)
    return folder / "report.html"


def made_with(seed: int) -> str:
    """Return the line on what made a report."""
    return f"Made with textmine {__version__}, seed {seed}"


def _write(folder: Path, name: str, report: Report, settings: dict[str, Any], seed: int) -> None:
    (folder / "tables").mkdir()
    (folder / "figures").mkdir()
    for table in report.tables:
        write_table(folder / "tables" / f"{table.name}.csv", table.rows[0], table.rows)
    for figure in report.figures:
        (folder / "figures" / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
    if report.tables:
        write_workbook(folder / "tables.xlsx", report.tables)
    (folder / "report.html").write_text(render_page(report), encoding="utf-8")
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
