"""Look at all that textmine needs, at this computer and at a workspace."""

from __future__ import annotations

from pathlib import Path

from textmine.config import Settings
from textmine.errors import NotFoundError, TextmineError
from textmine.project.doctor.check import Check, State
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
