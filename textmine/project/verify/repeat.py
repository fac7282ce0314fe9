"""Repeat a run from what its manifest says of it, in a workspace made for it."""

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textmine.checking.made_from import learned_dimensions
from textmine.classify import gold_codes, train_model
from textmine.classify.coding_run import run_model
from textmine.classify.review.run_triage import ReviewRequest
from textmine.classify.run_manifest import RUNS, RunRequest
from textmine.coding import current_codings, final_codes
from textmine.coding.copying import copy_store
from textmine.coding.sampling.blind_share import BlindShare
from textmine.config import Progress, Settings
from textmine.corpus import load_corpus, select_documents
from textmine.llm.run import run_llm
from textmine.llm.run_manifest import request_of
from textmine.report.whole.build import write_report
from textmine.report.whole.settings import ReportSettings
from textmine.store import SETTINGS, Manifest, Workspace
from textmine.topics import fit_topics
from textmine.topics.updating import settings_of

_ROOMS = ("corpora", "codebooks", "models")
_CODINGS = "codings.db"


@contextmanager
def scratch_workspace(
    workspace: Workspace, settings: Settings, models: Collection[str] | None = None
) -> Iterator[Workspace]:
    """Yield a workspace with the corpora, codebooks, codings and these models (all: None).

    Texts that were read before are read again there, so that a repetition rests on nothing kept.
    The codings are a copy in a file of its own, wherever they are kept.
    """
    with tempfile.TemporaryDirectory(prefix="textmine-verify-") as folder:
        root = Path(folder).resolve()
        _lend_settings(workspace.root / SETTINGS, root / SETTINGS)
        for room in _ROOMS:
            (root / room).mkdir()
            for path in sorted((workspace.root / room).glob("*")):
                if room != "models" or models is None or path.name in models:
                    _lend(path, root / room / path.name)
        own = settings.model_copy(update={"codings": f"sqlite:///{_CODINGS}"})
        space = Workspace(root, own)
        copy_store(workspace.codings_url, space.codings_url)
        yield space


def _lend_settings(path: Path, target: Path) -> None:
    """Copy the settings file, but for where codings live: commands that read it use the copy."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8-sig").splitlines()
        if not line.strip().startswith("codings")
    ]
    own = f'codings = "sqlite:///{_CODINGS}"'
    target.write_text("\n".join([own, *lines, ""]), encoding="utf-8")


def _lend(path: Path, target: Path) -> None:
    """Copy models, which a repetition takes the place of, and link the rest where links are."""
    if path.is_file():
        shutil.copy2(path, target)
        return
    if path.parent.name != "models":
        try:
            target.symlink_to(path, target_is_directory=True)
        except OSError:
            pass
        else:
            return
    shutil.copytree(path, target)


RunWords = Callable[[Sequence[str], Path], None]
"""Runs the words of a command in the workspace in a folder."""


def is_page(manifest: Manifest) -> bool:
    """Return whether a run is the page of another command than `report`."""
    return manifest.kind == "report" and "corpora" not in manifest.settings


def unrepeatable(manifest: Manifest, *, words: bool) -> str:
    """Return why a run cannot be repeated from its manifest, "" where it can.

    `words` says whether the words of a command can be run.
    """
    if not is_page(manifest):
        return ""
    if "command" not in manifest.settings:
        return (
            "It is the page of another command (--report), and its manifest does not hold the "
            "options: run that command again."
        )
    if not words:
        return "It is the page of another command (--report): 'textmine verify' repeats it."
    return ""


@contextmanager
def repeated(
    workspace: Workspace, manifest: Manifest, progress: Progress, run_words: RunWords | None = None
) -> Iterator[Path]:
    """Yield the folder of a repetition, which is gone when the block ends.

    Raises what the command raises where the run cannot be made any more.
    """
    settings = _settings(workspace, manifest)
    with scratch_workspace(workspace, settings, _models(manifest)) as space:
        if manifest.kind == "llm":  # what was answered is what it was made from
            run = space.folder(RUNS, manifest.name)
            shutil.copytree(workspace.folder(RUNS, manifest.name), run)
        if run_words is not None and is_page(manifest):
            yield _page(space, manifest, run_words)
        else:
            yield _REPEAT[manifest.kind](space, manifest, progress)


def _settings(workspace: Workspace, manifest: Manifest) -> Settings:
    """Return the settings of a run: those of its manifest, and else those of the workspace."""
    now = workspace.settings
    if manifest.kind == "topics":
        return settings_of(manifest, workspace)
    settings: Mapping[str, Any] = manifest.settings
    train = {key: settings[key] for key in type(now.train).model_fields if key in settings}
    nlp = {**now.nlp.model_dump(), **settings.get("nlp", {}), "n_process": now.nlp.n_process}
    content = {**now.model_dump(), "seed": manifest.seed, "nlp": nlp}
    if manifest.kind == "classifier":
        content["train"] = train
    return Settings.model_validate(content)


def _models(manifest: Manifest) -> set[str] | None:
    """Return the models that a run reads, None for all that there are.

    Topics read themselves, for the ids that are theirs; a report says which models there are.
    """
    if is_page(manifest):
        return None
    if manifest.kind == "topics":
        return {manifest.name}
    if manifest.kind == "report":
        return {str(name) for name in manifest.settings["models_there"]}
    return {str(manifest.settings["model"])} if manifest.kind == "applied" else set()


def _train(space: Workspace, manifest: Manifest, progress: Progress) -> Path:
    details = manifest.details
    coder = str(manifest.settings.get("coder", "")) or None
    whole = load_corpus(space, str(details["corpus"]))
    stands = current_codings(space, whole, str(details["codebook"]))
    chosen = select_documents(whole, manifest.settings["where"])
    final = final_codes(stands, coder, documents=set(chosen.ids))
    gold = gold_codes(final, stands.codebook, dimensions=list(learned_dimensions(manifest)))
    book = stands.codebook
    train_model(
        *(space, whole, chosen, gold, book, manifest.name, space.settings), progress, stands, coder
    )
    return space.folder("models", manifest.name)


def _fit(space: Workspace, manifest: Manifest, progress: Progress) -> Path:
    corpus = load_corpus(space, str(manifest.details["corpus"]))
    chosen = select_documents(corpus, manifest.settings["where"])
    fit_topics(space, chosen, manifest.name, space.settings, progress)
    return space.folder("models", manifest.name)


def _apply(space: Workspace, manifest: Manifest, progress: Progress) -> Path:
    settings = manifest.settings
    share, most = settings.get("review"), settings.get("max_error")
    files = {}
    for kind in ("out", "why"):
        if settings.get(kind):
            files[kind] = space.root / str(settings[kind])
            files[kind].parent.mkdir(parents=True, exist_ok=True)
    queue, blind = space.root / "queue.csv", None
    if settings.get("blind_share"):
        blind = BlindShare(float(settings["blind_share"]), int(settings["blind_seed"]))
    request = RunRequest(
        model=str(settings["model"]),
        corpus=str(manifest.details["corpus"]),
        where=settings["where"],
        out=files.get("out"),
        why=files.get("why"),
        n_terms=int(settings["n_terms"]),
        record=bool(settings["record"]),
        review=ReviewRequest(queue, share, most, blind) if share or most else None,
        name=manifest.name,
    )
    run_model(space, request, progress)
    return space.folder(RUNS, manifest.name)


def _llm(space: Workspace, manifest: Manifest, progress: Progress) -> Path:
    run_llm(space, request_of(space, manifest), progress)
    return space.folder(RUNS, manifest.name)


def _report(space: Workspace, manifest: Manifest, progress: Progress) -> Path:
    stored = manifest.settings
    corpora = [load_corpus(space, str(name)) for name in stored["corpora"]]
    settings = ReportSettings.model_validate(stored["report"])
    write_report(space, corpora, manifest.name, settings, progress, stored["to"])
    return space.folder("reports", manifest.name)


def _page(space: Workspace, manifest: Manifest, run_words: RunWords) -> Path:
    run_words([str(word) for word in manifest.settings["command"]], space.root)
    return space.folder("reports", manifest.name)


_REPEAT: Mapping[str, Callable[[Workspace, Manifest, Progress], Path]] = {
    "classifier": _train,
    "topics": _fit,
    "applied": _apply,
    "llm": _llm,
    "report": _report,
}
