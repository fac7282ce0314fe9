"""Look at all that textmine needs, at this computer and at a workspace, and tell it."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from textmine.config import Settings
from textmine.errors import NotFoundError, TextmineError
from textmine.present import QuotedTopic, Section, columns_of, table_of
from textmine.project.doctor.check import Check, State, worst
from textmine.project.doctor.installed import computer_checks, package_checks
from textmine.store import Workspace, find_workspace


def examine(folder: Path | None = None) -> list[Check]:
    """Look at the computer, packages, models and the workspace at or above a folder, if any.

    Nothing that is wrong raises: it is one of the checks. Only work that a command which was
    stopped had ready is put in its place, as by every command.
    """
    checks = [*computer_checks(), *package_checks()]
    space, settings = None, Settings()
    try:
        space = find_workspace(folder)
        settings = space.settings
    except NotFoundError as error:
        state: State = "ok" if folder is None else "wrong"
        checks.append(Check("workspace", "folder", state, error.message, error.hint))
    except (TextmineError, OSError) as error:
        checks.append(Check("workspace", "textmine.toml", "wrong", str(error)))
    checks += _weights(settings, checks)
    return [*checks, *(_workspace(space) if space else ())]


def _weights(settings: Settings, checks: list[Check]) -> list[Check]:
    """Look at the models that read texts; where a package is missing that was said already."""
    if any(check.state == "wrong" and check.part == "packages" for check in checks):
        return []
    from textmine.project.doctor.installed import weight_checks

    return weight_checks(settings.nlp)


def _workspace(space: Workspace) -> list[Check]:
    from textmine.project.doctor.workspace import workspace_checks

    return workspace_checks(space)


_WIDTH = 74
_MANY = 3
_COLUMNS = columns_of("part", "name", "state", "found", "do")
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
