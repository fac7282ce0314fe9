"""How common each code is: shares by group, what they rest on, and a figure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from textmine.classify import prevalence
from textmine.codebook import code_with_name
from textmine.present import Column, Figure, Section, Table, Value, table_of, with_interval
from textmine.report.figures import interval_chart
from textmine.report.language import ENGLISH, Language
from textmine.stats import Interval
from textmine.stats.shares.corpus_shares import FEW

_HEADS = {
    "ppi": "corrected",
    "hand": "hand-coded only",
    "dsl": "DSL",
    "acc": "ACC (if label shift)",
    "pacc": "PACC (if label shift)",
}
_TITLE = "How common each code is"
MACHINE = "machine count, not an estimate"


def prevalence_section(results: Sequence[prevalence.Prevalence]) -> Section:
    """Return the section with a table a group, what codes mean, and what the shares rest on."""
    model = results[0].model.replace(":", "-")
    tables, figures = [], []
    for number, result in enumerate(results, start=1):
        name = f"{model}_{number}"
        tables += [
            _shares(f"shares_{name}_{n}", result, group)
            for n, group in enumerate(result.groups, start=1)
        ]
        tables += [_meanings(f"codes_{name}", result), *_differences(f"differences_{name}", result)]
        figures += shares_figure(number, result)
    sentences = [sentence for result in results for sentence in prevalence_sentences(result)]
    return Section(
        f"prevalence-{model}",
        _TITLE,
        list(dict.fromkeys(sentences)),
        [table for table in tables if table.shown or table.note],
        figures,
        records=Table(f"prevalence_{model}", _TITLE, prevalence_rows(results), kind="prevalence"),
    )


def title_of(result: prevalence.Prevalence, group: prevalence.GroupPrevalence | None = None) -> str:
    """Return what a table is about: corpus, question, group, hand-coded and all documents."""
    groups = result.groups if group is None else (group,)
    n, coded = sum(g.n_documents for g in groups), sum(g.n_coded for g in groups)
    where = "" if group is None or not result.by else f", {group.group}"
    hand = f"{coded:,} of {n:,} documents hand-coded" if coded else f"{n:,} documents"
    return f"{result.corpus}: shares of {result.question}{where}, {hand}"


def _shares(name: str, result: prevalence.Prevalence, group: prevalence.GroupPrevalence) -> Table:
    """Return a row a code of a group: shares with intervals, a method a column."""
    methods = [m for m in result.methods if any(m in code.shares for code in group.codes)]
    columns = [
        Column("code", lambda code: code.code),
        Column("coded", lambda code: code.n_coded if group.n_coded else None),
        *(
            Column(method, partial(_share, method), _heading(result, group, method))
            for method in methods
        ),
        Column("gain", lambda code: _gain(code) if "ppi" in methods else None),
        Column(MACHINE, lambda code: code.machine_count),
    ]
    codes = () if group.reason else group.codes
    return _for_people(table_of(name, title_of(result, group), columns, codes, group.reason))


def _meanings(name: str, result: prevalence.Prevalence) -> Table:
    """Return a row a code whose name says more than the code."""
    columns = [Column("code", lambda code: code.code), Column("meaning", lambda code: code.name)]
    codes = [
        code
        for code in result.groups[0].codes
        if code_with_name(code.code, code.name) not in (code.code, code.name)
    ]
    return _for_people(table_of(name, f"What codes of {result.question} mean", columns, codes))


def _differences(name: str, result: prevalence.Prevalence) -> list[Table]:
    """Return a row a code: the difference of two groups in points, a method a column."""
    by_code: dict[str, dict[str, Value]] = {}
    for difference in result.differences:
        by_code.setdefault(difference.code, {})[difference.method] = _points(
            difference.value, difference.interval, signed=True
        )
    if not by_code:
        return []
    columns = [
        Column("code", lambda one: one[0]),
        *(
            Column(method, partial(_of_method, method), heading)
            for method in dict.fromkeys(difference.method for difference in result.differences)
            for heading in (f"{_HEADS[method]}, points [{_level(result)}]",)
        ),
    ]
    first = result.differences[0]
    title = f"Shares in {first.first} less shares in {first.second}"
    return [_for_people(table_of(name, title, columns, by_code.items()))]


def _for_people(table: Table) -> Table:
    """Return a table without rows for files, which have all figures in one table."""
    return replace(table, rows=())


def _heading(result: prevalence.Prevalence, group: prevalence.GroupPrevalence, method: str) -> str:
    sure = any(code.shares[method].interval is not None for code in group.codes)
    return f"{_HEADS[method]} %" + (f" [{_level(result)}]" if sure else "")


def _share(method: str, code: prevalence.CodePrevalence) -> Value:
    share = code.shares[method]
    return _points(share.value, share.interval)


def _gain(code: prevalence.CodePrevalence) -> Value | None:
    gain = code.shares["ppi"].gain
    return None if gain is None else Value(gain, places=2)


def _of_method(method: str, item: tuple[str, dict[str, Value]]) -> Value | None:
    return item[1].get(method)


def _points(value: float, interval: Interval | None, *, signed: bool = False) -> Value:
    """Return a share, or a difference of shares, that is written in per cent or points."""
    return replace(with_interval(value, interval, signed=signed), factor=100, places=1)


def prevalence_rows(results: Sequence[prevalence.Prevalence]) -> list[dict[str, Any]]:
    """Return a row a question, group, method and code; shares and limits in per cent.

    A difference of two groups has both names in the column of the group.
    """
    rows = []
    for result in results:
        for group in result.groups:
            rows += [
                _row(result, group.group, method, code.code, code.shares[method], code, group)
                for method in result.methods
                for code in group.codes
                if method in code.shares
            ]
            if not any(code.shares for code in group.codes):
                rows.append(_row(result, group.group, "", "", None, None, group))
        for difference in result.differences:
            share = prevalence.MethodShare(difference.value, difference.interval)
            both = f"{difference.first} - {difference.second}"
            rows.append(_row(result, both, difference.method, difference.code, share, None, None))
    return rows


def prevalence_sentences(result: prevalence.Prevalence) -> list[str]:
    """Return what the shares rest on, how they were made, and what they are not."""
    if result.sampling == "census":
        return [
            *result.sentences,
            "A census: shares are counted, and have no sampling error. How far coders agree is "
            "another question.",
        ]
    sentences = list(result.sentences)
    group = result.groups[0]
    if "ppi" in result.methods and group.gain is not None and not result.by:
        weight = "" if group.tuning is None else f", the machine weighing {group.tuning:.2f}"
        sentences.append(
            f"Corrected shares join hand codes and the machine's probabilities (PPI++{weight}): "
            "they hold however wrong the machine is."
        )
        sentences.append(_gain_sentence(group))
    sentences += _few_sentence(result)
    sentences += _wide_sentences(result)
    if result.n_simultaneous > 1:
        sentences.append(
            f"All {result.n_simultaneous} intervals hold together at {_level(result)} (Bonferroni)."
        )
    sentences += _warning(result)
    return sentences


def _gain_sentence(group: prevalence.GroupPrevalence) -> str:
    gain = group.gain or 1.0
    n = group.n_sampled
    if gain < 1.02:
        return (
            f"The machine adds next to nothing (gain {gain:.2f}): the {n:,} hand codes alone say "
            "as much."
        )
    return (
        f"Gain: with the machine the {n:,} hand-coded documents are worth {n * gain:,.0f} (all "
        "codes together): so many would be needed for intervals as narrow without it."
    )


def _few_sentence(result: prevalence.Prevalence) -> list[str]:
    if "ppi" not in result.methods and "dsl" not in result.methods:
        return []
    few = sorted({code.code for group in result.groups for code in group.codes if code.few})
    if not few:
        return []
    where = " in a group" if result.by else ""
    return [
        f"Codes that fewer than {FEW} hand-coded documents{where} have, or do not have, are left "
        f"to the hand codes: {', '.join(few)}."
    ]


def _wide_sentences(result: prevalence.Prevalence) -> list[str]:
    """Return why intervals of ACC and PACC are wide, a sentence a reason with its codes."""
    codes: dict[str, list[str]] = {}
    for group in result.groups:
        for code in group.codes:
            for method in set(result.methods) & set(prevalence.SHIFTED):
                share = code.shares.get(method)
                if share is not None and share.remark:
                    codes.setdefault(share.remark, []).append(code.code)
    return [
        f"ACC and PACC: {why}: {', '.join(sorted(set(named)))}."
        for why, named in sorted(codes.items())
    ]


def _warning(result: prevalence.Prevalence) -> list[str]:
    """Return the warning about the machine's own counts, with how far off they are."""
    main = result.methods[0]
    gaps = [
        (abs(code.machine_count / group.n_documents - code.shares[main].value), code.code)
        for group in result.groups
        for code in group.codes
        if code.machine_count is not None
        and main in code.shares
        and not math.isnan(code.shares[main].value)
    ]
    if not gaps or main in prevalence.SHIFTED:
        return ["The machine's own counts are no estimate of any share."] if gaps else []
    gap, code = max(gaps)
    return [
        "The machine's own counts are no estimate: its errors do not cancel out. They differ from "
        f"the shares given here by up to {100 * gap:.1f} points ({code})."
    ]


def _row(
    result: prevalence.Prevalence,
    group: str,
    method: str,
    code: str,
    share: prevalence.MethodShare | None,
    about: prevalence.CodePrevalence | None,
    whole: prevalence.GroupPrevalence | None,
) -> dict[str, Any]:
    interval = None if share is None else share.interval
    remark = "" if whole is None else whole.reason
    if about is not None and about.few and method in ("ppi", "dsl"):
        remark = "few hand-coded documents: left to the hand codes"
    if method in prevalence.SHIFTED:
        remark = "assumes label shift"
        remark += f"; {share.remark}" if share is not None and share.remark else ""
    if interval is not None and interval.reason:
        remark = interval.reason
    return {
        "question": result.question,
        "group": group,
        "method": method,
        "code": code,
        "name": "" if about is None else about.name,
        "percent": None if share is None else _percent(share.value),
        "low": None if interval is None else _percent(interval.low),
        "high": None if interval is None else _percent(interval.high),
        "coded": None if about is None else about.n_coded,
        "sampled": None if whole is None else whole.n_sampled,
        "documents": None if whole is None else whole.n_documents,
        "gain": None if share is None or share.gain is None else round(share.gain, 4),
        "machine_count_not_an_estimate": None if about is None else about.machine_count,
        "remark": remark,
    }


def shares_figure(
    place: int,
    result: prevalence.Prevalence,
    called: str = "",
    code_names: Mapping[str, str] = MappingProxyType({}),
    language: Language = ENGLISH,
) -> list[Figure]:
    """Draw the share of each code by every method, of the question at a `place` from 1.

    The question may be `called` by a name, and codes have names.
    """
    name = f"prevalence_{result.model.replace(':', '-')}" + (f"_{place}" if place > 1 else "")
    methods = [m for m in result.methods if not result.by or m == result.methods[0]]
    rows: list[dict[str, Any]] = [
        {
            "label": " · ".join(
                [code_names.get(code.code, code.code), *([group.group] if result.by else [])]
            ),
            "value": share.value,
            **share.interval.limits,
            "method": language.term(_HEADS[method]),
        }
        for index in range(len(result.groups[0].codes))
        for group in result.groups
        if index < len(group.codes)
        for code in (group.codes[index],)
        for method in methods
        if (share := code.shares.get(method)) is not None
        and share.interval is not None
        and share.interval.defined
    ]
    if len(rows) < 2:
        return []
    highest = max(row["high"] for row in rows)
    domain = (0.0, min(1.0, math.ceil(highest * 10) / 10))
    draw = partial(
        interval_chart,
        rows,
        label="label",
        colour="method",
        domain=domain,
        title=language.say("figure.prevalence_axis", corpus=result.corpus),
        percent=True,
    )
    caption = language.say(
        "figure.prevalence" if "ppi" in result.methods else "figure.prevalence_methods",
        dimension=called or result.question,
        corpus=result.corpus,
        level=_level(result),
    )
    return [Figure(name, caption, draw)]


def _level(result: prevalence.Prevalence) -> str:
    return f"{100 * result.level:g} %"


def _percent(share: float) -> float | None:
    return None if math.isnan(share) else round(100 * share, 4)
