"""What became of the claims of written findings: a table, worst first, and counts."""

from collections import Counter

from textmine.present import Column, Section, beginning, columns_of, table_of
from textmine.report.claims.checking import CheckedFindings, Claim, State

_ORDER: tuple[State, ...] = ("not found", "changed", "found", "not checked")
_READ = 70
"""Characters of a quotation that people read in a table."""


def claims_section(checked: CheckedFindings) -> Section:
    """Return the section on every number and quotation of a text."""
    claims = sorted(checked.claims, key=lambda claim: (_ORDER.index(claim.state), claim.line))
    columns = [
        *columns_of("state", "line", "kind"),
        Column("written", lambda claim: claim.written, people=False),
        Column("written", lambda claim: beginning(claim.written, _READ), files=False),
        Column("there", lambda claim: claim.there, people=False),
        Column("there", lambda claim: beginning(claim.there, _READ), files=False),
        Column("source", lambda claim: claim.source),
        Column("sentence", lambda claim: claim.sentence, people=False),
    ]
    table = table_of("claims", f"Claims of {checked.name}", columns, claims)
    alarms = [claim for claim in claims if claim.state in ("not found", "changed")]
    shown = table.shown_as(columns, alarms or claims)
    return Section(
        "claims",
        f"Claims of {checked.name}",
        [*checked.remarks, *_sentences(checked)],
        [shown],
        records=table,
        explained=[_HOW],
    )


_HOW = (
    "A number is found where a figure of the workspace is equal to it, rounded as it is written. "
    "It has to be the figure that the words of its sentence, its paragraph and the heading above "
    "name. It is changed where these words name a figure that is another. A quotation is found "
    "where a text has its words in their order, in the document that its source names."
)


def _sentences(checked: CheckedFindings) -> list[str]:
    sentences = []
    for kind in ("number", "quotation"):
        mine = [claim for claim in checked.claims if claim.kind == kind]
        sentences.append(f"{_counted(mine, kind)}.")
    against = ", ".join(checked.sources[:8])
    more = len(checked.sources) - 8
    sentences.append(f"Held against {against}{f' and {more} more' if more > 0 else ''}.")
    if checked.holds:
        sentences.append("Every number and quotation that was checked is found.")
    else:
        sentences.append(
            "Look at each that is changed or not found: mend it, count it with a command and "
            "--report, or accept it with --accept."
        )
    return sentences


def _counted(claims: list[Claim], kind: str) -> str:
    count = Counter(claim.state for claim in claims)
    parts = [f"{count[state]:,} {state}" for state in _ORDER[::-1] if count[state]]
    n = len(claims)
    return f"{n:,} {kind}{'' if n == 1 else 's'}" + (f": {', '.join(parts)}" if parts else "")
