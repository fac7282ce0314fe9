"""The lineage of codes and of themes: from what they were to what they are, with the reasons."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from statistics import fmean
from typing import Any

from textmine.codebook.codebook import Change
from textmine.present import Column, Figure, Section, Table, columns_of, table_of
from textmine.reading.displays.lineage import Descent, Lineage, Origin, TopicWay
from textmine.report.figures import layers_chart
from textmine.report.wording import code_heading, first_of
from textmine.topics.naming.themes_file import Themes

_MOST_DRAWN = 60
_NAMES = 4

_Line = tuple[tuple[Descent, ...], Descent]
"""A code with those that it is grouped under, the highest first."""


def lineage_section(found: Lineage) -> Section:
    """Return the section: a row a code, the changes with their reasons, and a figure."""
    lines = [line for top in found.tops for line in _lines(top, ())]
    book = found.codebook
    figures, left_out = _codes_figure(found)
    return Section(
        "lineage",
        f"Where the codes come from: {book.name}, version {book.version}",
        [*_sentences(found), *left_out],
        [table for table in (_codes(lines), _codes_changes(found)) if table.rows],
        figures,
        records=_records(lines),
    )


def _sentences(lineage: Lineage) -> Iterator[str]:
    reached = len(lineage.codings)
    if lineage.n_codings:
        yield f"{reached:,} of {lineage.n_codings:,} codings are reached from the codes above."
    else:
        yield "No coding was made with it."
    open_ones = sum(
        len(origin.codings)
        for descent in lineage.every()
        for origin in descent.origins
        if not origin.decided
    )
    if open_ones:
        yield (
            f"{open_ones:,} of them have to be decided again, for their codes were split or "
            f"retired since: 'textmine codebook check {lineage.codebook.name}' lists them."
        )


def _lines(descent: Descent, above: tuple[Descent, ...]) -> Iterator[_Line]:
    yield above, descent
    for below in descent.below:
        yield from _lines(below, (*above, descent))


def _codes(lines: list[_Line]) -> Table:
    columns = [
        Column("dimension", lambda line: line[1].dimension),
        Column("code", lambda line: f"{'· ' * len(line[0])}{_named(line[1])}"),
        Column("stage", lambda line: line[1].code.stage),
        Column("codings", lambda line: len(line[1].codings)),
        Column("given as", lambda line: "\n".join(map(_said_origin, line[1].origins))),
        Column(
            "changed by", lambda line: ", ".join(f"v{change.version}" for change in line[1].changes)
        ),
    ]
    title = "Codes as they are now, and the codings that came to them (of every coder)"
    shown = [line for line in lines if line[1].codings or not line[1].code.retired]
    return table_of("lineage_codes", title, columns, shown)


def _named(descent: Descent) -> str:
    retired = " (retired)" if descent.code.retired else ""
    return f"{code_heading(descent.code.id, descent.code.name)}{retired}"


def _said_origin(origin: Origin) -> str:
    by = first_of(sorted({coding.coder for coding in origin.codings}), _NAMES)
    way = " > ".join(f"v{change.version} {change.action}" for change in origin.changes)
    sentence = f"{origin.code} in version {origin.version}: {len(origin.codings):,} by {by}"
    return (
        f"{sentence}{f' ({way})' if way else ''}{'' if origin.decided else ', to be decided again'}"
    )


def _codes_changes(found: Lineage) -> Table:
    used = {change for descent in found.every() for change in descent.changes}
    rows = [change for change in found.codebook.changes if found.whole or change in used]
    columns: list[Column] = [
        *columns_of("version", "date", "by"),
        Column("change", _said_change),
        Column("detail", lambda one: one.detail),
        Column("why", lambda one: one.reason),
    ]
    return table_of("lineage_changes", "Changes: who decided, when and why", columns, rows)


def _said_change(change: Change) -> str:
    into = f" -> {', '.join(change.into)}" if change.into and change.into != change.codes else ""
    return f"{change.action} {', '.join(change.codes)}{into}"


def _records(lines: list[_Line]) -> Table:
    rows: list[tuple[_Line, Origin | None]] = [
        (line, origin) for line in lines for origin in (line[1].origins or (None,))
    ]

    def of(read: Any, row: tuple[_Line, Origin | None]) -> Any:
        return None if row[1] is None else read(row[1])

    columns = [
        Column("dimension", lambda row: row[0][1].dimension),
        Column("code", lambda row: row[0][1].code.id),
        Column("name", lambda row: row[0][1].code.name),
        Column("stage", lambda row: row[0][1].code.stage),
        Column("grouped_under", lambda row: " > ".join(parent.code.id for parent in row[0][0])),
        Column("retired", lambda row: row[0][1].code.retired),
        Column("given_as", partial(of, lambda origin: origin.code)),
        Column("in_version", partial(of, lambda origin: origin.version)),
        Column("codings", partial(of, lambda origin: len(origin.codings))),
        Column(
            "documents",
            partial(of, lambda origin: len({(c.corpus, c.document) for c in origin.codings})),
        ),
        Column(
            "coders",
            partial(of, lambda origin: ", ".join(sorted({c.coder for c in origin.codings}))),
        ),
        Column(
            "corpora",
            partial(of, lambda origin: ", ".join(sorted({c.corpus for c in origin.codings}))),
        ),
        Column("changes", partial(of, _told_changes)),
        Column("decided", partial(of, lambda origin: origin.decided)),
    ]
    return table_of("lineage", "Lineage", columns, rows)


def _told_changes(origin: Origin) -> str:
    return " | ".join(
        f"v{change.version} {_said_change(change)}: {change.reason}"
        + (f" ({who})" if (who := ", ".join(filter(None, (change.by, change.date)))) else "")
        for change in origin.changes
    )


def _codes_figure(found: Lineage) -> tuple[list[Figure], list[str]]:
    """Return the figure of what became of codes, where it is not too large to be read."""
    nodes, edges = _graph(found)
    if not edges:
        return [], []
    if len(nodes) > _MOST_DRAWN:
        return [], [
            f"The figure would have {len(nodes)} boxes: --code DIMENSION=CODE draws one code."
        ]
    caption = (
        "From the codes as they were given (left, with their version) to what they are now and "
        "what they are grouped under (right). The wider a line, the more codings."
    )
    return [Figure("lineage", caption, partial(layers_chart, nodes, edges, title="codings"))], []


def _graph(lineage: Lineage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[dict[str, Any]] = []
    deepest = max((len(above) for top in lineage.tops for above, _ in _lines(top, ())), default=0)
    place = 0.0

    def put(descent: Descent, depth: int) -> float:
        nonlocal place
        key = f"{descent.dimension}={descent.code.id}"
        heights = []
        for below in descent.below:
            heights.append(put(below, depth + 1))
            edges.append(_edge(f"{below.dimension}={below.code.id}", key, len(below.codings)))
        for origin in descent.origins:
            own = f"{key}@{origin.code}@{origin.version}"
            nodes[own] = {
                "key": own,
                "label": f"{origin.code} v{origin.version}",
                "x": 0,
                "y": place,
            }
            edges.append(_edge(own, key, len(origin.codings)))
            heights.append(place)
            place += 1
        if not heights:
            heights, place = [place], place + 1
        height = sum(heights) / len(heights)
        label = code_heading(descent.code.id, descent.code.name)
        nodes[key] = {"key": key, "label": label, "x": 1 + deepest - depth, "y": height}
        return height

    for top in lineage.tops:
        if top.codings or (top.changes and not top.code.retired):
            put(top, 0)
    return list(nodes.values()), edges


def _edge(first: str, second: str, n: int) -> dict[str, Any]:
    return {"first": first, "second": second, "n": n}


def theme_lineage_section(
    model: str, themes: Themes, ways: Sequence[TopicWay], words: Mapping[str, str]
) -> Section:
    """Return the section: a row a topic with its way into a theme, the history, and a figure.

    `words` are the label of each topic.
    """
    order = {name: index for index, name in enumerate(themes.themes)}
    rows = sorted(
        ways, key=lambda topic_way: (order.get(topic_way.theme, len(order)), topic_way.topic)
    )
    columns = [
        Column("theme", lambda row: row.theme),
        Column("stage", lambda row: themes.themes[row.theme].stage if row.theme else ""),
        Column("topic", lambda row: row.topic),
        Column("label", lambda row: words.get(row.topic, "")),
        Column("way", lambda row: " > ".join(name or "(no name)" for name in row.themes)),
        Column("changes", _themes_changes),
    ]
    history = [
        Column("date", lambda row: row.on),
        Column("what", lambda row: row.what),
        Column("why", lambda row: row.reason),
    ]
    named = sum(bool(way.theme) for way in ways)
    final = sum(theme.stage == "final" for theme in themes.themes.values())
    table = table_of("theme_lineage", "Topics and the themes that they came to", columns, rows)
    done = table_of("theme_changes", "What was done, when and why", history, themes.history)
    return Section(
        "theme-lineage",
        f"Where the themes come from: {model}",
        [
            f"Of {len(ways)} topics that a machine found, people made {named} into themes: "
            f"{final} final, {len(themes.themes) - final} still a prototype."
        ],
        [table, done] if done.rows else [table],
        _themes_figure(rows),
        records=table,
    )


def _themes_changes(one: TopicWay) -> str:
    return "\n".join(
        f"{change.on[:10]}: {change.what}{f' ({change.reason})' if change.reason else ''}"
        for change in one.changes
    )


def _themes_figure(ways: Sequence[TopicWay]) -> list[Figure]:
    named = [one for one in ways if one.theme]
    if not named or len(named) > _MOST_DRAWN:
        return []
    last = max(len(topic_way.themes) for topic_way in named)
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str], int] = {}
    for index, way in enumerate(named):
        stops = [(0, way.topic), *enumerate(way.themes[:-1], start=1), (last, way.theme)]
        keys = []
        for x, label in stops:
            key = f"{x} {label}"
            node = nodes.setdefault(key, {"key": key, "label": label, "x": x, "places": []})
            node["places"].append(index)
            keys.append(key)
        for pair in pairwise(keys):
            edges[pair] = edges.get(pair, 0) + 1
    drawn = [
        {"key": node["key"], "label": node["label"], "x": node["x"], "y": fmean(node["places"])}
        for node in nodes.values()
    ]
    lines = [{"first": one, "second": other, "n": n} for (one, other), n in edges.items()]
    caption = "From the topics that a machine found (left) to the themes of now (right)."
    return [Figure("theme_lineage", caption, partial(layers_chart, drawn, lines, title="topics"))]
