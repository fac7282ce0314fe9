"""Themes by human codes: rows, sentences and the report's section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textmine.present import Section, Table
from textmine.report.coded import number
from textmine.report.learned import FEW_GROUPS
from textmine.report.left_out import left_out
from textmine.topics.groups.crosswalk import Crosswalk

_SIGNIFICANT = 0.05
_STRENGTHS = ((0.1, "hardly"), (0.3, "loosely"), (0.5, "moderately"), (2.0, "closely"))
_SHOWN = 12


def crosswalk_rows(found: Crosswalk, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a cell: theme and code, documents, those expected by chance, residual, p."""
    measured = found.association
    rows = []
    for place, topic in enumerate(found.topics):
        total = sum(measured.table[place])
        for column, code in enumerate(found.codes):
            cell = place * len(found.codes) + column
            documents = measured.table[place][column]
            rows.append(
                {
                    "topic": topic,
                    "label": labels[topic],
                    "dimension": found.dimension,
                    "code": code,
                    "meaning": found.names[code],
                    "documents": round(documents, 4),
                    "expected": round(measured.expected[place][column], 4),
                    "share of theme": round(documents / total, 6) if total else None,
                    "residual": number(measured.residuals[place][column]),
                    "p": number(measured.cell_p[place][column]),
                    "p (adjusted)": number(measured.adjusted.adjusted[cell]),
                    "n": measured.n,
                }
            )
    return rows


def crossed_crosswalk(found: Crosswalk, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a theme with a column a code: documents and residual, * where it stands out."""
    measured = found.association
    rows = []
    for place, topic in enumerate(found.topics):
        cells = {}
        for column, code in enumerate(found.codes):
            cell = place * len(found.codes) + column
            star = "*" if measured.adjusted.rejected[cell] else ""
            residual = number(measured.residuals[place][column])
            shown = "" if residual is None else f" ({residual:+.1f}{star})"
            cells[code] = f"{measured.table[place][column]:.1f}{shown}"
        total = f"{sum(measured.table[place]):.1f}"
        rows.append({"topic": topic, "label": labels[topic], **cells, "all": total})
    return rows


def answer(found: Crosswalk) -> str:
    """Return the sentence that says whether the themes follow the codes."""
    measured = found.association
    if measured.p != measured.p:
        return (
            f"Whether the themes follow the codes on {found.dimension} cannot be tested: "
            f"{measured.reason}"
        )
    figures = (
        f"Cramér's V {measured.cramers_v:.2f}, by chance alone {measured.v_by_chance:.2f}; "
        f"corrected for chance {measured.corrected_v:.2f} [{measured.interval.low:.2f}, "
        f"{measured.interval.high:.2f}] (95 %, resampled), p {measured.p:.4f} by permutation"
    )
    if measured.p > _SIGNIFICANT:
        return (
            f"There is no sign that the themes follow the codes on {found.dimension}: {figures}. "
            "That is no proof that they do not."
        )
    strength = next(word for limit, word in _STRENGTHS if measured.corrected_v < limit)
    return f"The themes follow the codes on {found.dimension} {strength}: {figures}."


def reading_of_crosswalk(found: Crosswalk, labels: Mapping[str, str]) -> list[str]:
    """Return the answer, how it was found, and the cells that stand out."""
    measured = found.association
    counted = "its main theme" if found.main else "its share of each theme"
    few = (
        f" With so few different {found.clusters}s the test says little: no p can be below "
        f"{measured.least_p:.2g}."
        if measured.n_clusters < FEW_GROUPS or measured.least_p > _SIGNIFICANT
        else ""
    )
    careful = (
        f" Where {found.clusters}s differ in size the test is careful: it spoke up in 1 to 4 of "
        "100 simulated tables without a link, where 5 are meant."
        if measured.n > measured.n_clusters
        else ""
    )
    said = [
        answer(found),
        *found.remarks,
        f"{measured.n} documents with codes by {', '.join(found.coders)} (people, no machine), "
        f"each counted with {counted}. Test: {measured.n_permutations} permutations of "
        f"{measured.n_clusters} whole {found.clusters}s. Residuals: distance from what is "
        f"expected, in standard deviations over the permutations.{few}{careful}",
    ]
    rows = [row for row in crosswalk_rows(found, labels) if row["p (adjusted)"] is not None]
    apart = sorted(
        (row for row in rows if row["p (adjusted)"] <= _SIGNIFICANT), key=lambda row: row["p"]
    )
    said.append(
        f"{len(apart)} of {len(rows)} cells stand out (p <= .05 by permutation, adjusted for all "
        f"of them, Westfall-Young; how far a cell is off counts over its error between "
        f"{found.clusters}s, so that one or two {found.clusters}s alone seldom make it stand out)"
        + (f", the surest {_SHOWN} are:" if len(apart) > _SHOWN else ".")
    )
    said += [
        f"{row['topic']} {row['label']}, code {row['code']}"
        + (f" ({row['meaning']})" if row["meaning"] else "")
        + f": {row['documents']:.1f} documents, {row['expected']:.1f} expected, residual "
        f"{row['residual']:+.1f}, p {row['p (adjusted)']:.4f}."
        for row in apart[:_SHOWN]
    ]
    return said + left_out(
        [(found.n_uncoded, "without such a code"), (found.n_unplaced, "in no theme")]
    )


def crosswalk_section(model: str, found: list[Crosswalk], labels: Mapping[str, str]) -> Section:
    """Return the section on the themes of a model by the codes of each dimension."""
    return Section(
        f"crosswalk-{model}",
        f"Do the themes follow the codes? {model}",
        [sentence for one in found for sentence in reading_of_crosswalk(one, labels)],
        [
            Table(
                f"crosswalk_{model}_{one.dimension}",
                f"Themes by {one.dimension}: documents (residual, * stands out), "
                f"n = {one.association.n}",
                crosswalk_rows(one, labels),
                shown=crossed_crosswalk(one, labels),
            )
            for one in found
        ],
    )
