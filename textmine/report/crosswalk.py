"""Themes by human codes: the table, what it says, and the cells that stand out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from textmine.present import Column, Figure, Section, Value, number, table_of
from textmine.report.figures import Cell, heat_chart
from textmine.report.language import ENGLISH, Language
from textmine.report.training import FEW_GROUPS
from textmine.report.wording import headings, left_out
from textmine.topics.groups.crosswalk import Crosswalk

_SIGNIFICANT = 0.05
_STRENGTHS = ((0.1, "hardly"), (0.3, "loosely"), (0.5, "moderately"), (2.0, "closely"))
_SHOWN = 12


@dataclass(frozen=True)
class _Cell:
    """Documents of a theme with a code, those expected by chance, and how far they are apart."""

    topic: str
    label: str
    code: str
    meaning: str
    documents: float
    expected: float
    of_theme: float
    residual: float
    p: float
    adjusted: float
    apart: bool

    @property
    def share(self) -> float | None:
        """The share of the theme's documents, None where it has none."""
        return self.documents / self.of_theme if self.of_theme else None

    @property
    def told(self) -> str:
        """The documents, and the residual with a * where it stands out."""
        if number(self.residual) is None:
            return f"{self.documents:.1f}"
        return f"{self.documents:.1f} ({self.residual:+.1f}{'*' if self.apart else ''})"


def crosswalk_section(model: str, found: Crosswalk, labels: Mapping[str, str]) -> Section:
    """Return the section on the themes of a model by the codes of a dimension.

    Files have a row a cell, people a row a theme; `labels` by the id of the topic.
    """
    rows = _cells(found, labels)
    n = found.association.n
    columns = [
        Column("topic", lambda row: row.topic),
        Column("label", lambda row: row.label),
        Column("dimension", lambda _: found.dimension),
        Column("code", lambda row: row.code),
        Column("meaning", lambda row: row.meaning),
        Column("documents", lambda row: round(row.documents, 4)),
        Column("expected", lambda row: round(row.expected, 4)),
        Column(
            "share of theme", lambda row: row.documents / row.of_theme if row.of_theme else None
        ),
        Column("residual", lambda row: row.residual),
        Column("p", lambda row: row.p),
        Column("p (adjusted)", lambda row: row.adjusted),
        Column("n", lambda _: n),
    ]
    crossed = [
        Column("topic", lambda row: row[0].topic),
        Column("label", lambda row: row[0].label),
        *(Column(code, partial(_told, index)) for index, code in enumerate(found.codes)),
        Column("all", lambda row: f"{row[0].of_theme:.1f}"),
    ]
    title = f"{model} by {found.dimension}: documents (residual, * stands out), n = {n}"
    cells = [cell for row in rows for cell in row]
    name = f"crosswalk_{model}_{found.dimension}"
    table = table_of(name, title, columns, cells, kind="crosswalk").shown_as(crossed, rows)
    return Section(
        f"crosswalk-{model}-{found.dimension}",
        f"Do the themes follow the codes on {found.dimension}? {model}",
        [answer(found), *found.remarks, *_tested(found), *_standing_out(found, cells)],
        [table],
        _figure(name, found, rows),
        records=table,
    )


def _figure(name: str, cross: Crosswalk, rows: list[list[_Cell]]) -> list[Figure]:
    """Draw the documents of each theme with each code; what stands out from chance has a frame."""
    if not rows or len(rows) * len(cross.codes) < 2:
        return []
    topics = [f"{row[0].topic}  {row[0].label}" for row in rows]
    codes = headings((code, cross.names[code]) for code in cross.codes)
    cells = {
        (topic, code): Cell(f"{cell.documents:.0f}", cell.share or 0, cell.apart)
        for topic, row in zip(topics, rows, strict=True)
        for code, cell in zip(codes, row, strict=True)
    }
    note = "documents; shade: share of the theme; framed: apart from chance"
    titles = ("themes", f"{cross.dimension} ({note})")
    draw = partial(heat_chart, topics, codes, cells, titles=titles)
    caption = (
        f"Themes by codes on {cross.dimension}, in documents, n = {cross.association.n:,}. "
        "Codes are by people, themes by a machine."
    )
    return [Figure(name, caption, draw)]


def answer(found: Crosswalk, called: str = "", language: Language = ENGLISH) -> str:
    """Return the sentence that says whether the themes follow the codes.

    The dimension may be `called` by a name.
    """
    measured = found.association
    words = {"dimension": called or found.dimension}
    if measured.p != measured.p:
        return language.say("crossed.untested", reason=measured.reason, **words)
    words["figures"] = language.say(
        "crossed.figures",
        v=language.decimal(measured.cramers_v),
        chance=language.decimal(measured.v_by_chance),
        corrected=language.value(_corrected(found)),
        p=language.decimal(measured.p, 4),
    )
    if measured.p > _SIGNIFICANT:
        return language.say("crossed.no_sign", **words)
    strength = next(word for limit, word in _STRENGTHS if measured.corrected_v < limit)
    return language.say("crossed.follow", strength=language.term(strength), **words)


def _corrected(cross: Crosswalk) -> Value:
    measured = cross.association
    low, high = measured.interval.low, measured.interval.high
    return Value(measured.corrected_v, low, high, places=2)


def _tested(cross: Crosswalk) -> list[str]:
    measured = cross.association
    counted = "its main theme" if cross.main else "its share of each theme"
    few = (
        f" With so few different {cross.clusters}s the test says little: no p can be below "
        f"{measured.least_p:.2g}."
        if measured.n_clusters < FEW_GROUPS or measured.least_p > _SIGNIFICANT
        else ""
    )
    careful = (
        f" Where {cross.clusters}s differ in size the test is careful: it spoke up in 1 to 4 of "
        "100 simulated tables without a link, where 5 are meant."
        if measured.n > measured.n_clusters
        else ""
    )
    return [
        f"{measured.n} documents with codes by {', '.join(cross.coders)} (people, no machine), "
        f"each counted with {counted}. Test: {measured.n_permutations} permutations of "
        f"{measured.n_clusters} whole {cross.clusters}s. Residuals: distance from what is "
        f"expected, in standard deviations over the permutations.{few}{careful}"
    ]


def _standing_out(cross: Crosswalk, cells: list[_Cell]) -> list[str]:
    """Say which cells stand out, the surest first, and what is left out."""
    tested = [cell for cell in cells if cell.adjusted == cell.adjusted]
    apart = sorted(
        (cell for cell in tested if round(cell.adjusted, 6) <= _SIGNIFICANT),
        key=lambda cell: cell.p,
    )
    return [
        f"{len(apart)} of {len(tested)} cells stand out (p <= .05 by permutation, adjusted for all "
        f"of them, Westfall-Young; how far a cell is off counts over its error between "
        f"{cross.clusters}s, so that one or two {cross.clusters}s alone seldom make it stand out)"
        + (f", the surest {_SHOWN} are:" if len(apart) > _SHOWN else "."),
        *(
            f"{cell.topic} {cell.label}, code {cell.code}"
            + (f" ({cell.meaning})" if cell.meaning else "")
            + f": {cell.documents:.1f} documents, {cell.expected:.1f} expected, residual "
            f"{cell.residual:+.1f}, p {cell.adjusted:.4f}."
            for cell in apart[:_SHOWN]
        ),
        *left_out([(cross.n_uncoded, "without such a code"), (cross.n_unplaced, "in no theme")]),
    ]


def _cells(found: Crosswalk, labels: Mapping[str, str]) -> list[list[_Cell]]:
    measured, n_codes = found.association, len(found.codes)
    return [
        [
            _Cell(
                topic=topic,
                label=labels[topic],
                code=code,
                meaning=found.names[code],
                documents=measured.table[row][column],
                expected=measured.expected[row][column],
                of_theme=sum(measured.table[row]),
                residual=measured.residuals[row][column],
                p=measured.cell_p[row][column],
                adjusted=measured.adjusted.adjusted[row * n_codes + column],
                apart=bool(measured.adjusted.rejected[row * n_codes + column]),
            )
            for column, code in enumerate(found.codes)
        ]
        for row, topic in enumerate(found.topics)
    ]


def _told(index: int, row: list[_Cell]) -> str:
    return row[index].told
