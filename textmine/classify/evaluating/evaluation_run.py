"""Score a model of a workspace on a coded corpus of it: which codes, and which documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textmine.classify.applying import apply_model
from textmine.classify.evaluating.evaluating import Evaluation, evaluate_model
from textmine.classify.scoring.gold import gold_codes
from textmine.classify.trained.held_out import came_after
from textmine.classify.trained.model import CodingModel, load_model
from textmine.codebook import Codebook
from textmine.coding import by_people, codebooks_of, final_codes, open_codings, standing_codings
from textmine.coding.sampling.draws import open_draws
from textmine.coding.shown import picked_sentences
from textmine.coding.suggested import model_coder
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus, select_documents
from textmine.errors import InputError
from textmine.store import Workspace


def evaluate_on(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    *,
    coder: str | None = None,
    codebook: str | None = None,
    where: Sequence[str] = (),
    n_process: int = 1,
    progress: Progress = silent,
    tell: Tell = untold,
) -> list[Evaluation]:
    """Score the model `name` on the documents of a corpus that meet `where`.

    The codes are those of `coder`, or the final ones; with None for `codebook`, those with the
    model's where people used it. It is told whose they are. Raises InputError where no document is
    left to score, and where the codebook has other codes than when the model was trained.
    """
    model = load_model(workspace, name)
    chosen = select_documents(corpus, where)
    used = codebooks_of(by_people(open_codings(workspace).current(corpus.name)))
    if codebook is None and model.codebook.name in used:
        codebook = model.codebook.name
    stands = standing_codings(workspace, corpus, codebook)
    for remark in stands.remarks:
        tell(remark)
    if stands.codebook.name == model.codebook.name:
        _refuse_older(model, stands.codebook)
    ids = set(chosen.ids)
    here = [one for one in stands if one.document in ids]
    draws = open_draws(workspace).all(corpus.name)
    for remark in picked_sentences(draws, here, model_coder(name)):
        tell(remark)
    known = [part.dimension for part in model.dimensions]
    final = final_codes(stands, coder, documents=ids)
    for remark in final.remarks(*known):
        tell(remark)
    gold = gold_codes(final, model.codebook, dimensions=known)
    predictions = apply_model(workspace, model, corpus, chosen, n_process, progress)
    later = partial(came_after, workspace, name)
    return evaluate_model(model, chosen, predictions, gold, stands, whole=corpus, later=later)


def _refuse_older(model: CodingModel, now: Codebook) -> None:
    """Refuse a model whose codes are no longer those of the codebook."""
    trained = model.codebook
    if [d.code_ids for d in trained.dimensions] != [d.code_ids for d in now.dimensions]:
        raise InputError(
            f"'{model.name}' was trained with version {trained.version} of codebook '{now.name}', "
            f"whose codes changed until version {now.version}.",
            hint=f"Train it again: 'textmine train CORPUS --name {model.name}'.",
        )
