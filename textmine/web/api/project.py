"""Where the workspace stands, as JSON: what `textmine status` tells."""

from __future__ import annotations

import math
from typing import Any

from textmine.coding.progress import CodingProgress
from textmine.project.next_steps import next_steps
from textmine.web.serving.answers import Answer, Data
from textmine.web.serving.asked import Asked
from textmine.web.serving.route import LEAD, Route


def project(asked: Asked) -> Answer:
    """Return corpora, how far coders are and agree, what is stale and what to do next."""
    status, when = asked.site.standing.of(asked.workspace)
    return Data(
        {
            "at": when.isoformat(timespec="seconds"),
            "corpora": [{"name": one.name, **one.counts} for one in status.corpora],
            "coding": [_told(one) for one in status.coding],
            "runs": [
                {"room": one.room, "name": one.name, "stale": list(one.stale)}
                for one in status.runs
            ],
            "next": [{"command": one.command, "why": one.why} for one in next_steps(status)],
        }
    )


def _told(progress: CodingProgress) -> dict[str, Any]:
    return {
        "corpus": progress.corpus,
        "coders": [
            {"coder": one.coder, "dimension": one.dimension, "documents": one.documents}
            for one in progress.people
        ],
        "alpha": [
            {
                "dimension": one.dimension,
                "coders": list(one.coders),
                "value": _number(one.alpha.coefficient.value),
                "low": _number(one.alpha.interval.low),
                "high": _number(one.alpha.interval.high),
                "open": one.open,
            }
            for one in progress.alphas
        ],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


ROUTES = (Route("/api/project", "GET", LEAD, project, "Says where the workspace stands."),)
