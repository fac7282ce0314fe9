"""Where the workspace stands, as JSON: what `textmine status` tells."""

import math
from typing import Any

from textmine.coding.progress import CodingProgress
from textmine.project.next_steps import next_steps
from textmine.web.serving.handlers import LEAD, Answer, Asked, Data, Route


def project(asked: Asked) -> Answer:
    """Return corpora, how far coders are and agree, what is stale and what to do next."""
    status, when = asked.site.standing.of(asked.workspace)
    return Data(
        {
            "at": when.isoformat(timespec="seconds"),
            "corpora": [{"name": info.name, **info.counts} for info in status.corpora],
            "coding": [_told(progress) for progress in status.coding],
            "runs": [
                {"room": run.room, "name": run.name, "stale": list(run.stale)}
                for run in status.runs
            ],
            "next": [{"command": step.command, "why": step.why} for step in next_steps(status)],
        }
    )


def _told(progress: CodingProgress) -> dict[str, Any]:
    return {
        "corpus": progress.corpus,
        "coders": [
            {"coder": person.coder, "dimension": person.dimension, "documents": person.documents}
            for person in progress.people
        ],
        "alpha": [
            {
                "dimension": alpha.dimension,
                "coders": list(alpha.coders),
                "value": _number(alpha.alpha.coefficient.value),
                "low": _number(alpha.alpha.interval.low),
                "high": _number(alpha.alpha.interval.high),
                "open": alpha.open,
            }
            for alpha in progress.alphas
        ],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


ROUTES = (Route("/api/project", "GET", LEAD, project),)
