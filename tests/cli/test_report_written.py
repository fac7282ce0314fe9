"""Where a report is, told with all forms that were asked for."""

from __future__ import annotations

from pathlib import Path

from textmine.cli.shared import report_written


def test_every_form_of_a_report_is_named(tmp_path: Path) -> None:
    for name in ("report.docx", "report.html", "tables.xlsx", "manifest.json"):
        (tmp_path / name).touch()
    page = tmp_path / "report.html"
    assert report_written(page, "") == f"The report is {page}, report.docx."
    (tmp_path / "report.docx").unlink()
    assert report_written(page, " It is new.") == f"The report is {page}. It is new."
    (tmp_path / "tables.xlsx").unlink()
    assert report_written(page, "").endswith("add xlsx or csv to --to.")
