"""Project: corpora, how far coders are and agree, models, what is stale, what to do next."""

from __future__ import annotations

from textmine.corpus.corpus import every_info
from textmine.project.next_steps import Step, next_steps
from textmine.web.access.route import EVERYBODY, Route
from textmine.web.pages.code import choices_of, done_of
from textmine.web.serving.answers import Answer, Page
from textmine.web.serving.asked import Asked
from textmine.web.steps import ShownStep, dealt_draw, shown_step


def project(asked: Asked) -> Answer:
    """Show the lead where the workspace stands, others what there is and what they did themselves.

    Progress of others and agreement say something of their codes: a coder sees neither.
    """
    return _for_lead(asked) if asked.leads else _for_others(asked)


def _for_lead(asked: Asked) -> Answer:
    status, when = asked.site.standing.of(asked.workspace)
    steps = [shown_step(one) for one in next_steps(status) if not _is_coded(asked, one)]
    return Page(
        "project.html",
        {
            "corpora": status.corpora,
            "coding": status.coding,
            "models": status.of_kind("classifier", "topics"),
            "reports": status.of_kind("report"),
            "remarks": status.remarks,
            "steps": _each_page_once(steps),
            "more": [one for one in steps if not one.path],
            "when": when.strftime("%H:%M:%S"),
        },
    )


def _each_page_once(steps: list[ShownStep]) -> list[ShownStep]:
    """Return the steps that a page does, each page once."""
    return list({one.path: one for one in reversed(steps) if one.path}.values())[::-1]


def _is_coded(asked: Asked, step: Step) -> bool:
    """Whether a step waits for coders who have coded all of it on pages."""
    waits = dealt_draw(step)
    if waits is None:
        return False
    queue = asked.site.queues.find(asked.workspace.codings_url, *waits)
    used = asked.site.queues.codebooks(asked.workspace.codings_url, queue.corpus)
    book = used[-1] if used else ""
    return all(
        done_of(asked, queue, coder, book) == len(queue.documents_of(coder))
        for coder in queue.coders
    )


def _for_others(asked: Asked) -> Answer:
    infos, _ = every_info(asked.workspace)
    coder = asked.session.coder if asked.session.role == "coder" else ""
    mine = choices_of(asked, coder) if coder else []
    return Page("project_coder.html", {"corpora": infos, "choices": mine})


ROUTES = (
    Route(
        "/",
        "GET",
        EVERYBODY,
        project,
        "Shows where the workspace stands and what to do next.",
        menu="Project",
    ),
)
