"""Draws: which messages are coded by whom, and what coders may see of others and of machines."""

from textmine.coding import REVIEW, DrawnQueue, SampleRequest, is_open
from textmine.coding.live.openings import Opening, openings, set_opening
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.suggested import is_machine
from textmine.corpus.corpus import CORPUS_TOML, every_info
from textmine.errors import InputError
from textmine.web.pages.code import done_of
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Route


def draws(asked: Asked) -> Answer:
    """Show every draw with how far each coder is, and a form for another one."""
    url = asked.workspace.codings_url
    infos, remarks = every_info(asked.workspace)
    switches = openings(url)
    return Page(
        "draws.html",
        {
            "corpora": infos,
            "remarks": remarks,
            "draws": [
                _told(asked, queue, switches) for queue in reversed(asked.site.queues.all(url))
            ],
            "opened": [switch for switch in switches if switch.what == "codes" and switch.open],
            "known": _known(asked),
            "chosen": asked.query.get("corpus", ""),
            "n": asked.query.get("n", "") or "40",
        },
    )


def draw(asked: Asked) -> Answer:
    """Draw messages of a corpus by chance and deal them to coders."""
    coders = tuple(name.strip() for name in asked.form.get("coders", "").split(",") if name.strip())
    for name in coders:
        if is_machine(name):
            raise InputError(f"'{name}' is the name of a machine.", hint="Name people.")
    if not coders:
        raise InputError("Say who codes.", hint="Name one person or more.")
    everything = asked.form.get("all") == "yes"
    shared = _share(asked.form.get("shared", "100")) if len(coders) > 1 else None
    request = SampleRequest(
        asked.needed("corpus"),
        n=None if everything else _number(asked.form.get("n", "")),
        everything=everything,
        coders=coders,
        shared=shared,
        by=tuple(person for person in [asked.form.get("by", "").strip()] if person),
        include_coded=asked.form.get("include_coded") == "yes",
    )
    draw_sample(asked.workspace, request)
    return Go("/draws")


def open_or_close(asked: Asked) -> Answer:
    """Let coders see codes of each other or suggestions of a machine, or no more."""
    what = asked.needed("what")
    if what not in ("codes", "suggestions"):
        raise InputError(f"'{what}' cannot be opened.")
    corpus, name = asked.needed("corpus"), asked.form.get("draw", "")
    asked.workspace.existing("corpora", corpus, CORPUS_TOML)
    url = asked.workspace.codings_url
    by = asked.session.account or asked.session.coder or "lead"
    if what == "suggestions":
        queue = asked.site.queues.find(url, corpus, name)
        if not queue.suggestions_by:
            raise InputError(f"No machine suggests anything for draw '{name}'.")
    now = is_open(url, "codes" if what == "codes" else "suggestions", corpus, name)
    set_opening(
        url, "codes" if what == "codes" else "suggestions", corpus, name, open=not now, by=by
    )
    return Go("/draws")


def _told(asked: Asked, queue: DrawnQueue, switches: list[Opening]) -> dict[str, object]:
    mine = [switch for switch in switches if switch.corpus == queue.corpus]
    return {
        "queue": queue,
        "review": queue.purpose == REVIEW,
        "coders": [_progress(asked, queue, coder) for coder in queue.coders],
        "codes_open": any(opening.open for opening in mine if opening.what == "codes"),
        "suggestions_open": any(
            opening.open
            for opening in mine
            if opening.what == "suggestions" and opening.draw == queue.name
        ),
    }


def _progress(asked: Asked, queue: DrawnQueue, coder: str) -> tuple[str, int, int]:
    """Return a coder, how many documents they coded on every dimension, and of how many."""
    used = asked.site.queues.codebooks(asked.workspace.codings_url, queue.corpus)
    done = done_of(asked, queue, coder, used[-1] if used else "")
    return coder, done, len(queue.documents_of(coder))


def _known(asked: Asked) -> list[str]:
    if asked.site.accounts is not None:
        return [account.name for account in asked.site.accounts.all() if account.role != "reader"]
    url = asked.workspace.codings_url
    return sorted({coder for queue in asked.site.queues.all(url) for coder in queue.dealt})


def _number(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 9:
        raise InputError(f"'{typed}' is no number of messages.", hint="Give one such as 40.")
    return int(typed)


def _share(text: str) -> float:
    percent = _number(text)
    if percent > 100:
        raise InputError(f"{percent} % is more than all of them.", hint="Give 0 to 100.")
    return percent / 100


ROUTES = (
    Route("/draws", "GET", LEAD, draws, menu="Draws"),
    Route("/draws", "POST", LEAD, draw),
    Route("/draws/open", "POST", LEAD, open_or_close),
)
