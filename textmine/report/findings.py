"""Codes or themes with findings and theory: the table for a paper, and what is still missing."""

from collections.abc import Iterable

from textmine.coding.memos.listing import Listed
from textmine.present import Column, Section, Table, beginning, columns_of, nothing, table_of
from textmine.reading.displays.findings import Beside, FindingsTable
from textmine.report.matrix import said_briefly
from textmine.report.quoted import said_reach
from textmine.report.wording import code_heading

_IN_BRIEF = 120


def findings_section(found: FindingsTable, words: int = 25, *, quoted: bool = False) -> Section:
    """Return the table of codes or themes by findings and theory, quotations too if `quoted`."""
    kind = "theme" if found.themes else "code"
    columns = [
        Column(kind, lambda row: code_heading(row.label, row.name)),
        Column("reach", lambda row: said_reach(row.reach, found.unit, of_coded=not found.themes)),
    ]
    if quoted:
        columns.append(Column("findings", lambda row: "\n".join(map(_memo, row.findings))))
        columns.append(
            Column("quotations", lambda row: _quotations(row, words), unquoted=lambda _: "")
        )
        columns.append(Column("theory", lambda row: "\n".join(map(_memo, row.theory))))
        columns.append(Column("open questions", lambda row: "\n".join(map(_memo, row.questions))))
    else:
        columns.append(Column("findings", lambda row: _brief(row.findings)))
        columns.append(Column("theory", lambda row: _brief(row.theory)))
        columns.append(Column("open", lambda row: len(row.questions) or ""))
    table = table_of("findings", f"{found.of}: {kind}s, findings, theory", columns, found.rows)
    return Section(
        "findings",
        f"{found.of}: findings and theory: {found.corpus.name}",
        list(_sentences(found, kind, quoted=quoted)),
        [table],
        records=_records(found),
    )


def _sentences(table: FindingsTable, kind: str, *, quoted: bool) -> Iterable[str]:
    if table.themes:
        yield (
            f"A machine ({table.who}) found these themes: a document is counted with its main one, "
            "and quotations are of the documents with the largest shares."
        )
    else:
        yield f"Codes by {table.who}."
    yield (
        "Findings are memos of the type summary, theoretical links memos of the type theory: on "
        f"the {kind} itself, or linked with a memo on it. 'textmine memo add --type summary' "
        "adds one."
    )
    if quoted:
        n = sum(len(row.quotations) for row in table.rows)
        yield f"{n:,} quotations of different voices, each verbatim at its offsets."
    for name, lacking in (
        ("a finding", [row.label for row in table.rows if not row.findings]),
        ("a theoretical link", [row.label for row in table.rows if not row.theory]),
    ):
        if lacking:
            yield f"Without {name}: {', '.join(lacking)}."


def _quotations(beside: Beside, words: int) -> str:
    return "\n".join(said_briefly(quotation, words) for quotation in beside.quotations)


def _memo(listed: Listed) -> str:
    """Return a memo in one line with its number, who wrote it and what changed since."""
    source = ", ".join(part for part in (f"memo {listed.memo.number}", listed.memo.by) if part)
    changed = f"; {listed.now.remark}" if listed.now.remark else ""
    return f"{' '.join(listed.memo.text.split())} ({source}{changed})"


def _brief(memos: Iterable[Listed]) -> str:
    return "; ".join(
        f"{beginning(memo.memo.text, _IN_BRIEF)} ({memo.memo.number})" for memo in memos
    )


def _records(findings: FindingsTable) -> Table:
    def texts(memos: Iterable[Listed]) -> str:
        return " | ".join(map(_memo, memos))

    columns = [
        *columns_of("label", "name", "definition"),
        Column("passages", lambda row: row.reach.n_passages),
        Column("coded", lambda row: row.reach.coded),
        Column("findings", lambda row: texts(row.findings)),
        Column("theory", lambda row: texts(row.theory)),
        Column("open_questions", lambda row: texts(row.questions)),
        Column("documents", lambda row: " | ".join(quotation.key for quotation in row.quotations)),
        Column(
            "quotations",
            lambda row: " | ".join(quotation.text for quotation in row.quotations),
            unquoted=nothing,
        ),
    ]
    return table_of("findings_and_theory", "Findings and theory", columns, findings.rows)
