"""Which memos are asked for, what became of what they are about, and which questions are open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.coding.memos.memo import CODING, Memo, Target
from textmine.coding.memos.store import open_memos
from textmine.coding.memos.targets import Now, Targets
from textmine.coding.store import open_codings
from textmine.errors import TextmineError
from textmine.store import Workspace

QUESTION = "open-question"


@dataclass(frozen=True)
class Listed:
    """A memo, what became of its target, and the memos that lead to it by a link.

    `answered_by` are those among them that answer an open question: any that is no question itself.
    """

    memo: Memo
    now: Now
    linked_from: tuple[int, ...] = ()
    answered_by: tuple[int, ...] = ()

    @property
    def state(self) -> str:
        """Whether the memo was withdrawn, or is a question that is open or answered; else ""."""
        if self.memo.withdrawn:
            return f"withdrawn: {self.memo.reason}"
        if self.memo.type != QUESTION:
            return ""
        answers = ", ".join(map(str, self.answered_by))
        return f"answered by {answers}" if answers else "open"


@dataclass(frozen=True)
class Choice:
    """Which memos are asked for: about one of `targets`, of a type, by somebody, still open.

    A corpus stands for all that is in it, a document for its spans. With `codings` the remarks that
    stand with codings are there too, with `withdrawn` memos that stand no more.
    """

    targets: Sequence[Target] = ()
    type: str | None = None
    by: str | None = None
    only_open: bool = False
    codings: bool = False
    withdrawn: bool = False


def list_memos(workspace: Workspace, targets: Targets, choice: Choice) -> list[Listed]:
    """Return the memos of a choice by number, then the remarks that stand with codings.

    Raises NotFoundError or InputError for a target that is not there and has no memo.
    """
    store = open_memos(workspace)
    every = store.all()
    standing = [memo for memo in every if not memo.withdrawn]
    pool = every if choice.withdrawn else standing
    if choice.codings or choice.type == CODING:
        pool = [*pool, *coding_memos(workspace)]
    wanted = [_resolved(targets, target) for target in choice.targets]
    memos = [
        _listed(memo, now, standing)
        for memo in pool
        if _is_said(memo, choice)
        for now in (targets.now(memo),)
        if not wanted
        or any(_within(memo.target, now.target, wanted_target) for wanted_target in wanted)
    ]
    if not memos:
        for target in choice.targets:
            targets.find(target)
    return [listed for listed in memos if listed.state == "open" or not choice.only_open]


def listed(workspace: Workspace, targets: Targets, memo: Memo) -> Listed:
    """Return one memo with what is listed beside it."""
    return _listed(memo, targets.now(memo), open_memos(workspace).standing())


def coding_memos(workspace: Workspace) -> list[Memo]:
    """Return what coders wrote beside codings that stand, as memos of the type "coding"."""
    store = open_codings(workspace)
    return [
        Memo(
            text=coding.memo,
            type=CODING,
            title=f"{coding.dimension}={coding.code or '-'}",
            by=coding.entered_by or coding.coder,
            target=Target("document", corpus, coding.document, start=coding.start, end=coding.end),
            created_at=coding.created_at,
            begun_at=coding.created_at,
        )
        for corpus in store.corpora()
        for coding in store.current(corpus)
        if coding.memo
    ]


def _listed(memo: Memo, now: Now, standing: Iterable[Memo]) -> Listed:
    linking = [other for other in standing if memo.number in other.links] if memo.number else []
    return Listed(
        memo,
        now,
        tuple(other.number for other in linking),
        tuple(other.number for other in linking if other.type != QUESTION),
    )


def _is_said(memo: Memo, choice: Choice) -> bool:
    if choice.type not in (None, memo.type) or choice.by not in (None, memo.by):
        return False
    return memo.type == QUESTION or not choice.only_open


def _resolved(targets: Targets, target: Target) -> Target:
    """Return a theme that was called by its name with its id."""
    if target.about != "theme":
        return target
    try:
        names = targets.names(target.place)
    except TextmineError:  # memos on a model that is gone are listed all the same
        names = {}
    own = [
        identity
        for identity, name in names.items()
        if name.casefold() == target.name.casefold() != ""
    ]
    return Target("theme", target.place, own[0] if own else target.name.upper())


def _within(written: Target, now: Target, wanted: Target) -> bool:
    """Whether a memo is about what is wanted, as it was called then or as it is called now."""
    if wanted.about == "corpus":
        return written.place == wanted.place and written.about not in ("code", "theme", "project")
    for target in (written, now):
        same = (target.about, target.place, target.dimension, target.name) == (
            wanted.about,
            wanted.place,
            wanted.dimension,
            wanted.name,
        )
        if same and (wanted.start is None or (target.start, target.end) == _span(wanted)):
            return True
    return False


def _span(target: Target) -> tuple[int | None, int | None]:
    return target.start, target.end
