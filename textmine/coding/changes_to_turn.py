"""Which change of the workspace can be taken back, or brought back: nothing may rest on it."""

from collections.abc import Sequence

from textmine.errors import InputError, NotFoundError
from textmine.store import Workspace
from textmine.store.history import Change, Part, changes, find_change
from textmine.store.wording import said_of_change

_LIST = "See 'textmine undo --list'."


def change_to_take_back(workspace: Workspace, number: int | None = None) -> Change:
    """Return a change by its number, or the latest one that stands.

    Raises NotFoundError when there is none, and InputError when it was taken back already, when
    what it kept was deleted, or when a later change rests on it.
    """
    standing = [change for change in changes(workspace.root) if change.stands]
    if number is None:
        able = [change for change in standing if not change.forgotten]
        if not able:
            raise NotFoundError("There is nothing to take back.", hint=_LIST)
        change = able[-1]
    else:
        change = find_change(workspace.root, number)
    if not change.stands:
        raise InputError(
            f"Change {change.number} was taken back already.",
            hint=f"'textmine undo {change.number} --redo' brings it back.",
        )
    _refuse_forgotten(change)
    later = [
        other for other in standing if other.number > change.number and rests_on(other, change)
    ]
    if later:
        raise InputError(
            f"Change {change.number} cannot be taken back: on it rests {_listed(later)}.",
            hint="Take what rests on it back first, the latest first.",
        )
    return change


def change_to_bring_back(workspace: Workspace, number: int | None = None) -> Change:
    """Return a change that was taken back, by its number or the one that was taken back last.

    Raises as `change_to_take_back` does.
    """
    every = changes(workspace.root)
    gone = [change for change in every if not change.stands]
    if number is None:
        able = [change for change in gone if not change.forgotten]
        if not able:
            raise NotFoundError("There is nothing to bring back.", hint=_LIST)
        change = max(able, key=lambda undone: undone.taken_back)
    else:
        change = find_change(workspace.root, number)
    if change.stands:
        raise InputError(f"Change {change.number} was not taken back.", hint=_LIST)
    _refuse_forgotten(change)
    earlier = [other for other in gone if other.number < change.number and rests_on(change, other)]
    if earlier:
        raise InputError(
            f"Change {change.number} cannot be brought back: it rests on {_listed(earlier)}.",
            hint="Bring that back first, the earliest first.",
        )
    return change


def rests_on(later: Change, earlier: Change) -> bool:
    """Whether a change was made from what an earlier one made, or changed it once more."""
    return any(
        _overlap(mine.where, where)
        for mine in earlier.parts
        for where in (*later.reads, *(part.where for part in later.parts if _builds(part, mine)))
    )


def _refuse_forgotten(change: Change) -> None:
    if change.forgotten:
        raise InputError(f"What change {change.number} kept was deleted.", hint=_LIST)


def _builds(later: Part, earlier: Part) -> bool:
    """Whether a part changes once more what an earlier one made.

    Batches of codings stand beside each other, unless one of them is taken away again; a draw
    leaves out what earlier ones drew.
    """
    if later.where.startswith("codings/"):
        same = later.number == earlier.number and later.sitting == earlier.sitting
        return not later.added and same
    return True


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _listed(found: Sequence[Change]) -> str:
    return "; ".join(said_of_change(change) for change in found)
