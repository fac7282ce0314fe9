"""textmine topics sweep: how many topics, found how."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list, progress_bar
from textmine.cli.topics_shared import PhrasesOption, SetAsideOption
from textmine.present import Section


@shown("where", "profile", "processes", "report", "seed")
def sweep(
    run: Run,
    corpus: CorpusArgument,
    topics: Annotated[
        str, typer.Option("--topics", "-k", help="Numbers of topics, with commas between them.")
    ] = "5,10,15,20,30",
    engines: Annotated[str | None, typer.Option(help="Engines, with commas between them.")] = None,
    set_aside: SetAsideOption = None,
    phrases: PhrasesOption = None,
) -> Section:
    """Compare numbers of topics and engines, and say which to take by a stated rule.

    Words are counted as 'topics fit' counts them: give both commands the same options.

    Example: textmine topics sweep forum --topics 4,6,8 --engines smoothed,lda
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.report.topic_quality import sweep_section
    from textmine.topics.evaluating.sweep import sweep_topics
    from textmine.topics.given_words import words_in

    chosen = select_documents(load_corpus(run.workspace, corpus), run.where)
    settings = run.settings.override("topics", phrases=phrases, stop_words=words_in(set_aside))
    options = settings.topics
    names = comma_list(engines) or (options.engine,)
    with progress_bar() as progress:
        found = sweep_topics(run.workspace, chosen, _numbers(topics), names, settings, progress)
    section = sweep_section(found)
    title = f"{corpus}: how many topics"
    write_page(run, [section], [chosen], title, "", options.model_dump())
    if found.recommended is not None:
        run.named["then"] = f"textmine topics fit {{corpus}} --topics {found.recommended.n_topics}"
    return section


def _numbers(given: str) -> list[int]:
    from textmine.errors import UsageError

    try:
        numbers = sorted({int(number) for number in comma_list(given)})
    except ValueError:
        numbers = []
    if not numbers or numbers[0] < 2:
        raise UsageError(
            f"--topics '{given}' is no list of numbers from 2 on.", hint="Write --topics 5,10,20."
        )
    return numbers
