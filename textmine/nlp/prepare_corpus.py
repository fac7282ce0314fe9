"""Prepare a stored corpus: its texts are read once, a batch of them in memory at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import open_documents
from textmine.corpus.taking import LIGHT, rows_in_reading_order, taking_stored
from textmine.nlp.prepare import Told, text_reader
from textmine.spread import HERE, Where
from textmine.store import Workspace

_BATCH = 5_000


@dataclass(frozen=True)
class PreparedCorpus:
    """What is said of a corpus that was prepared; `new` texts were read in this run."""

    told: Told
    new: int


def prepare_corpus(
    workspace: Workspace,
    name: str,
    settings: NlpSettings,
    layers: Iterable[str] = (),
    where: Where = HERE,
    progress: Progress = silent,
) -> PreparedCorpus:
    """Read the texts of a corpus that are not kept, thread after thread, as `apply` wants them."""
    documents = taking_stored(open_documents(workspace, name), LIGHT)
    reader = text_reader(settings, layers, workspace)
    rows = rows_in_reading_order(documents.light)
    new = reader.fill(documents.text_batches(rows, _BATCH), len(rows), where, progress)
    facts = Told(reader.choice)
    for texts in documents.text_batches(range(len(rows)), _BATCH):
        facts = facts.with_texts(reader.take(texts, ("words",)))
    return PreparedCorpus(facts, new)
