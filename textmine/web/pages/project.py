"""Project: corpora, how far coders are and agree, models, what is stale, what to do next."""

from __future__ import annotations

from textmine.coding.progress import CoderProgress, CodingProgress
from textmine.project.next_steps import next_steps
from textmine.project.status import status_of
from textmine.web.access.route import EVERYBODY, Route
from textmine.web.serving.answers import Answer, Page
from textmine.web.serving.asked import Asked
from textmine.web.steps import page_of


def project(asked: Asked) -> Answer:
    """Show where the workspace stands; a coder sees what they did themselves, and no agreement."""
    status = status_of(asked.workspace)
    steps = next_steps(status) if asked.leads else []
    return Page(
        "project.html",
        {
            "corpora": status.corpora,
            "coding": [_seen_by(asked, one) for one in status.coding],
            "codebooks": status.codebooks,
            "models": status.of_kind("classifier", "topics"),
            "reports": status.of_kind("report"),
            "stale": [one for one in status.runs if one.stale],
            "remarks": status.remarks if asked.leads else (),
            "steps": [(step, *page_of(step.command)) for step in steps],
        },
    )


def _seen_by(asked: Asked, progress: CodingProgress) -> dict[str, object]:
    """Return how far coding is, as far as who asks may see it.

    Progress of others and agreement say something of their codes.
    """
    mine: tuple[CoderProgress, ...] = progress.people
    if not asked.leads:
        mine = tuple(one for one in mine if one.coder == asked.session.coder)
    return {
        "corpus": progress.corpus,
        "people": mine,
        "machines": [one for one in progress.coders if one.how.get("machine")]
        if asked.leads
        else [],
        "alphas": progress.alphas if asked.leads else (),
        "too_many": progress.too_many if asked.leads else 0,
    }


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
