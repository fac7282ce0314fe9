"""Jobs: train, apply, topics; each the command that one would type, with its progress."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textmine.corpus.corpus import CORPUS_TOML, every_info
from textmine.errors import InputError, TextmineError
from textmine.store import MANIFEST, read_manifest
from textmine.web.jobs.runner import Job
from textmine.web.serving.handlers import LEAD, Answer, Asked, Data, Go, Page, Route


def jobs(asked: Asked) -> Answer:
    """Show what runs, what waits and what is done, and forms for more."""
    infos, _ = every_info(asked.workspace)
    return Page(
        "jobs.html",
        {
            "jobs": asked.site.jobs.all(),
            "corpora": infos,
            "models": coding_models(asked),
            "chosen": {key: asked.query.get(key, "") for key in ("corpus", "model", "name")},
        },
    )


def coding_models(asked: Asked) -> list[str]:
    """Return the names of the models that code messages; topic models do not."""
    names = []
    for name in asked.workspace.names("models", MANIFEST):
        with suppress(TextmineError):
            manifest = read_manifest(asked.workspace.folder("models", name))
            names += [name] if manifest.kind == "classifier" else []
    return names


def job(asked: Asked) -> Answer:
    """Show one job and what it printed."""
    return Page("job.html", {"job": asked.site.jobs.find(_number(asked))})


def start(asked: Asked) -> Answer:
    """Let a command run."""
    kind = asked.needed("kind")
    if kind not in COMMANDS:
        raise InputError(f"'{kind}' is no job.")
    words, then = COMMANDS[kind](asked)
    begun = asked.site.jobs.start(words, asked.session.account or asked.session.coder, then)
    return Go(f"/jobs/one?number={begun.number}")


def stop(asked: Asked) -> Answer:
    """Stop a job as Ctrl-C does."""
    asked.site.jobs.stop(_number(asked))
    return Go("/jobs")


def state(asked: Asked) -> Answer:
    """Return how far every job is that is not done, and the latest ones."""
    return Data({"jobs": [_told(job) for job in asked.site.jobs.all()[:30]]})


def _told(shown_job: Job) -> dict[str, Any]:
    return {
        "number": shown_job.number,
        "command": shown_job.command,
        "state": shown_job.state,
        "step": shown_job.step,
        "at": shown_job.at,
        "total": shown_job.total,
        "told": shown_job.told[-5:],
    }


def _number(asked: Asked) -> int:
    number = asked.needed("number")
    if not number.isdecimal() or len(number) > 9:
        raise InputError(f"'{number}' is no number of a job.")
    return int(number)


def corpus_of(asked: Asked) -> str:
    """Return the corpus that a form names; raise NotFoundError."""
    name = asked.needed("corpus")
    asked.workspace.existing("corpora", name, CORPUS_TOML)
    return name


def model_of(asked: Asked) -> str:
    """Return the model that a form names; raise NotFoundError."""
    name = asked.needed("model")
    asked.workspace.existing("models", name, MANIFEST)
    return name


def _train(asked: Asked) -> tuple[list[str], str]:
    corpus = corpus_of(asked)
    name = asked.form.get("name") or f"{corpus}-model"
    asked.workspace.folder("models", name)
    return ["train", corpus, "--name", name], "/"


def _topics(asked: Asked) -> tuple[list[str], str]:
    corpus = corpus_of(asked)
    n = asked.form.get("n") or "10"
    if not n.isdecimal() or len(n) > 3:
        raise InputError(f"'{n}' is no number of topics.", hint="Give one such as 10.")
    return ["topics", "fit", corpus, "--topics", n], "/themes"


COMMANDS: dict[str, Callable[[Asked], tuple[list[str], str]]] = {
    "train": _train,
    "apply": lambda asked: (["apply", model_of(asked), corpus_of(asked), "--record"], "/"),
    "topics": _topics,
    "prepare": lambda asked: (["prepare", corpus_of(asked)], "/"),
}
"""The kind of a job -> what makes its command of a form, and the page to go on to."""


ROUTES = (
    Route("/jobs", "GET", LEAD, jobs, menu="Jobs"),
    Route("/jobs", "POST", LEAD, start),
    Route("/jobs/one", "GET", LEAD, job),
    Route("/jobs/stop", "POST", LEAD, stop),
    Route("/api/jobs", "GET", LEAD, state),
)
