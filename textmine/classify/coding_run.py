"""Code a corpus with a model and write what is asked for, whole or not at all."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from textmine import __version__
from textmine.arrays import Bools, Ints
from textmine.classify.applying import Applied, code_documents, machine_codings, rows_among
from textmine.classify.drift.counted import summary_of
from textmine.classify.drift.drift import Drift, compare_summary
from textmine.classify.drift.drift_profile import Profile, read_profile
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.review.queue_sheet import queue_digest
from textmine.classify.review.run_triage import TriagedRun, triage_run
from textmine.classify.run_manifest import RUNS, RunRequest, keep_run, run_name
from textmine.classify.thread_runs import Wanted
from textmine.classify.trained.explaining import why_rows
from textmine.classify.trained.model import CodingModel, load_model
from textmine.classify.trained.prediction_table import PredictionRows
from textmine.classify.trained.seen import DOCUMENT, TEXT, Marks, marks_in, seen_by
from textmine.coding import attributes_of, breaks_in, open_codings
from textmine.coding.digest import digest_of_parts
from textmine.coding.rule_check import RuleBreak
from textmine.coding.statements import Codes
from textmine.coding.texts import ReadTexts
from textmine.config import Progress, silent
from textmine.corpus import Corpus, group_numbers, select_documents
from textmine.corpus.taking import BATCH, LIGHT, Taking, open_taking
from textmine.nlp.cache import Keep
from textmine.schema import TITLE, Coding
from textmine.store import Workspace, replacing_file, sha256_of_json, sha256_of_text
from textmine.store.tables import write_table
from textmine.store.versions import versions

ROOM = "applied"


def keep_codes(
    workspace: Keep, model: CodingModel, whole: Corpus, said: Mapping[str, MachineCodes]
) -> Codes:
    """Keep what a model said of documents of a corpus, beside what is kept, and return it."""
    codes: Codes = {
        dimension: {d: frozenset(c) for d, c in zip(part.documents, part.codes, strict=True)}
        for dimension, part in said.items()
    }
    path = _path(workspace, model, whole)
    if path is not None:
        known = _read(path)
        content = {
            dimension: {
                **known.get(dimension, {}),
                **{document: sorted(c) for document, c in by_document.items()},
            }
            for dimension, by_document in codes.items()
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing_file(path) as draft:
            draft.write_text(json.dumps(content), encoding="utf-8")
    return codes


def kept_codes(
    workspace: Keep,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    apply: Callable[[], Mapping[str, MachineCodes]],
) -> Codes:
    """Return the codes of a model for the documents of `chosen`, by `apply` where none are kept.

    `whole` is the stored corpus that neighbours come from; of a part of one nothing is kept.
    """
    path = _path(workspace, model, whole)
    known = {} if path is None else _read(path)
    there = [known.get(part.dimension, {}) for part in model.dimensions]
    if all(identity in by_document for by_document in there for identity in chosen.ids):
        return {
            part.dimension: {document: frozenset(by_document[document]) for document in chosen.ids}
            for part, by_document in zip(model.dimensions, there, strict=True)
        }
    return keep_codes(workspace, model, whole, apply())


def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        codes: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return codes


def _path(workspace: Keep, model: CodingModel, whole: Corpus) -> Path | None:
    """Return where the codes of a corpus are kept, None where they are not."""
    if not isinstance(workspace, Workspace) or whole.where or not whole.info.digest:
        return None
    key = sha256_of_json(
        {
            "model": model.manifest.model_dump(mode="json"),
            "corpus": whole.info.digest,
            "texts": sha256_of_text("\0".join([*whole.ids, *whole.texts])),
            "versions": {"textmine": __version__, **versions()},
        }
    )
    return workspace.scratch / ROOM / f"{key}.json"


AT_ONCE = 500
"""Documents whose codings are in memory together; the store asks for no more by name."""


@dataclass(frozen=True)
class Recorded:
    """How many machine codings were new, and the digest of all that were given."""

    new: int
    digest: str


def _record_codes(
    workspace: Workspace,
    model: CodingModel,
    documents: Taking,
    chosen: Corpus,
    rows: Sequence[int],
    said: Mapping[str, MachineCodes],
) -> Recorded:
    """Keep the codes of the documents of `chosen`, which are at `rows` of all, as one batch."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    read = zip(chosen.ids, chain.from_iterable(documents.text_batches(rows, BATCH)), strict=True)
    texts = ReadTexts(chosen.info.documents_digest, read)
    parts = (
        codings
        for name, codes in said.items()
        for codings in _coding_parts({name: codes}, range(len(chosen)), chosen.name, model, now)
    )
    entered = open_codings(workspace).append_parts(parts, texts)
    ids = chosen.ids
    by_document = sorted(range(len(ids)), key=ids.__getitem__)
    every = _coding_parts(said, by_document, chosen.name, model, now)
    return Recorded(entered.new, digest_of_parts(every))


def _coding_parts(
    said: Mapping[str, MachineCodes],
    places: Sequence[int],
    corpus: str,
    model: CodingModel,
    at: str = "",
) -> Iterator[list[Coding]]:
    """Yield the codings of documents by place, a part of the documents after the other."""
    for start in range(0, len(places), AT_ONCE):
        here = places[start : start + AT_ONCE]
        yield machine_codings({name: c.take(here) for name, c in said.items()}, corpus, model, at)


_AT_ONCE = 5_000


@dataclass(frozen=True)
class CodingRun:
    """What a model made of a corpus: `rows` are those that are given out, made when they are read.

    `draw` names the draw of the documents for people, "" without; `recorded` is the number of new
    machine codings, None where none were to be kept. `seen` says in words how many documents the
    model knows from its training, `broken` which codes break a rule of the codebook. `drift` is
    None where the model has no profile.
    """

    request: RunRequest
    model: CodingModel
    applied: Applied
    rows: PredictionRows
    triaged: TriagedRun | None
    draw: str
    recorded: int | None
    seen: str
    broken: list[RuleBreak]
    drift: Drift | None

    @property
    def columns(self) -> list[str]:
        """The columns of the rows."""
        return self.rows.columns


def run_model(workspace: Workspace, request: RunRequest, progress: Progress = silent) -> CodingRun:
    """Code the documents, part them, write files and codings in one, and look for drift.

    Raises InputError or NotFoundError before anything is written.
    """
    workspace.folder(RUNS, run_name(request))
    model = load_model(workspace, request.model)
    documents = _documents(workspace, request, model)
    whole = documents.light
    chosen = select_documents(whole, request.where)
    marks = marks_in(model, whole, documents.text_batches(range(len(whole)), _AT_ONCE))
    profile = read_profile(workspace.folder("models", model.name))
    rows_wanted = rows_among(chosen, whole)
    new = None if profile is None else _new_ones(marks, rows_wanted, chosen)
    wanted = Wanted(chosen, rows_wanted, new, request.n_terms if request.why else 0)
    applied = code_documents(workspace, model, documents, wanted, request.spread, progress)
    if documents.texts_are_there:
        keep_codes(workspace, model, whole, applied.codes)
    rows = PredictionRows(model, chosen, applied.codes)
    triaged = None
    if request.review is not None:
        seen = seen_by(marks.take(rows_wanted), chosen)
        run = (chosen, rows_wanted.tolist(), applied.codes, seen)
        triaged = triage_run(workspace, model, documents, *run, request.review)
        rows = rows.only(triaged.accepted)
    recorded = None
    writes = request.record or request.review or request.out or request.why
    with workspace.whole() if writes else nullcontext():
        if request.why is not None:
            reasons = why_rows(applied.why)
            first = next(reasons, None)
            rest = chain([] if first is None else [first], reasons)
            write_table(request.why, first or ["document"], rest)
        if request.out is not None:
            write_table(request.out, rows.columns, rows)
        draw = triaged.write(workspace, applied.why) if triaged else None
        if request.record:
            given = (documents, chosen, rows_wanted.tolist(), applied.codes)
            recorded = _record_codes(workspace, model, *given)
        if writes:
            digest = recorded.digest if recorded else ""
            keep_run(workspace, request, model, chosen, digest, queue_digest(draw))
    return CodingRun(
        request=request,
        model=model,
        applied=applied,
        rows=rows,
        triaged=triaged,
        draw=draw.name if draw else "",
        recorded=recorded.new if recorded else None,
        seen=seen_by(marks, whole).told(chosen.ids),
        broken=_broken(applied, chosen, model),
        drift=None if profile is None else drift_of(profile, wanted, applied),
    )


def _documents(workspace: Workspace, request: RunRequest, model: CodingModel) -> Taking:
    """Return the documents, all of them with the columns that are asked for."""
    about = request.where or model.codebook.attributes
    columns = (*LIGHT, TITLE) if request.review else LIGHT
    return open_taking(workspace, request.corpus, None if about else columns)


def _new_ones(marks: Marks, wanted_rows: Ints, chosen: Corpus) -> Bools:
    """Return which of all documents are chosen and new to the model: no gold, but no repeats."""
    seen = seen_by(marks.take(wanted_rows), chosen).of(DOCUMENT, TEXT)
    new = np.zeros(len(marks.documents), dtype=bool)
    new[wanted_rows] = [identity not in seen for identity in chosen.ids]
    return new


def _broken(applied: Applied, chosen: Corpus, model: CodingModel) -> list[RuleBreak]:
    """Return the rules that codes break, by document."""
    if not model.codebook.rules:
        return []
    about = attributes_of(chosen, model.codebook)
    parts = _coding_parts(applied.codes, range(len(chosen)), chosen.name, model)
    breaks = [found for part in parts for found in breaks_in(part, model.codebook, about)]
    return sorted(breaks, key=lambda rule_break: rule_break.document)


def drift_of(profile: Profile, wanted: Wanted, applied: Applied) -> Drift:
    """Return how far the documents that were counted are from a model's training corpus.

    Documents that the model was trained on are left out: it is surer of them.
    """
    every, new = wanted.chosen.ids, wanted.counted
    places = np.flatnonzero(new[wanted.rows]) if new is not None else np.zeros(0, dtype=np.int64)
    ids = [every[index] for index in places]
    n_groups = len(np.unique(group_numbers(wanted.chosen, ids))) if ids else 0
    machine_codes = [part.take(places) for part in applied.codes.values()]
    return compare_summary(profile, summary_of(applied.counted, n_groups, machine_codes))
