"""Project: corpora, how far coders are and agree, models, what is stale, what to do next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.progress import CoderProgress
from textmine.coding.sampling.draws import REVIEW
from textmine.corpus.corpus import every_info
from textmine.project.next_steps import next_steps
from textmine.web.pages.code import choices_of, done_of
from textmine.web.serving.handlers import EVERYBODY, Answer, Asked, Page, Route
from textmine.web.steps import ShownStep, is_dealing, shown_step, waiting_step


@dataclass(frozen=True)
class CodersTable:
    """Documents coded by coder (rows) and dimension (`heads`), and those after a suggestion."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None], int]]

    @property
    def any_seen(self) -> bool:
        """Whether anything was coded with a suggestion in view."""
        return any(seen for _, _, seen in self.rows)


def project(asked: Asked) -> Answer:
    """Show the lead where the workspace stands, others what there is and what they did themselves.

    Progress of others and agreement say something of their codes: a coder sees neither.
    """
    return _for_lead(asked) if asked.leads else _for_others(asked)


def _for_lead(asked: Asked) -> Answer:
    status, when = asked.site.standing.of(asked.workspace)
    others = [next_step for next_step in next_steps(status) if not is_dealing(next_step)]
    steps = [*_waiting(asked)[:2], *map(shown_step, others)]
    return Page(
        "project.html",
        {
            "corpora": status.corpora,
            "coding": [(progress, by_coder(progress.people)) for progress in status.coding],
            "models": status.of_kind("classifier", "topics"),
            "reports": status.of_kind("report"),
            "remarks": status.remarks,
            "steps": _each_page_once(steps),
            "more": [step for step in steps if not step.path],
            "when": when.strftime("%H:%M:%S"),
        },
    )


def by_coder(people: Sequence[CoderProgress]) -> CodersTable:
    """Return how far each coder is, a row a coder and a column a dimension."""
    names = list(dict.fromkeys((person.codebook, person.dimension) for person in people))
    books = {book for book, _ in names}
    heads = [f"{dimension} ({book})" if len(books) > 1 else dimension for book, dimension in names]
    cells: dict[str, dict[tuple[str, str], int]] = {}
    for person in people:
        cells.setdefault(person.coder, {})[person.codebook, person.dimension] = person.documents
    seen: Counter[str] = Counter()
    for person in people:
        seen[person.coder] += person.seen
    rows = [
        (coder, [of.get(name) for name in names], seen[coder])
        for coder, of in sorted(cells.items())
    ]
    return CodersTable(heads, rows)


def _each_page_once(steps: list[ShownStep]) -> list[ShownStep]:
    """Return the steps that a page does, each page once."""
    return list({step.path: step for step in reversed(steps) if step.path}.values())[::-1]


def _waiting(asked: Asked) -> list[ShownStep]:
    """Return the draws that were dealt and are not coded whole yet, the latest first."""
    url, steps = asked.workspace.codings_url, []
    for queue in reversed(asked.site.queues.all(url)):
        used = asked.site.queues.codebooks(url, queue.corpus)
        book = used[-1] if used else ""
        far = [
            (coder, done_of(asked, queue, coder, book), len(queue.documents_of(coder)))
            for coder in queue.coders
        ]
        if queue.purpose != REVIEW and any(done < n for _, done, n in far):
            steps.append(waiting_step(queue.corpus, queue.name, book, far))
    return steps


def _for_others(asked: Asked) -> Answer:
    infos, _ = every_info(asked.workspace)
    coder = asked.session.coder if asked.session.role == "coder" else ""
    mine = choices_of(asked, coder) if coder else []
    return Page("project_coder.html", {"corpora": infos, "choices": mine})


ROUTES = (Route("/", "GET", EVERYBODY, project, menu="Project"),)
