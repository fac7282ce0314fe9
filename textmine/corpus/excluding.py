"""Leave documents out of a corpus with a reason, or take them in again; they stay stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from textmine.corpus.beside import Exclusion, Ledger, digest_of_text
from textmine.corpus.corpus import Corpus, Stored
from textmine.corpus.filter import select_documents
from textmine.corpus.saving import change_corpus
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.lazily import pd
from textmine.schema import META
from textmine.store import Workspace


@dataclass(frozen=True)
class Judgement:
    """Which documents are to be left out (`out`) or taken in: by id, or by conditions; and why."""

    out: bool
    reason: str
    by: str = ""
    ids: tuple[str, ...] = ()
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """The ids that were left out or taken in, those that were so already, and what is left.

    `n_left` documents are in the corpus, and `n_out` are left out of it.
    """

    changed: tuple[str, ...]
    already: tuple[str, ...]
    n_left: int
    n_out: int


def judge_documents(
    workspace: Workspace, name: str, judgement: Judgement, *, dry_run: bool = False
) -> Judged:
    """Write into the ledger of a corpus what is decided about some of its documents.

    Conditions choose among the documents that are in, or of those that are out. Raises
    NotFoundError for an id that the corpus has not; InputError for no reason, for conditions that
    no document meets, and where no document would be left.
    """
    if not judgement.reason.strip():
        raise InputError("A decision about documents needs a reason.", hint="Say --reason TEXT.")
    judgements: list[Judged] = []

    def change(stored: Stored) -> Stored:
        judged, ledger = _judged(stored, judgement)
        judgements.append(judged)
        return replace(stored, beside=replace(stored.beside, ledger=ledger))

    change_corpus(workspace, name, change, dry_run=dry_run)
    return judgements[-1]


def _judged(stored: Stored, judgement: Judgement) -> tuple[Judged, Ledger]:
    whole, there = stored.corpus(whole=True), stored.corpus()
    excluded = set(there.excluded)
    chosen = list(dict.fromkeys(judgement.ids)) or _by_conditions(stored, judgement)
    texts = dict(zip(whole.ids, whole.texts, strict=True))
    for identity in chosen:
        if identity not in texts:
            raise NotFoundError(
                f"'{whole.name}' has no document '{identity}'.",
                hint=did_you_mean(identity, whole.ids),
            )
    already = [document for document in chosen if (document in excluded) == judgement.out]
    changed = [document for document in chosen if (document in excluded) != judgement.out]
    out = excluded | set(changed) if judgement.out else excluded - set(changed)
    if len(out) == len(whole):
        raise InputError(f"No document of '{whole.name}' would be left.", hint="Exclude fewer.")
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    entries = (
        Exclusion(
            document=identity,
            text_digest=digest_of_text(texts[identity]),
            when=when,
            by=judgement.by.strip(),
            reason=judgement.reason.strip(),
            out=judgement.out,
        )
        for identity in changed
    )
    ledger = Ledger(entries=(*stored.beside.ledger.entries, *entries))
    return Judged(tuple(changed), tuple(already), len(whole) - len(out), len(out)), ledger


def _by_conditions(stored: Stored, judgement: Judgement) -> Sequence[str]:
    """Return the documents that conditions choose: of those in the corpus, or of those left out."""
    there = stored.corpus() if judgement.out else excluded_documents(stored)
    return select_documents(there, judgement.where).ids


def excluded_documents(stored: Stored) -> Corpus:
    """Return the documents that are left out, with the reason, the time and the person.

    Raises InputError where there are none.
    """
    whole, out = stored.corpus(whole=True), set(stored.corpus().excluded)
    if not out:
        raise InputError(f"No document of '{whole.name}' is excluded.", hint="All are in.")
    chosen = whole.select([identity in out for identity in whole.ids], ())
    entries = [stored.beside.ledger.standing[identity] for identity in chosen.ids]
    columns_of_ledger = {
        "excluded_because": [entry.reason for entry in entries],
        "excluded_by": [entry.by or None for entry in entries],
        "excluded_at": [entry.when for entry in entries],
    }
    columns = {
        META + name: pd.Series(cells, dtype="object") for name, cells in columns_of_ledger.items()
    }
    return replace(chosen, documents=chosen.documents.assign(**columns))
