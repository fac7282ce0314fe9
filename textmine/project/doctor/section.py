"""What the doctor found, as lines that fit a screen and as rows for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from textmine.present import Column, QuotedTopic, Section, table_of
from textmine.project.doctor.check import Check, worst

_WIDTH = 74
_MANY = 3
_COLUMNS = [
    Column("part", lambda one: one.part),
    Column("name", lambda one: one.name),
    Column("state", lambda one: one.state),
    Column("found", lambda one: one.found),
    Column("do", lambda one: one.do),
]
_TOLD = {
    "ok": "All is well.",
    "look": "It works; look at what is marked 'look'.",
    "wrong": "Something is wrong: see what is marked 'wrong'.",
}


def doctor_section(checks: Sequence[Check], *, full: bool = False) -> Section:
    """Return what was found; packages that are as they should be are one line, unless in `full`."""
    parts = dict.fromkeys(check.part for check in checks)
    blocks = [
        QuotedTopic(part[0].upper() + part[1:], _lines(part, checks, full), []) for part in parts
    ]
    records = table_of("doctor", "", _COLUMNS, checks)
    return Section("doctor", "", [_TOLD[worst(checks)]], topics=blocks, records=records)


def _lines(part: str, checks: Sequence[Check], full: bool) -> list[str]:
    mine = [check for check in checks if check.part == part]
    fine = [check for check in mine if check.state == "ok"]
    lines = []
    if part == "packages" and not full and len(fine) > _MANY:
        mine = [check for check in mine if check.state != "ok"]
        lines = _wrapped("ok", f"{len(fine)} packages, each in a version that fits")
    for check in mine:
        lines += _wrapped(check.state, f"{check.name}: {check.found}")
        if check.do:
            lines += _wrapped("", f"-> {check.do}")
    return lines


def _wrapped(state: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=f"{state:<6}",
        subsequent_indent=" " * 8,
        break_on_hyphens=False,
        break_long_words=False,
    )
