"""What is asked of a run of a model over a corpus, and its manifest: what it read and gave out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine import __version__
from textmine.classify.review.run_triage import ReviewRequest
from textmine.classify.trained.model import CodingModel
from textmine.corpus import Corpus
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace, sha256_of_file, write_manifest
from textmine.store.manifest import manifest_digest
from textmine.store.whole import as_prepared

RUNS = "runs"
_LONGEST = 80


@dataclass(frozen=True)
class RunRequest:
    """What a model is to code, and where its codes go: to a file, among the codings, to people.

    `why` is the file for `n_terms` reasons of each code. Only what is not left to people in
    `review` goes to `out`; with `record` every code is kept as a machine coding. What was given out
    is kept as runs/`name`, by default MODEL-CORPUS-FILE. `spread` is where partitions are worked.
    """

    model: str
    corpus: str
    where: Sequence[str] = ()
    out: Path | None = None
    why: Path | None = None
    n_terms: int = 8
    record: bool = False
    review: ReviewRequest | None = None
    spread: Where = HERE
    name: str = ""


def run_name(request: RunRequest) -> str:
    """Return the name under which a run is kept: MODEL-CORPUS-FILE where none was given."""
    if request.name:
        return request.name
    file = request.out or request.why
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", file.stem) if file else ""
    return "-".join(filter(None, (request.model, request.corpus, stem)))[:_LONGEST]


def keep_run(
    workspace: Workspace,
    request: RunRequest,
    model: CodingModel,
    chosen: Corpus,
    recorded: str,
    queue: str = "",
) -> None:
    """Write runs/NAME in the open block: the files that were written there are hashed.

    `recorded` is the digest of the codings that were kept, "" where none were to be; `queue` is the
    hash of what is left to people; they fill in its sheet, which is not hashed.
    """
    name, blind = run_name(request), request.review.blind if request.review else None
    files = {"out": request.out, "why": request.why}
    manifest = Manifest(
        kind="applied",
        name=name,
        textmine=__version__,
        synthetic=model.manifest.synthetic or chosen.info.synthetic,
        seed=model.manifest.seed,
        settings={
            "model": request.model,
            "where": list(chosen.where),
            "n_terms": request.n_terms,
            "record": request.record,
            "review": request.review.share if request.review else None,
            "max_error": request.review.max_error if request.review else None,
            **({"blind_share": blind.share, "blind_seed": blind.seed} if blind else {}),
            "nlp": model.nlp.model_dump(mode="json", exclude={"n_process"}),
            **{kind: told_path(workspace, path) for kind, path in files.items() if path},
        },
        inputs={f"corpora/{chosen.name}": chosen.info.digest},
        details={
            "corpus": chosen.name,
            "documents": len(chosen),
            "outputs": {
                kind: sha256_of_file(as_prepared(path.absolute()))
                for kind, path in files.items()
                if path
            },
            "recorded": recorded,
            **({"queue": queue} if request.review else {}),
        },
        parents={
            f"models/{request.model}": manifest_digest(workspace.folder("models", model.name))
        },
    )
    with workspace.replacing(workspace.folder(RUNS, name)) as draft:
        write_manifest(draft, manifest)


def told_path(workspace: Workspace, path: Path) -> str:
    """Return where a file lies in the workspace, or its name alone where it lies elsewhere."""
    path = path.absolute()
    if path.is_relative_to(workspace.root):
        return path.relative_to(workspace.root).as_posix()
    return path.name
