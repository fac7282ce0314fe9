"""Trace every number and quotation of written findings to the workspace."""

from textmine.report.claims.checking import check_findings, hold_claims
from textmine.report.claims.section import claims_section
