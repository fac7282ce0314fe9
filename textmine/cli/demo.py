"""textmine demo."""

import shlex
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.shared import say
from textmine.errors import ExtraMissingError
from textmine.present import Section


@dataclass(frozen=True)
class Step:
    """A command of the demonstration, and in plain words what it does."""

    words: str
    command: tuple[str, ...]


@shown(without=("workspace", "format"))
def demo(
    run: Run,
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to make the workspace.")] = Path(
        "textmine-demo"
    ),
) -> Section:
    """Run the whole road on the sample corpora and leave a workspace to look around in.

    Example: textmine demo
    """
    from textmine.store import SETTINGS, shipped_folder

    samples = shipped_folder() / "corpora"
    again = (folder / SETTINGS).is_file()
    steps = _steps(samples, folder, _profile())
    if again:
        steps = [_replacing(step) for step in steps[1:]]
        say(f"{folder} exists already; textmine makes its results again.")
    begin = time.perf_counter()
    root = context.find_root().command
    for number, step in enumerate(steps, start=1):
        say(f"\n[{number}/{len(steps)}] {step.words}")
        say(f"$ textmine {shlex.join(step.command)}")
        root.main(args=list(step.command), standalone_mode=False)
    return Section.of(
        f"\nDone in {time.perf_counter() - begin:.0f} s. The texts are synthetic: nothing here is "
        f"a finding.\nLook at {folder / 'reports' / 'forum' / 'report.html'} in a browser, code in "
        f"one with 'textmine web --workspace {shlex.quote(str(folder))}', then go on with your own "
        "data: see README.md."
    )


def _profile() -> tuple[str, ...]:
    from textmine.config import NlpSettings
    from textmine.nlp import choose_model

    try:
        choose_model(NlpSettings())
    except ExtraMissingError as error:
        say(f"Note: {error.message} The demonstration goes on with the profile 'fast'.")
        return ("--profile", "fast")
    return ()


def _replacing(step: Step) -> Step:
    """Return a step that takes the place of the corpus that an earlier demonstration imported."""
    imports = step.command[:2] == ("corpus", "import")
    return Step(step.words, (*step.command, "--replace")) if imports else step


def _steps(samples: Path, folder: Path, profile: tuple[str, ...]) -> list[Step]:
    forum, strategies = samples / "city-region-forum", samples / "strategy-documents"
    here = ("--workspace", str(folder))
    invented = ("--synthetic", "--licence", "MIT")
    return [
        Step("A workspace is a folder.", ("init", str(folder))),
        Step(
            "Import the forum. Columns are guessed and shown; every row is checked first.",
            (
                *("corpus", "import", str(forum / "messages.csv"), "--name", "forum"),
                *("--description", "A consultation forum of an invented city region"),
                *(*invented, *here),
            ),
        ),
        Step(
            "Import eight strategy documents, cut into paragraphs that keep their place.",
            (
                *("corpus", "import", str(strategies), "--name", "strategies"),
                *("--split", "paragraphs"),
                *("--description", "Strategies of eight invented partnerships"),
                *(*invented, *here),
            ),
        ),
        Step(
            "Read the texts with spaCy, once: words, lemmas, tags, clauses.",
            ("prepare", "forum", *profile, *here),
        ),
        Step(
            "Take over the codes that two coders gave each message, and those they agreed on.",
            (
                *("coding", "import", str(forum / "codings.csv"), "--corpus", "forum"),
                *("--codebook", "ling-martins-2015", *here),
            ),
        ),
        Step(
            "Table 1: the agreed codes, goal orientation by knowledge domain.",
            ("tabulate", "forum", *here),
        ),
        Step("How far do the two coders agree, beyond chance?", ("agreement", "forum", *here)),
        Step(
            "Learn to code both dimensions. Threads are never cut in two to test the model.",
            ("train", "forum", "--name", "forum-model", *profile, *here),
        ),
        Step(
            "May it stand in for one of the coders? Its held-out codes beside theirs.",
            (
                *("benchmark", "forum", "--system", "forum-model"),
                *("--report", "forum-benchmark", *here),
            ),
        ),
        Step(
            "New messages arrive.",
            (
                *("corpus", "import", str(forum / "new-messages.csv"), "--name", "forum-new"),
                *("--description", "Later messages of the same forum, not coded"),
                *(*invented, *here),
            ),
        ),
        Step(
            "Code them: the code, how sure the model is, and the runner-up.",
            ("apply", "forum-model", "forum-new", "--out", str(folder / "coded.csv"), *here),
        ),
        Step(
            "Themes of the forum, with quotations.",
            (*("topics", "fit", "forum", "--topics", "8"), *profile, *here),
        ),
        Step(
            "Themes of the strategy documents.",
            (*("topics", "fit", "strategies", "--topics", "10"), *profile, *here),
        ),
        Step("One page with all of it, for the forum,", ("report", "forum", *here)),
        Step("and one for the strategy documents.", ("report", "strategies", *here)),
    ]
