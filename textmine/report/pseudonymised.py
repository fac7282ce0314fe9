"""What was replaced in a corpus in which people have aliases: a row a kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from textmine.present import Column, Section, table_of
from textmine.privacy import ATTRIBUTE, Action, ColumnPlan, Pseudonymised

AID = (
    "This is an aid, not anonymity: names that no rule and no model saw are still there. Read the "
    "review list and a sample of the texts before you share them."
)
_COUNTS = ("kind", "replaced", "different", "sure", "likely", "unsure", "kept")


def pseudonymised_section(made: Pseudonymised) -> Section:
    """Return the section with the counts, who read the texts, and what became of the columns."""
    title = f"{made.corpus.name}: replaced in the texts"
    columns = [Column(name, attrgetter(name)) for name in _COUNTS]
    table = table_of("pseudonymised", title, columns, made.counts)
    sentences = list(_sentences(made))
    return Section("pseudonymised", "Replaced", sentences, [table], records=table)


def _sentences(made: Pseudonymised) -> Iterator[str]:
    for lang, title in sorted(made.readers.items()):
        yield f"Texts in '{lang}' were read by {title}."
    for action in (Action.names, Action.search, Action.drop, Action.leave):
        mine = [plan for plan in made.columns if plan.action is action and plan.reason != "needed"]
        if mine:
            yield f"Columns {action.value}: {_listed(mine)}."
    for remark in made.remarks:
        yield f"{remark[0].upper()}{remark[1:]}."
    if any(plan.reason == ATTRIBUTE for plan in made.columns):
        yield "What attributes tell together: textmine corpus reidentification."
    unsure = len(made.review)
    if unsure:
        yield f"{unsure:,} texts are uncertain; --review FILE lists them, --decisions FILE settles."


def _listed(plans: Sequence[ColumnPlan]) -> str:
    """Name columns, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for plan in plans:
        by_reason.setdefault(plan.reason, []).append(plan.column)
    return "; ".join(f"{', '.join(columns)} ({reason})" for reason, columns in by_reason.items())
