"""What a language model is least sure of, as a sheet for people: abstentions stand first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from textmine.classify.machine_codes import MachineCodes, confidence_of
from textmine.classify.review.queue import OpenQuestion, QueueItem, ReviewQueue
from textmine.classify.review.queue_sheet import QueueSheet, write_queue
from textmine.codebook import Codebook
from textmine.coding import Draw
from textmine.corpus import Corpus
from textmine.llm.answer import Said
from textmine.llm.prompt import Prompt
from textmine.store import Workspace

_LEVEL = 0.9


@dataclass(frozen=True)
class LlmReview:
    """What is left to people: a share of the documents, 0 to 1, in the sheet `queue`.

    Documents that people `coded` already are left out; None where that is to be looked up.
    """

    share: float
    queue: Path
    coded: frozenset[str] | None = None


def write_review(
    workspace: Workspace,
    asked: LlmReview,
    coder: str,
    book: Codebook,
    chosen: Corpus,
    prompts: Sequence[Prompt],
    said: Sequence[Said],
) -> Draw | None:
    """Write the sheet, and return its draw, None where nothing is left to people.

    The least sure stand first, abstentions before all others.
    """
    coded = asked.coded or ()
    rest = [identity for identity in chosen.ids if identity not in coded]
    parts = [machine_codes(prompt, said, rest) for prompt in prompts]
    silent = {answer.document for answer in said if answer.codes is None}
    sure = confidence_of(parts) * np.array(
        [identity not in silent for identity in rest], dtype=np.float64
    )
    n = min(len(rest), math.ceil(asked.share * len(rest)))
    places = [int(index) for index in np.argsort(sure, kind="stable")[:n]]
    items = tuple(
        QueueItem(
            place=index,
            document=rest[index],
            confidence=float(sure[index]),
            questions=tuple(_open(part, index, rest[index] in silent) for part in parts),
            alike=0,
            n_alike=1,
        )
        for index in places
    )
    if not items:
        return None
    sheet = QueueSheet(asked.queue, coder, book, {"share": asked.share})
    queue = ReviewQueue(items, {}, _LEVEL)
    return write_queue(workspace, sheet, chosen, parts, queue)


def machine_codes(prompt: Prompt, said: Sequence[Said], documents: Sequence[str]) -> MachineCodes:
    """Return what is said of documents on the dimension of a prompt; nothing where it abstains."""
    dimension = prompt.dimension
    mine = {answer.document: answer for answer in said if answer.dimension == dimension.id}
    codes = dimension.code_ids
    marks = [[code in (mine[document].codes or ()) for code in codes] for document in documents]
    p = [mine[document].probabilities for document in documents]
    shape = (len(documents), len(codes))
    return MachineCodes(
        dimension.id,
        dimension.labels,
        tuple(codes),
        tuple(documents),
        np.array(p, dtype=np.float64).reshape(shape),
        np.array(marks, dtype=np.bool_).reshape(shape),
    )


def _open(part: MachineCodes, index: int, silent: bool) -> OpenQuestion:
    """Return what is open in one document: every code that some sample gave, all where silent."""
    p, marks = part.probabilities[index], part.given[index]
    order = [int(at) for at in np.argsort(-p, kind="stable")]
    listed = [at for at in order if silent or p[at] > 0 or marks[at]]
    if part.labels == "single":
        doubtful = listed if len(listed) > 1 else []
        n_open = len(listed) if silent else max(0, len(listed) - 1)
    else:
        doubtful = [at for at in listed if silent or p[at] < 1]
        n_open = len(doubtful)
    names = part.classes
    return OpenQuestion(
        part.dimension,
        tuple(names[at] for at in listed),
        tuple(float(p[at]) for at in listed),
        tuple(names[at] for at in doubtful),
        n_open,
        False,
    )
