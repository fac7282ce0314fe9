"""What a model keeps of its training: held-out codes, and the corpus and groups behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textmine.classify.out_of_fold import HeldOutCodes, read_held_out
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.seen import DOCUMENT, Seen
from textmine.codebook import Codebook
from textmine.coding.copied import Later
from textmine.coding.store import open_codings
from textmine.corpus import Corpus, group_numbers, load_corpus
from textmine.errors import InputError, NotFoundError
from textmine.schema import Coding
from textmine.store import Workspace
from textmine.store.history import changes

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


@dataclass(frozen=True)
class KnownModel:
    """A model with what its training left behind, read when it is asked for.

    `held_out` gives the held-out codes of each dimension, `groups` the group of each document of
    the training corpus (None when it is gone). With a workspace, texts that were read before are
    not read again, and `later` gives the codings that came after the model was first made.
    """

    model: CodingModel
    held_out: Callable[[], list[HeldOutCodes]]
    groups: Callable[[], Mapping[str, int] | None]
    workspace: Keep = None
    later: Later = list

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.model.name

    @property
    def codebook(self) -> Codebook:
        """The codebook that it was trained with."""
        return self.model.codebook

    @property
    def dimensions(self) -> list[str]:
        """The dimensions that it codes."""
        return [part.dimension for part in self.model.dimensions]


def known_model(workspace: Workspace, model: CodingModel) -> KnownModel:
    """Return a model of the workspace with what its training left there."""
    return KnownModel(
        model,
        partial(held_out_codes, workspace, model),
        partial(training_groups, workspace, model),
        workspace,
        partial(came_after, workspace, model.name),
    )


def came_after(workspace: Workspace, model: str, codings: Sequence[Coding]) -> list[Coding]:
    """Return the codings of one corpus that came after a model of that name was first saved here.

    The history says when each batch came; what tables say of their dates does not count. All are
    returned of a model, and none of the batches, that the history does not know.
    """
    done = changes(workspace.root)
    saved = [
        change for change in done if any(part.where == f"models/{model}" for part in change.parts)
    ]
    if not saved or not codings:
        return list(codings)
    corpus = codings[0].corpus
    places = [(part, change.number) for change in done for part in change.parts]
    came = {part.number: at for part, at in places if part.where == f"codings/{corpus}"}
    batch = {
        (entry.coding.document, entry.coding.coder): entry.batch
        for entry in open_codings(workspace).history(corpus)
    }
    return [
        coding
        for coding in codings
        if came.get(batch.get((coding.document, coding.coder), 0), 0) > saved[0].number
    ]


def held_out_codes(workspace: Workspace, model: CodingModel) -> list[HeldOutCodes]:
    """Return the held-out codes of each dimension of a model, in its order.

    Raises InputError when the model has none.
    """
    folder = workspace.folder("models", model.name)
    return [read_held_out(folder, part.dimension, part.labels) for part in model.dimensions]


def training_corpus(workspace: Workspace, model: CodingModel) -> Corpus | None:
    """Return the corpus that a model was trained on, None when the workspace has it no more."""
    try:
        return load_corpus(workspace, str(model.manifest.details["corpus"]))
    except NotFoundError:
        return None


def training_groups(workspace: Workspace, model: CodingModel) -> Mapping[str, int] | None:
    """Return the group of each document of a model's training corpus; None when it is gone."""
    corpus = training_corpus(workspace, model)
    if corpus is None:
        return None
    ids = corpus.ids
    return dict(zip(ids, group_numbers(corpus, ids).tolist(), strict=True))


def without_trained(model: CodingModel, corpus: Corpus, seen: Seen) -> list[int]:
    """Return the places of the documents that the model was not trained on.

    A machine is surer of what it has seen than of anything new, and people coded it anyway. Others
    of their threads and the same texts elsewhere stay: nobody coded them. Raises InputError when
    none is left.
    """
    trained = seen.of(DOCUMENT)
    places = [index for index, identity in enumerate(corpus.ids) if identity not in trained]
    if not places:
        raise InputError(
            f"'{model.name}' was trained on all {len(corpus)} documents: people have coded them.",
            hint="Apply it to new documents.",
        )
    return places
