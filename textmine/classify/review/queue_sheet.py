"""A review queue as a coding sheet: the machine's codes to read, empty columns to fill in.

The sheet comes back with 'textmine coding import'. Its documents are kept as a draw with the
purpose "review", so that it stays known which documents people coded with the machine's suggestion
in view, and that these were chosen, not drawn by chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine import __version__
from textmine.choices import SheetFormat
from textmine.classify.features.blocks import BLOCKS
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.review.queue import QueueItem, ReviewQueue
from textmine.classify.suggesting.suggestion_sheets import Columns, code_names, hidden, with_figures
from textmine.classify.trained.explaining import Why, in_the_text
from textmine.codebook import Codebook, find_codebook
from textmine.coding import Draw, open_draws
from textmine.coding.sampling.blind_share import BlindShare, blind_by_lot, places_by_lot
from textmine.coding.sampling.design import ALIKE, CHANCES, DECIDE, POSSIBLE, WHY, WORDS
from textmine.coding.sampling.draws import REVIEW, Candidate, Design, Suggested
from textmine.coding.sheets.exporting import sheet_bytes, written_with
from textmine.coding.sheets.origin import SheetOrigin, shown_id
from textmine.coding.sheets.written import remember_sheets
from textmine.coding.suggested import NOTHING, machine_coder, machine_header, machine_named
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import now
from textmine.store import Workspace, replacing_file, sha256_of_json

_WORDS = BLOCKS["words"].title

_KINDS = (".csv", ".xlsx")
_ALIKE = "alike"


@dataclass(frozen=True)
class QueueSheet:
    """Where the queue of a run goes, and what is noted of it; `design` says how it was chosen.

    Without a `blind` share every document shows what the machine says.
    """

    path: Path
    model: str
    codebook: Codebook
    design: Design
    blind: BlindShare | None = None

    @property
    def by(self) -> str:
        """The machine whose suggestions the sheet shows: the model, or another by its own name."""
        return machine_coder(self.model)


def check_queue_file(path: Path) -> None:
    """Raise InputError when a queue cannot be written there: codes may stand in the file."""
    if path.suffix.lower() not in _KINDS:
        raise InputError(
            f"{path} is neither .csv nor .xlsx.", hint="A queue is a coding sheet of one of these."
        )
    if path.exists():
        raise InputError(
            f"{path} is there already, and codes may stand in it.",
            hint="Name another file, or take it away.",
        )


def sheet_codebook(workspace: Workspace, codebook: Codebook) -> Codebook:
    """Return a model's codebook as the workspace has it, in the version of the model.

    Raises NotFoundError or InputError when it is not there: a sheet could not come back.
    """
    return find_codebook(f"{codebook.name}@{codebook.version}", workspace)


def write_queue(
    workspace: Workspace,
    sheet: QueueSheet,
    corpus: Corpus,
    said: Sequence[MachineCodes],
    queue: ReviewQueue,
    why: Iterable[Why] = (),
) -> Draw:
    """Write the queue in its order, keep its documents as a draw, and return that.

    The draw keeps what a page shows beside each document, with the reasons in `why`.

    Raises InputError or StoreError, and keeps neither, when the file cannot be written.
    """
    check_queue_file(sheet.path)
    store = open_draws(workspace)
    taken = {draw.name for draw in store.all(corpus.name)}
    number = next(n for n in range(1, len(taken) + 2) if f"{REVIEW}-{n}" not in taken)
    name = f"{REVIEW}-{number}"
    items, blind = _dealt(queue.items, sheet.blind)
    documents = [item.document for item in items]
    book = sheet.codebook
    origin = SheetOrigin(
        corpus.name,
        book.name,
        book.version,
        name,
        "",
        1,
        tuple(map(shown_id, documents)),
        suggestions_by=sheet.by,
    )
    lot: Design = (
        {"blind_share": sheet.blind.share, "seed": sheet.blind.seed, "blind": blind}
        if sheet.blind
        else {}
    )
    draw = Draw(
        corpus=corpus.name,
        name=name,
        created_at=now(),
        design={
            "purpose": REVIEW,
            "round": 1,
            "method": f"chosen by {machine_named(sheet.by)}",
            "model": sheet.model,
            "shown": f"the suggestions of {machine_named(sheet.by)}",
            "n": len(documents),
            "chosen": documents,
            "codebook": f"{book.name}@{book.version}",
            "suggested": {
                part.dimension: {item.document: list(part.codes_at(item.place)) for item in items}
                for part in said
            },
            "textmine": __version__,
            **shown_facts(items, said, why),
            **lot,
            **sheet.design,
        },
        frame=tuple(Candidate(document, REVIEW, 1.0, True) for document in documents),
    )
    form: SheetFormat = "xlsx" if sheet.path.suffix.lower() == ".xlsx" else "csv"
    beside = hidden(queue_columns(queue, said, book), blind, keep=(_ALIKE,))
    with workspace.whole():
        with replacing_file(sheet.path) as draft:
            draft.write_bytes(sheet_bytes(corpus, book, origin, documents, form, beside))
        store.add(draw)
        remember_sheets(workspace, [written_with(origin, sheet.path)])
    return draw


def queue_digest(draw: Draw | None) -> str:
    """Return the hash of all that the sheet of a queue shows, in its order; "" for no queue.

    The name of the draw and the time are no part of it: a repetition has others.
    """
    if draw is None:
        return ""
    shown = {key: value for key, value in draw.design.items() if key != "textmine"}
    return sha256_of_json([draw.corpus, shown])


def _dealt(
    items: Sequence[QueueItem], blind: BlindShare | None
) -> tuple[Sequence[QueueItem], list[str]]:
    """Return the queue in the order of the sheet, and which of its documents are blind."""
    if blind is None:
        return items, []
    blocks: list[list[QueueItem]] = []
    for item in items:
        if blocks and item.alike and item.alike == blocks[-1][0].alike:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    groups = [number for number, block in enumerate(blocks) for _ in block]
    taken = dict(zip(groups, blind_by_lot(groups, blind.share, blind.seed), strict=True))
    order = places_by_lot([taken[number] for number in range(len(blocks))], blind.seed)
    documents = [
        queue_item.document for n, block in enumerate(blocks) if taken[n] for queue_item in block
    ]
    return [item for number in order for item in blocks[number]], documents


def queue_columns(queue: ReviewQueue, said: Sequence[MachineCodes], book: Codebook) -> Columns:
    """Return the columns to read: alike texts, the machine's codes, what is open, and why."""
    names = code_names(book)
    columns: Columns = {_ALIKE: {item.document: _alike(item) for item in queue.items}}
    for number, part in enumerate(said):
        shown = names.get(part.dimension, {})
        columns[machine_header(part.dimension)] = {
            item.document: _given(part, item.place, shown) for item in queue.items
        }
        columns[f"possible ({part.dimension})"] = {
            item.document: with_figures(
                item.questions[number].codes, item.questions[number].probabilities, shown
            )
            if item.questions[number].n_open
            else ""
            for item in queue.items
        }
    columns["to decide"] = {item.document: item.reason for item in queue.items}
    return {name: cells for name, cells in columns.items() if any(cells.values())}


def _given(part: MachineCodes, index: int, names: dict[str, str]) -> str:
    marked = part.given[index]
    codes = [code for code, yes in zip(part.classes, marked, strict=True) if yes]
    figures = [float(p) for p in part.probabilities[index][marked]]
    shown = with_figures(codes, figures, names) or NOTHING
    likelier = part.more_probable_at(index)
    if not likelier:
        return shown
    figures = [float(part.probabilities[index, part.classes.index(code)]) for code in likelier]
    return f"{shown}; more probable: {with_figures(likelier, figures, names)}"


def _alike(item: QueueItem) -> str:
    return f"{item.alike}: {item.n_alike} nearly the same" if item.alike else ""


def shown_facts(
    items: Sequence[QueueItem], said: Sequence[MachineCodes], why: Iterable[Why]
) -> dict[str, Suggested]:
    """Return the facts of a review draw under their names in its design.

    `items` have a question for each part of `said`, in its order; `why` may be of other documents
    too, or empty.
    """
    queued = {item.document for item in items}
    possible: Suggested = {}
    chances: Suggested = {}
    for number, part in enumerate(said):
        asked = {item.document: item.questions[number] for item in items}
        possible[part.dimension] = {name: list(question.codes) for name, question in asked.items()}
        chances[part.dimension] = {
            name: [f"{p:.3f}" for p in question.probabilities] for name, question in asked.items()
        }
    words: Suggested = {}
    reasons: Suggested = {}
    for reason in why:
        if reason.document in queued:
            spoke = [
                in_the_text(term.what)
                for term in reason.terms
                if term.block == _WORDS and term.weight > 0
            ]
            _of(words, reason).extend(spoke)
            _of(reasons, reason).extend(_reasons(reason))
    facts = {
        POSSIBLE: possible,
        CHANCES: chances,
        DECIDE: {"": {item.document: [item.reason] for item in items}},
        ALIKE: {"": {item.document: [str(item.alike)] for item in items if item.alike}},
        WORDS: words,
        WHY: reasons,
    }
    return {name: fact for name, fact in facts.items() if any(fact.values())}


def _of(facts: Suggested, why: Why) -> list[str]:
    return facts.setdefault(why.dimension, {}).setdefault(why.document, [])


def _reasons(why: Why) -> list[str]:
    """Return each term as a line: its weight, for or against the code, and what it is."""
    against = f" rather than {why.against}" if why.against else ""
    lines = [f"{why.code}{against}:"]
    for term in why.terms:
        what = f": {term.what}" if term.what else ""
        lines.append(f"{term.weight:+.2f} {term.block}{what}")
    return lines
