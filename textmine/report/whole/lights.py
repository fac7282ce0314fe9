"""Whether reliability, a machine and shares reach a threshold that others set: the three lights."""

import math
from collections.abc import Iterable
from dataclasses import replace

from textmine.benchmark.results import CLOSE, RELIABLE
from textmine.choices import CodersAre
from textmine.coding import DimensionAgreement
from textmine.present import Light, with_interval
from textmine.present.section import LightLevel
from textmine.report.agreement import value_of_estimate
from textmine.report.benchmark_records import METRIC_NAMES
from textmine.report.language import Language
from textmine.report.whole.gathering import CodedBook, Gathered
from textmine.report.whole.machines import Machine
from textmine.report.whole.shares import DimensionShares

FIRM = 0.8
"""From this lower limit of alpha on, Krippendorff (2004) calls codes reliable."""

NARROW, WIDE = 0.05, 0.10
"""Half the width of the widest interval, as a share: the usual margins of error of surveys."""

CODERS_ARE: CodersAre = "skilled"
"""Who coders are taken for by the alternative annotator test, as 'textmine benchmark' does."""

_ORDER: tuple[LightLevel, ...] = ("poor", "fair", "good", "none")


def reliability_lights(language: Language, book: CodedBook) -> list[Light]:
    """Judge the agreement of coders on each dimension by the lower limit of alpha."""
    names = book.dimension_names
    lights = [
        _reliability(
            language, agreement, names.get(agreement.dimension, agreement.dimension), book.unit
        )
        for agreement in book.agreement
        if agreement.has_alpha and not agreement.crossed
    ]
    if not lights and len(book.coders) == 1:
        book_name = language.listed([share.name for share in book.shares]) or "-"
        text = language.say("light.reliability_none", dimension=book_name)
        threshold = language.say("light.reliability_none_threshold")
        return [Light("none", language.say("light.none"), text, threshold)]
    return lights


def _reliability(language: Language, agreement: DimensionAgreement, name: str, unit: str) -> Light:
    alpha = agreement.alpha
    low = alpha.interval.low
    level: LightLevel = "good" if low >= FIRM else "fair" if low >= RELIABLE else "poor"
    text = language.say(
        "light.reliability",
        dimension=name,
        value=language.value(value_of_estimate(alpha)),
        units=language.units(unit, agreement.n_shared),
        coders=len(agreement.coders),
    )
    threshold = language.say("light.reliability_threshold")
    return Light(level, language.say(f"light.{level}"), text, threshold)


def machine_lights(language: Language, machine: Machine, names: dict[str, str]) -> list[Light]:
    """Judge a machine beside the coders on each dimension, by the gap and the test."""
    lights = []
    for result in machine.benchmark:
        for system in result.systems:
            beside = system.beside
            if beside is None or not beside.coders or not beside.gap.interval.defined:
                continue
            gap = beside.gap.interval
            test = system.alt_tests.get(CODERS_ARE)
            level: LightLevel = "fair"
            if gap.high < 0:
                level = "poor"
            elif gap.low > -CLOSE and (test is None or test.passed):
                level = "good"
            text = language.say(
                "light.benchmark",
                model=language.quoted(system.system),
                dimension=names.get(result.question, result.question),
                metric=language.term(METRIC_NAMES[result.metric]),
                system=language.decimal(beside.system.value, 2),
                ceiling=language.decimal(beside.ceiling.value, 2),
                gap=language.value(with_interval(beside.gap.value, gap, signed=True)),
                test=""
                if test is None
                else language.say(
                    "light.test_passed" if test.passed else "light.test_failed",
                    epsilon=language.decimal(test.epsilon, 2),
                ),
            )
            word = language.say(f"light.machine_{level}")
            lights.append(Light(level, word, text, language.say("light.benchmark_threshold")))
    if lights or not machine.own:
        return lights
    for row in machine.scores:
        if row["score"] == "macro-F1" and not row["code"] and row["protocol"] == _first(machine):
            text = language.say(
                "light.benchmark_none",
                model=language.quoted(machine.name),
                dimension=names.get(str(row["dimension"]), str(row["dimension"])),
                value=_score(language, row["value"]),
            )
            word = language.say("light.machine_none")
            lights.append(Light("none", word, text, language.say("light.benchmark_none_threshold")))
    return lights


def share_lights(language: Language, shares: Iterable[DimensionShares]) -> list[Light]:
    """Judge how well the shares of each dimension are known, by the widest interval."""
    lights = []
    for share in shares:
        if share.basis == "census":
            continue
        units = language.unit(share.unit, 2)
        if share.basis in ("coded", "disputed"):
            key = "none" if share.basis == "coded" else "disputed"
            text = language.say(
                f"light.prevalence_{key}",
                dimension=share.name,
                units=units,
                open=language.count(share.n_open),
            )
            threshold = language.say(f"light.prevalence_{key}_threshold")
            lights.append(Light("none", language.say("light.share_none"), text, threshold))
            continue
        half = max((code.amount.high - code.amount.low) / 2 for code in share.codes)
        level: LightLevel = "good" if half <= NARROW else "fair" if half <= WIDE else "poor"
        text = language.say(
            "light.prevalence",
            dimension=share.name,
            points=language.decimal(100 * half, 1),
            n=language.count(share.n),
            units=units,
        )
        threshold = language.say("light.prevalence_threshold")
        lights.append(Light(level, language.say(f"light.share_{level}"), text, threshold))
    return lights


def thresholds_once(lights: Iterable[Light]) -> list[Light]:
    """Return the lights, each threshold told with the first that is judged by it."""
    told: set[str] = set()
    shown = []
    for light in lights:
        text = light.text if light.threshold in told else f"{light.text} {light.threshold}".strip()
        shown.append(replace(light, text=text))
        told.add(light.threshold)
    return shown


def worst(lights: Iterable[Light], most: int = 1) -> list[Light]:
    """Return the lights that warn most, nothing where there are none."""
    return sorted(lights, key=lambda light: _ORDER.index(light.level))[:most]


def first_page_lights(language: Language, found: Gathered) -> list[Light]:
    """Return the lights on reliability, machines and shares that warn most.

    Of reliability and of machines these are two, so that of two dimensions none seems sound only
    because the other is worse.
    """
    names = dimension_names(found)
    reliability = [light for book in found.books for light in reliability_lights(language, book)]
    machines = [
        machine_light
        for machine in found.machines
        for machine_light in machine_lights(language, machine, names)
    ]
    shares = [
        share_light for book in found.books for share_light in share_lights(language, book.shares)
    ]
    return [*worst(reliability, 2), *worst(machines, 2), *worst(shares)]


def dimension_names(found: Gathered) -> dict[str, str]:
    """Return what dimensions are called, by their ids."""
    names: dict[str, str] = {}
    for book in found.books:
        names |= book.dimension_names
    return names


def _first(machine: Machine) -> object:
    return machine.scores[0]["protocol"] if machine.scores else ""


def _score(language: Language, value: object) -> str:
    known = isinstance(value, float) and not math.isnan(value)
    return language.decimal(float(str(value))) if known else "–"
