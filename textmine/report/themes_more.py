"""What the report says of themes beside themselves: who has them, and what codes they follow."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding import Codings
from textmine.errors import InputError
from textmine.present import Section
from textmine.report.by_people import of_codebook
from textmine.report.crosswalk import crosswalk_section
from textmine.report.themes_by import themes_by_section
from textmine.schema import GROUP
from textmine.topics import Placed
from textmine.topics.groups.crosswalk import Crosswalk, crosswalk_topics, human_dimensions
from textmine.topics.groups.shares import shares_by

_MOST_GROUPS = 12


def more_on_themes(
    placed: Placed, standings: Sequence[Codings], coder: str | None
) -> list[Section]:
    """Return the sections on themes by group and by human code, where there is something to say."""
    labels = placed.titles
    sections = []
    groups = set(placed.corpus.column(GROUP)) - {""}
    if 2 <= len(groups) <= _MOST_GROUPS:
        try:
            found = shares_by(placed, GROUP)
        except InputError:  # all that have a group may be in no topic
            pass
        else:
            sections.append(themes_by_section(placed.model.name, found, labels))
    for stands in standings:
        for crossed in _crossed(placed, stands, coder):
            section = crosswalk_section(placed.model.name, crossed, labels)
            several = len(standings) > 1
            sections.append(of_codebook(section, stands.codebook.name) if several else section)
    return sections


def _crossed(placed: Placed, stands: Codings, coder: str | None) -> list[Crosswalk]:
    """Cross every dimension that can be: coded, by one coder or an adjudicator, with two codes."""
    found = []
    for dimension in human_dimensions(stands, stands.codebook):
        try:
            found.append(
                crosswalk_topics(
                    placed,
                    stands,
                    stands.codebook,
                    dimension,
                    (coder,) if coder else (),
                )
            )
        except InputError:
            continue  # several coders and none settled, or one code only: no table to give
    return found
