"""Reports: results as one HTML page, tables and figures."""

from textmine.report.build import Written, write_report

__all__ = ["Written", "write_report"]
