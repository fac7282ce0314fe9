"""The report's section on what the corpus is like and what it is fit for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from textmine.checking import CorpusCheck, Finding
from textmine.present import Section, Table

WHAT_THE_FIGURES_ARE = (
    "The figures count all documents: they have no sampling error. Languages, damage, copies and "
    "personal data are found by rules and a language model, which miss some and mistake others."
)


def checked_section(check: CorpusCheck) -> Section:
    """Return the section with the findings, what to do about them, and the jobs."""
    rows = finding_rows(check.findings)
    advice = [
        {"area": one.area, "what": one.what, "value": said(one), "advice": one.advice}
        for one in check.concerns
    ]
    title, shown = f"What it is like, n = {check.n:,} documents", readable_rows(check.findings)
    tables = [Table("check_advice", "What to do", advice)] if advice else []
    tables += [
        Table("check_jobs", "What each job needs, and what is there", job_rows(check)),
        Table("check", title, rows, shown=shown),
    ]
    return Section("check", "Before the analysis", [WHAT_THE_FIGURES_ARE], tables)


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return a row for each finding, with its share in per cent where it counts a whole."""
    return [
        {
            "area": one.area,
            "what": one.what,
            "value": one.value,
            "of": one.of,
            "unit": one.unit,
            "%": None if one.share is None else round(100 * one.share, 1),
            "advice": one.advice,
        }
        for one in findings
    ]


def readable_rows(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return the rows for people: the area once, what there is none of in one row at its end."""
    rows = []
    for area, members in groupby(findings, key=lambda one: one.area):
        listed = list(members)
        some = [one for one in listed if one.value != 0 or one.of is None]
        none = [one.what for one in listed if one not in some]
        lines = [(one.what, said(one), _percent(one)) for one in some]
        if none:
            lines.append((", ".join(none), "none", ""))
        for place, (what, value, percent) in enumerate(lines):
            rows.append({"area": "" if place else area, "what": what, "value": value, "%": percent})
    return rows


def _percent(finding: Finding) -> str:
    return "" if finding.share is None else f"{100 * finding.share:.1f}"


def said(finding: Finding) -> str:
    """Return the value in words: "92 of 5,651 documents"."""
    value = finding.value if isinstance(finding.value, str) else f"{finding.value:,g}"
    if isinstance(finding.value, int):
        value = f"{finding.value:,}"
    of = "" if finding.of is None else f" of {finding.of:,}"
    return f"{value}{of} {finding.unit}".strip()


def job_rows(check: CorpusCheck) -> list[dict[str, Any]]:
    """Return a row for each job."""
    return [
        {
            "job": one.job,
            "needs": one.needs,
            "has": one.has,
            "found": one.found,
            "advice": one.advice,
        }
        for one in check.jobs
    ]
