"""Systems that are held against coders: trained models, tables of predictions, stored codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.classify import apply_model, load_model
from textmine.classify.trained.model import CodingModel, document_fingerprints, text_fingerprints
from textmine.classify.trained.out_of_fold import HeldOutCodes, read_held_out
from textmine.codebook import Codebook
from textmine.codebook.changes import carry_code
from textmine.coding.statements import Codes, coder_names, codes_of
from textmine.coding.tables.layout import guess_layout
from textmine.coding.tables.reading import read_codings, refuse_bad_rows
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.corpus.filter import select_rows
from textmine.corpus.groups import group_labels
from textmine.corpus.reading.readers import read_raw
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Workspace
from textmine.store.manifest import MANIFEST


@dataclass(frozen=True)
class System:
    """What one system says of the documents of a corpus, and what is to be known about it.

    `folds` has the fold in which each document was held out, for a trained model.
    """

    name: str
    codes: Codes
    folds: dict[str, dict[str, int]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def find_system(
    spec: str,
    workspace: Workspace,
    corpus: Corpus,
    codebook: Codebook,
    codings: Sequence[Coding],
    wanted: Sequence[str],
    progress: Progress = silent,
) -> System:
    """Return a system by the name of a model, a file of predictions, or a coder's name.

    `spec` is NAME or NAME=FILE. `wanted` are the documents that coders coded. Raises InputError
    when nothing of that name is there, or when predictions do not fit corpus and codebook.
    """
    name, equals, file = spec.partition("=")
    path = Path(file if equals else spec)
    if equals or path.suffix in (".csv", ".tsv", ".jsonl", ".xlsx") or path.is_file():
        return _of_table(name if equals else path.stem, path, corpus, codebook)
    if spec in workspace.names("models", MANIFEST):
        model = load_model(workspace, spec)
        return _of_model(model, workspace, corpus, codebook, wanted, progress)
    if spec.startswith("model:"):
        raise InputError(
            f"'{spec}' are codes that a model recorded, perhaps of documents it was trained on.",
            hint=f"Name the model itself: --system {spec.removeprefix('model:')}.",
        )
    coders = coder_names(codings)
    if spec in coders:
        return System(spec, codes_of(coding for coding in codings if coding.coder == spec))
    raise InputError(
        f"There is no model, file or coder '{spec}'.",
        hint=f"Models: {', '.join(workspace.names('models', MANIFEST)) or 'none'}; coders: "
        f"{', '.join(coders)}; or give a file of predictions as NAME=FILE.csv.",
    )


def _of_table(name: str, path: Path, corpus: Corpus, codebook: Codebook) -> System:
    """Read predictions: a column a dimension, or document, dimension, code."""
    table = read_raw(path)
    if "corpus" in table.columns:
        table = select_rows(table, [f"corpus={corpus.name}"])
    dimensions = [dimension.id for dimension in codebook.dimensions]
    layout = guess_layout(table, dimensions, coder=name)
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    read = read_codings(table, layout, codebook, corpus.name, texts)
    refuse_bad_rows(path, read.problems)
    if not read.codings:
        raise InputError(f"{path} holds no code.", hint="Are the code columns empty?")
    return System(name, codes_of(read.codings))


def _of_model(
    model: CodingModel,
    workspace: Workspace,
    corpus: Corpus,
    codebook: Codebook,
    wanted: Sequence[str],
    progress: Progress,
) -> System:
    """Take held-out codes of the documents it was trained on, and apply it to unseen groups.

    A document that it was not trained on counts only when none of its thread was.
    """
    folder = workspace.folder("models", model.name)
    held = [read_held_out(folder, part.dimension, part.labels) for part in model.dimensions]
    own = model.manifest.details["corpus"] == corpus.name
    said_before = _marked(corpus, text_fingerprints(corpus), model)
    same = _marked(corpus, document_fingerprints(corpus), model)
    # A text that was trained on is seen, whatever its id is now; only where the id is the same too
    # is there a held-out code of it.
    seen = said_before | same
    group_of = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    touched = {group_of[identity] for identity in seen}
    fresh = [
        identity
        for identity in wanted
        if identity not in seen and group_of[identity] not in touched
    ]
    codes: Codes = {}
    if own:
        codes = {part.said.dimension: _held_out_codes(part, same) for part in held}
    if fresh:
        keep = set(fresh)
        chosen = corpus.select([identity in keep for identity in corpus.ids], ())
        n_process = workspace.settings.nlp.n_process
        for dimension, said in apply_model(
            workspace, model, corpus, chosen, n_process, progress
        ).items():
            codes.setdefault(dimension, {}).update(
                {d: frozenset(c) for d, c in zip(said.documents, said.codes, strict=True)}
            )
    left = len(set(wanted) - set(fresh) - (same if own else set()))
    return System(
        model.name,
        _carried(codes, model, codebook),
        _folds(held) if own else {},
        _model_remarks(model, own, len(fresh), left),
    )


def _marked(corpus: Corpus, marks: Sequence[str], model: CodingModel) -> set[str]:
    """Return the documents whose fingerprint is among those of the training documents."""
    return {i for i, mark in zip(corpus.ids, marks, strict=True) if mark in model.trained_on}


def _carried(codes: Codes, model: CodingModel, codebook: Codebook) -> Codes:
    """Read a model's codes in the codebook as it is now; undecided ones are left out."""
    if model.codebook.name != codebook.name or model.codebook.version >= codebook.version:
        return codes
    version = model.codebook.version
    carried: Codes = {}
    for dimension, said in codes.items():
        for document, given in said.items():
            now = {carry_code(codebook, dimension, code, version).code for code in given}
            if None not in now:
                kept = frozenset(code for code in now if code is not None)
                carried.setdefault(dimension, {})[document] = kept
    return carried


def _model_remarks(model: CodingModel, own: bool, fresh: int, left: int) -> tuple[str, ...]:
    groups = model.manifest.details["groups"]
    remarks = []
    if own:
        remarks.append(
            f"'{model.name}' is scored by its held-out codes: no document by a model that saw its "
            f"{groups}."
        )
    if fresh:
        remarks.append(f"'{model.name}' was applied to {fresh:,} documents that it had not seen.")
    if left:
        remarks.append(
            f"{left:,} coded documents are left out for '{model.name}': it was trained on them or "
            f"on others of their {groups}."
        )
    return tuple(remarks)


def _held_out_codes(part: HeldOutCodes, seen: set[str]) -> dict[str, frozenset[str]]:
    """Return the held-out code of each document that still reads as it did in training."""
    return {
        document: frozenset(codes)
        for document, codes in zip(part.said.documents, part.said.codes, strict=True)
        if document in seen
    }


def _folds(held: Sequence[HeldOutCodes]) -> dict[str, dict[str, int]]:
    return {
        part.said.dimension: {
            document: int(fold)
            for document, fold in zip(part.said.documents, part.fold, strict=True)
        }
        for part in held
    }
