"""Project: corpora, how far coders are and agree, models, what is stale, what to do next."""

import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from textmine.coding.progress import CoderProgress
from textmine.coding.sampling.draws import REVIEW
from textmine.corpus.corpus import every_info
from textmine.project.next_steps import Step, next_steps
from textmine.web.pages.code import choices_of, done_of
from textmine.web.serving.handlers import EVERYBODY, Answer, Asked, Page, Route

Button = tuple[str, str]
"""The words of a button, and the address that it leads to."""


@dataclass(frozen=True)
class ShownStep:
    """A step as a page shows it; `word` and `path` are "" where no page does it."""

    why: str
    command: str
    word: str = ""
    path: str = ""


def shown_step(step: Step) -> ShownStep:
    """Return a step with the page that does what its command does."""
    words = shlex.split(step.command)[1:]
    model = _option(words, "--name") if words[:1] == ["train"] else ""
    reason = f"model '{model}' is behind: {step.why}" if model else step.why
    why = f"{reason[:1].upper()}{reason[1:]}."
    for first, button in _BUTTONS.items():
        if tuple(words[: len(first)]) == first:
            rest = words[len(first) :]
            word, path = button(rest)
            in_words = _NOT_SHEETS.get(first)
            return ShownStep(in_words(rest) if in_words else why, step.command, word, path)
    return ShownStep(why, step.command)


def is_dealing(step: Step) -> bool:
    """Whether a step makes sheets of a draw: on pages people code without, see `waiting_step`."""
    return shlex.split(step.command)[1:3] == ["coding", "sheets"]


def waiting_step(
    corpus: str, draw: str, codebook: str, far: Sequence[tuple[str, int, int]]
) -> ShownStep:
    """Return the step of a draw that waits for coders; `far` are coder, documents done, of all."""
    progress = ", ".join(f"{coder} {done:,} of {n:,}" for coder, done, n in far)
    words = ["textmine", "coding", "sheets", corpus, "--draw", draw]
    words += ["--codebook", codebook or "CODEBOOK", "--out", "sheets"]
    why = f"'{draw}' of '{corpus}' waits for its coders: {progress} are coded."
    return ShownStep(why, shlex.join(words), "Code", "/code")


def _to(word: str, path: str, *named: str) -> Callable[[Sequence[str]], Button]:
    """Return what makes a button of the words of a command; `named` are its first ones."""

    def button(words: Sequence[str]) -> Button:
        query = dict(
            zip(
                named,
                [argument for argument in words if not argument.startswith("-")],
                strict=False,
            )
        )
        return word, f"{path}?{urlencode(query)}" if query else path

    return button


def _applied(words: Sequence[str]) -> Button:
    """Where some is left to people it is done on the page on which they review it."""
    query = {"model": words[0], "corpus": words[1]}
    if "--review" in words:
        return "Let it code", f"/review?{urlencode(query)}#queue"
    return "Apply it", f"/jobs?{urlencode(query)}"


def _trained(words: Sequence[str]) -> Button:
    name = _option(words, "--name")
    query = {"corpus": words[0], **({"name": name} if name else {})}
    return "Train it again" if name else "Train a model", f"/jobs?{urlencode(query)}"


def _came_back(words: Sequence[str]) -> Button:
    """A sheet that names no coder is a review queue."""
    return ("Review", "/review") if "--coder" in words else ("Code", "/code")


def _drawn(words: Sequence[str]) -> Button:
    query = {"corpus": words[0], "n": _option(words, "--n")}
    return (
        "Draw messages",
        f"/draws?{urlencode({key: value for key, value in query.items() if value})}",
    )


def _option(words: Sequence[str], name: str) -> str:
    return words[words.index(name) + 1] if name in words[:-1] else ""


_BUTTONS: dict[tuple[str, ...], Callable[[Sequence[str]], Button]] = {
    ("coding", "import"): _came_back,
    ("coding", "sample"): _drawn,
    ("coding", "adjudicate"): _to("Settle", "/settle", "corpus"),
    ("topics", "show"): _to("Themes", "/themes", "model"),
    ("topics", "fit"): _to("Find themes", "/jobs", "corpus"),
    ("topics", "update"): _to("Fit them again", "/jobs"),
    ("corpus", "import"): _to("Import a file", "/import"),
    ("codebook", "list"): _to("Choose or make a codebook", "/codebook"),
    ("train",): _trained,
    ("apply",): _applied,
    ("report",): _to("Make the report", "/reports", "corpus"),
}
"""The first words of commands -> what makes a button of the words behind them."""

_NOT_SHEETS: dict[tuple[str, ...], Callable[[Sequence[str]], str]] = {
    ("coding", "import"): lambda words: (
        "Some of what was dealt is not coded yet."
        if "--coder" not in words
        else "Messages that the machine is not sure of wait for people."
    )
}
"""What to say where a command speaks of sheets: here people code on pages."""


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
