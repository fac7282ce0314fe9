"""Batches of codings: what each import, settling or machine brought, listed and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.batch_history import said_of, sittings_of_batches
from textmine.coding.database import BATCH, DRAW, set_taken_back, writing
from textmine.coding.latest import TAKEN, Entry
from textmine.coding.sampling.draws import Draw, open_draws, said_of_draw
from textmine.coding.store import EVERY_LEVEL, open_codings
from textmine.coding.uses import Use, refuse_used, uses_of_codings
from textmine.errors import InputError, NotFoundError
from textmine.schema import Coding
from textmine.store import Part, Workspace


@dataclass(frozen=True)
class Batch:
    """The codings of one corpus that came in together; `stands` of them stand now.

    Codings that came one by one from a page are a batch each; those of a coder and a day have the
    same `sitting`, which is 0 for all others.
    """

    number: int
    codings: tuple[Coding, ...]
    stands: int
    taken_back: bool
    sitting: int = 0

    @property
    def words(self) -> str:
        """What it is, in words."""
        return f"batch {self.number}: {said_of(self.codings)}"

    @property
    def entered(self) -> str:
        """When it came in."""
        return min(coding.created_at for coding in self.codings)


def list_batches(workspace: Workspace, corpus: str) -> list[Batch]:
    """Return the batches of a corpus, oldest first."""
    by_number: dict[int, list[Entry]] = {}
    sittings = sittings_of_batches(workspace.codings_url)
    for entry in open_codings(workspace).history(corpus):
        by_number.setdefault(entry.batch, []).append(entry)
    return [
        Batch(
            number,
            tuple(entry.coding for entry in entries),
            sum(entry.standing for entry in entries),
            any(entry.why == TAKEN for entry in entries),
            sittings.get(number, 0),
        )
        for number, entries in sorted(by_number.items())
    ]


def find_batch(workspace: Workspace, corpus: str, number: int) -> Batch:
    """Return a batch of a corpus that was not taken back; raise NotFoundError or InputError."""
    for batch in list_batches(workspace, corpus):
        if batch.number == number:
            if batch.taken_back:
                raise InputError(
                    f"Batch {number} of '{corpus}' is withdrawn already.",
                    hint=f"See 'textmine coding batches {corpus}'.",
                )
            return batch
    raise NotFoundError(
        f"There is no batch {number} of '{corpus}'.",
        hint=f"See 'textmine coding batches {corpus}'.",
    )


def remove_named(
    workspace: Workspace,
    corpus: str,
    *,
    batch: int | None = None,
    coder: str | None = None,
    draw: str | None = None,
    dry_run: bool = False,
) -> str:
    """Take a batch, a coder's codings or a draw away, or else all of a corpus; say what it was.

    Raises NotFoundError, and InputError when something rests on it.
    """
    if batch is not None:
        what = remove_batch(workspace, corpus, batch, dry_run=dry_run).words
    elif coder is not None:
        n = remove_coder(workspace, corpus, coder, dry_run=dry_run)
        what = f"all that '{coder}' said of '{corpus}' ({n:,} codings stood)"
    elif draw is not None:
        removed = remove_draw(workspace, corpus, draw, dry_run=dry_run)
        what = f"draw '{removed.name}' of '{corpus}' ({len(removed.drawn):,} documents)"
    else:
        batches, draws = remove_all(workspace, corpus, dry_run=dry_run)
        what = f"all codings of '{corpus}' ({len(batches)} batches) and its draws ({len(draws)})"
    if dry_run:
        return f"Dry run: {what}: this would be taken away."
    return (
        f"{what[0].upper()}{what[1:]}: taken away. Nothing is deleted: 'textmine undo' brings it "
        "back."
    )


def remove_batch(workspace: Workspace, corpus: str, number: int, *, dry_run: bool = False) -> Batch:
    """Take a batch away; what it replaced stands again. The history keeps it.

    Raises InputError when agreed codes or a model rest on it.
    """
    batch = find_batch(workspace, corpus, number)
    refuse_used(f"Batch {number}", uses_of_codings(workspace, corpus, batch.codings))
    if not dry_run:
        _take_away(workspace, corpus, [batch], [])
    return batch


def remove_coder(workspace: Workspace, corpus: str, coder: str, *, dry_run: bool = False) -> int:
    """Withdraw all that a coder said of a corpus; return how many codings stood.

    Raises NotFoundError, and InputError when agreed codes or a model rest on them.
    """
    store = open_codings(workspace)
    mine = [coding for coding in store.rounds(corpus, EVERY_LEVEL) if coding.coder == coder]
    refuse_used(f"The codings by '{coder}'", uses_of_codings(workspace, corpus, mine))
    return len(mine) if dry_run else store.withdraw(corpus, coder, "removed")


def remove_draw(workspace: Workspace, corpus: str, name: str, *, dry_run: bool = False) -> Draw:
    """Take a draw away; raise NotFoundError, and InputError when its documents were coded since."""
    draw = open_draws(workspace).find(corpus, name)
    drawn = {candidate.document for candidate in draw.drawn}
    since = [
        coding
        for coding in open_codings(workspace).rounds(corpus)
        if coding.document in drawn
        and coding.created_at >= draw.created_at
        and (not draw.coders or coding.coder in draw.coders)
        and coding.origin == "human"
    ]
    coders = sorted({coding.coder for coding in since})
    removals = [f"textmine coding remove {corpus} --coder {coder}" for coder in coders]
    what = f"{len(since):,} codings of its documents by {', '.join(coders)}"
    refuse_used(f"Draw '{name}'", [Use(what, removal) for removal in removals])
    if not dry_run:
        _take_away(workspace, corpus, [], [draw])
    return draw


def remove_all(
    workspace: Workspace, corpus: str, *, dry_run: bool = False
) -> tuple[list[Batch], list[Draw]]:
    """Take every batch and every draw of a corpus away.

    Raises NotFoundError when there is none, and InputError when a model learned the codings.
    """
    batches = [batch for batch in list_batches(workspace, corpus) if not batch.taken_back]
    draws = open_draws(workspace).all(corpus)
    if not batches and not draws:
        raise NotFoundError(f"'{corpus}' has no codings and no draws.")
    codings = [coding for batch in batches for coding in batch.codings]
    refuse_used(f"The codings of '{corpus}'", uses_of_codings(workspace, corpus, codings))
    if not dry_run:
        _take_away(workspace, corpus, batches, draws)
    return batches, draws


def _take_away(
    workspace: Workspace, corpus: str, batches: Sequence[Batch], draws: Sequence[Draw]
) -> None:
    store = open_draws(workspace)
    codings = {"where": f"codings/{corpus}", "added": False}
    drawn = {"where": f"draws/{corpus}", "added": False}
    parts = [
        *(
            Part(number=batch.number, what=batch.words, after=batch.entered, **codings)
            for batch in batches
        ),
        *(
            Part(
                number=store.number_of(draw),
                what=said_of_draw(draw),
                after=draw.created_at,
                **drawn,
            )
            for draw in draws
        ),
    ]
    with workspace.whole(), writing(workspace.codings_url) as connection:
        for part in parts:
            what = BATCH if part.where.startswith("codings/") else DRAW
            set_taken_back(connection, what, part.number, back=True)
        workspace.record(*parts, reads=[f"corpora/{corpus}"])
