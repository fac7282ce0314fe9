"""The report's section on what the corpus is like and what it is fit for."""

from collections.abc import Iterable
from itertools import groupby

from textmine.checking import CorpusCheck, Finding
from textmine.checking.columns import AREA
from textmine.in_number import in_number
from textmine.present import Column, Section, Table, columns_of, table_of

WHAT_THE_FIGURES_ARE = (
    "The figures count all documents: they have no sampling error. Languages, damage, copies and "
    "personal data are found by rules and a language model, which miss some and mistake others."
)
_NOTHING = "Nothing was found that has to be done first."
_MOST_COLUMNS = 12


def checked_section(check: CorpusCheck) -> Section:
    """Return the section with the findings, the jobs, and what to do.

    For people the findings of an area stand together, and a terminal shows the first columns of the
    corpus alone.
    """
    title = f"{check.corpus}: what it is like, n = {check.n:,} documents"
    others = [finding for finding in check.findings if finding.area != AREA]
    shown = _readable(check.findings)
    most = len(_readable(others)) + _MOST_COLUMNS
    tables = [
        Table("check", title, (), shown=shown, most=most),
        table_of("check_jobs", "What each job needs, and what is there", _JOBS, check.jobs),
    ]
    if check.concerns:
        tables.append(table_of("check_advice", "What to do", _ADVICE, check.concerns))
    sentences = [WHAT_THE_FIGURES_ARE] if check.concerns else [WHAT_THE_FIGURES_ARE, _NOTHING]
    jobs = [Finding("jobs", job.job, job.has, advice=job.advice) for job in check.jobs]
    records = table_of("check", title, _FINDINGS, [*check.findings, *jobs])
    return Section("check", "Before the analysis", sentences, tables, records=records)


def _readable(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return the rows for people: the area once, what there is none of in one row at its end."""
    rows = []
    for area, members in groupby(findings, key=lambda finding: finding.area):
        listed = list(members)
        some = [finding for finding in listed if finding.value != 0 or finding.of is None]
        none = [finding.what for finding in listed if finding not in some]
        lines = [(finding.what, _said(finding), _percent(finding)) for finding in some]
        if none:
            lines.append((", ".join(none), "none", ""))
        for index, (what, value, percent) in enumerate(lines):
            rows.append({"area": "" if index else area, "what": what, "value": value, "%": percent})
    return rows


def _percent(finding: Finding) -> str:
    return "" if finding.share is None else f"{100 * finding.share:.1f}"


def _said(finding: Finding) -> str:
    """Return the value in words: "92 of 5,651 documents"."""
    value = finding.value if isinstance(finding.value, str) else f"{finding.value:,g}"
    if isinstance(finding.value, int):
        value = f"{finding.value:,}"
    of = "" if finding.of is None else f" of {finding.of:,}"
    return in_number(f"{value}{of} {finding.unit}".strip())


_FINDINGS = [
    *columns_of("area", "what", "value", "of", "unit"),
    Column("%", lambda row: None if row.share is None else round(100 * row.share, 1)),
    Column("advice", lambda row: row.advice),
]
_JOBS = [
    *columns_of("job", "needs", "has"),
    Column("found", lambda job: in_number(job.found)),
    *columns_of("advice"),
]
_ADVICE = [
    Column("area", lambda row: row.area),
    Column("what", lambda row: row.what),
    Column("value", _said),
    Column("advice", lambda row: row.advice),
]
