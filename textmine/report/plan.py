"""How many units coders must code, so that alpha is known closely enough."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.present import Column, Section, table_of
from textmine.stats.agreement.planning import AgreementPlan

_PLACES = 4


def plan_section(plans: Mapping[str, AgreementPlan]) -> Section:
    """Return the widths to expect on each dimension, and a sentence a plan."""
    points = [(name, plan, point) for name, plan in plans.items() for point in plan.curve]
    columns = [
        Column("dimension", lambda row: row[0]),
        Column("messages", lambda row: row[2].n),
        Column("width of the interval", lambda row: round(row[2].width, _PLACES)),
        Column("from sample to sample (SD)", lambda row: round(row[2].spread, _PLACES)),
        Column("enough", lambda row: "yes" if row[2].width <= row[1].wanted else ""),
    ]
    title = "How wide the 95 % interval of alpha is, by messages that all coders code"
    table = table_of("plan", title, columns, points)
    sentences = [_sentence(name, plan) for name, plan in plans.items()]
    return Section("plan", "How much to code", sentences, [table], records=table)


def _sentence(name: str, plan: AgreementPlan) -> str:
    if plan.n == 0:
        return f"{name}: {plan.reason}"
    pilot = (
        f"; the {plan.pilot_n:,} of the pilot give {plan.pilot_width:.3f}" if plan.pilot_n else ""
    )
    threads = f" in about {plan.n_clusters:,} threads" if plan.n_clusters else ""
    warning = f" {plan.reason}" if plan.reason else ""
    return (
        f"{name}: {plan.n:,} messages{threads}, coded by all coders, give an interval of alpha "
        f"that is {plan.width:.3f} wide in half of such samples (wanted: {plan.wanted:g}) if "
        f"alpha is about {plan.alpha:.3f}{pilot}.{warning}"
    )
