"""What a change did, and what taking it back does, in words."""

from pathlib import Path

from textmine.running import running_number
from textmine.store.history import Change, Part

_ROOMS = {"corpora": "corpus", "models": "model", "codebooks": "codebook"}


def said_of_change(change: Change) -> str:
    """Name a change by its number and the command that made it."""
    what = f"textmine {change.command}" if change.command else what_was_done(change)
    return f"change {change.number} ({what})"


def what_was_done(change: Change) -> str:
    """Say in words what a change did."""
    return "; ".join(_done(part) for part in change.parts)


def said_of_part(part: Part, *, back: bool) -> str:
    """Say what it means to take a part of a change back, or to bring it back again."""
    if part.in_database:
        counts = part.added is not back
        is_single = part.where.startswith("memos/")
        gone = "does not count any more" if is_single else "do not count any more"
        what = f"{part.what} {('counts' if is_single else 'count') if counts else gone}"
        return f"{what[0].upper()}{what[1:]}{' again' if counts else ''}."
    name = _noun(part.where)
    name = name[0].upper() + name[1:]
    wanted = part.before if back else part.after
    there = part.after if back else part.before
    if not wanted:
        return f"{name} is removed."
    if not there:
        return f"{name} is there again."
    return f"{name} is again what it was {'before' if back else 'after'} this change."


def said_of_kept(root: Path) -> str:
    """Say where what the running command removed is kept, and how to get it back or be rid of it.

    `root` is the folder of the workspace.
    """
    return (
        "It is kept in the history: 'textmine undo' brings it back, 'textmine undo --forget "
        f"{running_number(root)}' deletes it for good."
    )


def _done(part: Part) -> str:
    if part.in_database:
        return part.what if part.added else f"taken away: {part.what}"
    verb = "made" if not part.before else "removed" if not part.after else "changed"
    return f"{_noun(part.where)} {verb}"


def _noun(where: str) -> str:
    room, *rest = where.split("/")
    if room == "codebooks" and rest[0] == "versions":
        number = f"version {rest[2].removesuffix('.toml')}" if len(rest) > 2 else "versions"
        return f"former {number} of codebook '{rest[1]}'"
    name = rest[0].removesuffix(".toml") if rest else ""
    if room == "models" and rest[1:] == ["themes.toml"]:
        return f"the themes of model '{name}'"
    return f"{_ROOMS[room]} '{name}'" if room in _ROOMS and len(rest) == 1 else where
