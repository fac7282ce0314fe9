"""Review: what a machine was not sure of, accepted, corrected or passed on by one key each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textmine.coding import MODEL, DrawnQueue, machine_named
from textmine.coding.live.openings import let_review, reviewers_of
from textmine.coding.live.reviewed import ReviewCounts, counts_of, decisions_of
from textmine.coding.sampling.design import WORDS
from textmine.corpus.corpus import CORPUS_TOML, every_info
from textmine.errors import InputError, TextmineError
from textmine.store import MANIFEST, read_manifest
from textmine.web.pages.code import shown_dimension
from textmine.web.pages.jobs import coding_models
from textmine.web.rights import codebook_of, review_queue, review_queues, reviewed_dimensions
from textmine.web.serving.handlers import CODERS, LEAD, Answer, Asked, Go, Page, Route

_KINDS = ("queue", "retrain")


@dataclass(frozen=True)
class Choice:
    """A review queue that who asks may open: how far everybody is, and who was let in.

    `learned_from` is the corpus that its model was trained on, where that is another one.
    """

    queue: DrawnQueue
    by: str
    counts: Mapping[str, ReviewCounts]
    mine: ReviewCounts
    reviewers: list[str]
    learned_from: str = ""

    @property
    def model(self) -> str:
        """The name of the model that made it, "" for another machine."""
        name = self.queue.suggestions_by
        return name.removeprefix(MODEL) if name.startswith(MODEL) else ""


def review(asked: Asked) -> Answer:
    """Show the queues to choose from, or the one that was chosen, ready to be reviewed."""
    coder = asked.session.coder
    if not coder:
        return Page("code_who.html", {"known": [], "then": "/review"})
    if asked.query.get("draw"):
        return _reviewing(asked, coder)
    infos, _ = every_info(asked.workspace)
    jobs = asked.site.jobs.all() if asked.leads else []
    return Page(
        "review_choose.html",
        {
            "coder": coder,
            "choices": [_choice(asked, queue, coder) for queue in review_queues(asked)],
            "models": coding_models(asked),
            "chosen": {key: asked.query.get(key, "") for key in ("model", "corpus")},
            "corpora": [info.name for info in infos],
            "known": _known(asked),
            "jobs": [job for job in jobs if job.then == "/review"][:5],
        },
    )


def _reviewing(asked: Asked, coder: str) -> Answer:
    drawn = review_queue(asked, asked.needed("corpus"), asked.needed("draw"))
    book = codebook_of(asked, drawn)
    names = reviewed_dimensions(drawn, book)
    return Page(
        "review.html",
        {
            "queue": drawn,
            "by": machine_named(drawn.suggestions_by),
            "coder": coder,
            "explained": WORDS in drawn.facts,
            "dimensions": [shown_dimension(book.dimension(name)) for name in names],
        },
    )


def _choice(asked: Asked, drawn: DrawnQueue, coder: str) -> Choice:
    url = asked.workspace.codings_url
    every = counts_of(decisions_of(url, drawn.corpus, drawn.name))
    counts = (
        every
        if asked.leads
        else {name: name_of_coder for name, name_of_coder in every.items() if name == coder}
    )
    return Choice(
        drawn,
        machine_named(drawn.suggestions_by),
        counts,
        counts.get(coder, ReviewCounts(0, 0, 0, 0.0)),
        reviewers_of(url, drawn.corpus, drawn.name) if asked.leads else [],
        _learned_from(asked, drawn),
    )


def _learned_from(asked: Asked, drawn: DrawnQueue) -> str:
    name = drawn.suggestions_by
    if not name.startswith(MODEL):
        return ""
    try:
        folder = asked.workspace.folder("models", name.removeprefix(MODEL))
        corpus = str(read_manifest(folder, "classifier").details["corpus"])
    except TextmineError:
        return ""
    return "" if corpus == drawn.corpus else corpus


def _known(asked: Asked) -> list[str]:
    if asked.site.accounts is None or not asked.leads:
        return []
    return [account.name for account in asked.site.accounts.all() if account.role == "coder"]


def let(asked: Asked) -> Answer:
    """Let a coder review a queue, or no more."""
    drawn = review_queue(asked, asked.needed("corpus"), asked.needed("draw"))
    coder = asked.needed("coder").strip()
    if asked.site.accounts is not None and coder not in _known(asked):
        raise InputError(f"'{coder}' is no account of a coder.", hint="Choose one of the list.")
    may = asked.form.get("may") == "yes"
    by = asked.session.account or asked.session.coder
    let_review(asked.workspace.codings_url, drawn.corpus, drawn.name, coder[:200], may=may, by=by)
    return Go("/review")


def start(asked: Asked) -> Answer:
    """Let a model make a review queue, or train it anew with what was decided: as a job."""
    kind = asked.needed("kind")
    if kind not in _KINDS:
        raise InputError(f"'{kind}' is no job of the review.")
    words = _queue_words(asked) if kind == "queue" else _train_words(asked)
    by = asked.session.account or asked.session.coder
    begun = asked.site.jobs.start(words, by, "/review")
    return Go(f"/jobs/one?number={begun.number}")


def _queue_words(asked: Asked) -> list[str]:
    model, corpus = asked.needed("model"), asked.needed("corpus")
    asked.workspace.existing("models", model, MANIFEST)
    asked.workspace.existing("corpora", corpus, CORPUS_TOML)
    share = asked.form.get("share", "20")
    if not share.isdecimal() or len(share) > 2 or not int(share):
        raise InputError(f"'{share}' is no share of the messages.", hint="Give 1 to 99 per cent.")
    folder = asked.workspace.scratch / "web" / "review"
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
    return [
        *("apply", model, corpus, "--record", "--review", f"0.{int(share):02d}"),
        *_files(folder, f"{corpus}-{now}"),
    ]


def _files(folder: Path, name: str) -> list[str]:
    """Return the options that name the files of a run; the page reads none of them."""
    files = {"--queue": "queue.csv", "--why": "why.csv", "--out": "accepted.csv"}
    return [word for option, end in files.items() for word in (option, f"{folder / name}-{end}")]


def _train_words(asked: Asked) -> list[str]:
    drawn = review_queue(asked, asked.needed("corpus"), asked.needed("draw"))
    name = asked.needed("name")
    asked.workspace.folder("models", name)
    book = codebook_of(asked, drawn)
    words = ["train", drawn.corpus, "--name", name, "--codebook", book.name]
    for dimension in reviewed_dimensions(drawn, book):
        words += ["--dimension", dimension]
    return words


ROUTES = (
    Route("/review", "GET", CODERS, review, menu="Review"),
    Route("/review/let", "POST", LEAD, let),
    Route("/review/start", "POST", LEAD, start),
)
