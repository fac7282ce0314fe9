"""Systems that are held against coders: trained models, tables of predictions, stored codes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from textmine.cells import fold
from textmine.classify import CodingModel, apply_model, load_model
from textmine.classify.coding_run import kept_codes
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.trained.held_out import KnownModel, known_model
from textmine.classify.trained.seen import DOCUMENT, Seen, repeated_texts, seen_in_training
from textmine.codebook import Codebook, current_code
from textmine.coding.copied import Copied, Later, copied_codes
from textmine.coding.machine_tables import writer_of
from textmine.coding.statements import Codes, coder_names, codes_of
from textmine.coding.suggested import MODEL, suggested_documents
from textmine.coding.tables.laying_out import CodingRequest, lay_out, read_found
from textmine.coding.tables.tool_exports import unpacked
from textmine.config import Progress, silent
from textmine.corpus import Corpus, RawTable, read_raw, restored
from textmine.corpus.duplicates.word_for_word import LONG
from textmine.corpus.filter import select_rows
from textmine.errors import InputError
from textmine.llm.run_manifest import abstentions_of
from textmine.schema import Coding
from textmine.store import MANIFEST, Workspace

LoadModel = Callable[[Workspace, str], CodingModel]


@dataclass(frozen=True)
class System:
    """What one system says of the documents of a corpus, and what is to be known about it.

    `folds` has the fold in which each document was held out, for a trained model. `abstained` are
    the documents, by dimension, that it was asked about and gave no code.
    """

    name: str
    codes: Codes
    folds: dict[str, dict[str, int]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    abstained: Mapping[str, Collection[str]] = field(default_factory=dict)


def find_system(
    spec: str,
    workspace: Workspace,
    corpus: Corpus,
    codebook: Codebook,
    codings: Sequence[Coding],
    wanted: Sequence[str],
    progress: Progress = silent,
    load: LoadModel = load_model,
) -> System:
    """Return a system by the name of a model, a file of predictions, or a coder's name.

    `spec` is NAME or NAME=FILE. `wanted` are the documents that coders coded. Raises InputError
    when nothing of that name is there, or when predictions do not fit corpus and codebook.
    """
    name, equals, file = spec.partition("=")
    path = Path(file if equals else spec)
    if equals or path.suffix in (".csv", ".tsv", ".jsonl", ".xlsx") or path.is_file():
        named = name if equals else path.stem
        models = workspace.names("models", MANIFEST)
        raw = read_raw(path)
        return system_of_table(named, raw, corpus, codebook, codings, models, source=str(path))
    if spec in workspace.names("models", MANIFEST):
        known = known_model(workspace, load(workspace, spec))
        n_process = workspace.settings.nlp.n_process
        return system_of_model(known, corpus, codebook, codings, wanted, n_process, progress)
    if spec.removeprefix(MODEL) in workspace.names("models", MANIFEST):
        raise InputError(
            f"'{spec}' are codes that a model recorded, perhaps of documents that it learned from.",
            hint=f"Name the model itself: --system {spec.removeprefix(MODEL)}.",
        )
    coders = coder_names(codings)
    if spec in coders:
        codes = codes_of(coding for coding in codings if coding.coder == spec)
        shown = {code: suggested_documents(codings, spec, code) for code in codes}
        remarks = tuple(_shown_remarks(spec, shown))
        silent = abstentions_of(workspace, corpus.name, spec)
        return System(spec, _not_shown(codes, shown), remarks=remarks, abstained=silent)
    raise InputError(
        f"There is no model, file or coder '{spec}'.",
        hint=f"Models: {', '.join(workspace.names('models', MANIFEST)) or 'none'}; coders: "
        f"{', '.join(coders)}; or give a file of predictions as NAME=FILE.csv.",
    )


def system_of_table(
    name: str,
    raw: RawTable,
    corpus: Corpus,
    codebook: Codebook,
    codings: Sequence[Coding],
    models: Collection[str] = (),
    *,
    source: str = "",
) -> System:
    """Read predictions: a column a dimension, or document, dimension, code.

    Predictions of one of the `models`, which are held out by themselves, are refused. `source` says
    where the table is from.
    """
    table = unpacked(restored(raw))
    source = source or table.source
    if "corpus" in table.columns:
        table = select_rows(table, [f"corpus={corpus.name}"])
    by = writer_of(table)
    model = by.removeprefix(MODEL) if by.startswith(MODEL) else ""
    if model in models:
        raise InputError(
            f"{source} holds what model '{model}' says, perhaps of documents that it learned from.",
            hint=f"Name the model itself: --system {model}.",
        )
    request = CodingRequest(Path(source), corpus.name, codebook.name, coder=name)
    laid = lay_out(table, request, codebook, corpus)
    read = read_found(laid, request, corpus)
    own = [coding for coding in read.codings if fold(coding.coder) == fold(name)]
    codes = codes_of(own or read.codings)
    shown = {code: suggested_documents(codings, model or name, code) for code in codes}
    copies = _copies(name, codes, codings)
    remarks = [
        f"Which documents '{name}' was trained on is not known: those it has seen flatter it.",
        *_shown_remarks(name, shown),
        *(copy.sentence for copy in copies.values()),
        *(f"{table.source}: {remark}" for remark in (*laid.remarks, *read.remarks)),
    ]
    silent: dict[str, set[str]] = {}
    for cell in read.empty:
        silent.setdefault(cell.dimension, set()).add(cell.document)
    told = tuple(remarks[0 if by else 1 :])
    return System(name, _not_shown(codes, shown), remarks=told, abstained=silent)


def system_of_model(
    known: KnownModel,
    corpus: Corpus,
    codebook: Codebook,
    codings: Sequence[Coding],
    wanted: Sequence[str],
    n_process: int = 1,
    progress: Progress = silent,
) -> System:
    """Take held-out codes of the documents it was trained on, and apply it to those it never saw.

    What was coded with its suggestion in view shows nothing of it, and is left out on that
    dimension.
    """
    model, held = known.model, known.held_out()
    seen = seen_in_training(model, corpus)
    trained = seen.of(DOCUMENT)
    repeated = repeated_texts(model, corpus, trained)
    codes: Codes = {}
    if trained:
        codes = {part.said.dimension: _held_out_codes(part, trained - repeated) for part in held}
    fresh = [identity for identity in wanted if identity not in seen.why]
    if fresh:
        keep = set(fresh)
        chosen = corpus.select([identity in keep for identity in corpus.ids], ())
        apply = partial(apply_model, known.workspace, model, corpus, chosen, n_process, progress)
        for dimension, document_codes in kept_codes(
            known.workspace, model, corpus, chosen, apply
        ).items():
            codes.setdefault(dimension, {}).update(document_codes)
    shown = {name: suggested_documents(codings, model.name, name) for name in codes}
    remarks = _model_remarks(model, seen, wanted, repeated, shown)
    newly = {
        name: {document: codes[name][document] for document in fresh if document in codes[name]}
        for name in codes
    }
    for dimension, copied in _copies(model.name, newly, codings, known.later).items():
        if copied.refused:
            shown[dimension] |= copied.documents
        remarks += (f"{copied.sentence}{' They are left out.' if copied.refused else ''}",)
    codes = _not_shown(codes, shown)
    if not any(codes.values()):
        raise InputError(
            f"No coded document shows anything of '{model.name}'. {' '.join(remarks)}".strip(),
            hint="Code other documents without its suggestions: 'textmine coding sample'; or, "
            "where these were coded blind, enter them again with 'textmine coding import FILE "
            "--blind'.",
        )
    return System(
        model.name, _current_codes(codes, model, codebook), _folds(held) if trained else {}, remarks
    )


def _copies(
    name: str, codes: Codes, codings: Sequence[Coding], later: Later = list
) -> dict[str, Copied]:
    """Return the dimensions on which people's codes are all the system's own."""
    copies = {
        dimension: copied_codes(codings, document_codes, dimension, f"'{name}'", later)
        for dimension, document_codes in codes.items()
    }
    return {dimension: copied for dimension, copied in copies.items() if copied is not None}


def _current_codes(codes: Codes, model: CodingModel, codebook: Codebook) -> Codes:
    """Read a model's codes in the codebook as it is now; undecided ones are left out."""
    if model.codebook.name != codebook.name or model.codebook.version >= codebook.version:
        return codes
    version = model.codebook.version
    current: Codes = {}
    for dimension, said in codes.items():
        for document, given in said.items():
            now = {current_code(codebook, dimension, code, version).code for code in given}
            if None not in now:
                current_codes = frozenset(code for code in now if code is not None)
                current.setdefault(dimension, {})[document] = current_codes
    return current


def _model_remarks(
    model: CodingModel,
    seen: Seen,
    wanted: Sequence[str],
    repeated: Collection[str],
    shown: Mapping[str, set[str]],
) -> tuple[str, ...]:
    """Say by which codes a model is scored, and which documents are left out for which reason."""
    groups = model.manifest.details["groups"]
    asked = set(wanted)
    left_out = f"are left out for '{model.name}'"
    remarks = []
    if asked & seen.of(DOCUMENT):
        remarks.append(
            f"'{model.name}' is scored by its held-out codes: no document by a model that saw its "
            f"{groups}."
        )
    fresh = len(asked - set(seen.why))
    if fresh:
        remarks.append(f"'{model.name}' was applied to {fresh:,} documents that it had not seen.")
    left = [document for document in wanted if seen.why.get(document, DOCUMENT) != DOCUMENT]
    if left:
        remarks.append(f"{len(left):,} coded documents {left_out}: {seen.told(left)}.")
    twice = asked.intersection(repeated)
    if twice:
        remarks.append(
            f"{len(twice):,} coded documents {left_out}: they have a text of {LONG} words or more "
            f"that stands word for word in another {seen.groups} it was trained on."
        )
    asked_shown = {dimension: documents & asked for dimension, documents in shown.items()}
    return (*remarks, *_shown_remarks(model.name, asked_shown))


def _not_shown(codes: Codes, shown: Mapping[str, set[str]]) -> Codes:
    """Leave out the documents that people coded with the system's suggestion in view."""
    return {
        name: {
            document: document_codes
            for document, document_codes in by_document.items()
            if document not in shown[name]
        }
        for name, by_document in codes.items()
    }


def _shown_remarks(name: str, shown: Mapping[str, set[str]]) -> list[str]:
    return [
        f"{len(documents):,} documents are left out for '{name}' on '{dimension}': they were coded "
        "with its suggestion in view."
        for dimension, documents in shown.items()
        if documents
    ]


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
