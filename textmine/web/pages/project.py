"""Project: corpora, how far coders are and agree, models, what is stale, what to do next."""

from __future__ import annotations

from textmine.corpus.corpus import every_info
from textmine.project.next_steps import next_steps
from textmine.web.pages.code import choices_of
from textmine.web.serving.answers import Answer, Page
from textmine.web.serving.asked import Asked
from textmine.web.serving.route import EVERYBODY, Route
from textmine.web.steps import page_of


def project(asked: Asked) -> Answer:
    """Show the lead where the workspace stands, others what there is and what they did themselves.

    Progress of others and agreement say something of their codes: a coder sees neither.
    """
    return _for_lead(asked) if asked.leads else _for_others(asked)


def _for_lead(asked: Asked) -> Answer:
    status, when = asked.site.standing.of(asked.workspace)
    return Page(
        "project.html",
        {
            "corpora": status.corpora,
            "coding": status.coding,
            "models": status.of_kind("classifier", "topics"),
            "reports": status.of_kind("report"),
            "remarks": status.remarks,
            "steps": [(step, *page_of(step.command)) for step in next_steps(status)],
            "when": when.strftime("%H:%M:%S"),
        },
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
