"""How often people find the stranger among the words or the topics of a model."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.choices import OddOneOut
from textmine.present import Column, Section, table_of, with_interval
from textmine.topics.evaluating.intrusion import CHANCE, Precision


def intrusion_section(
    model: str, kind: OddOneOut, scored: Sequence[tuple[str, Precision]]
) -> Section:
    """Return the section on sheets that came back, a row a sheet and topic."""
    columns = [
        Column("sheet", lambda row: row[0]),
        Column("topic", lambda row: row[1].topic),
        Column("found", lambda row: row[1].found),
        Column("n", lambda row: row[1].n),
        Column("open", lambda row: row[1].open),
        Column(
            "precision",
            lambda row: with_interval(row[1].value, row[1].interval),
            "precision [95 %]",
            stem="",
        ),
    ]
    title = f"{model}: how often the stranger among {kind} is found"
    table = table_of(f"intrusion_{model}", title, columns, scored, kind="intrusion")
    said = (
        f"Precision: share of answers that name it, Wilson 95 % interval; chance is {CHANCE:.3f} "
        "with six choices. A topic whose interval reaches down to chance is not understood."
    )
    return Section(f"intrusion-{model}", title, [said], [table], records=table)
