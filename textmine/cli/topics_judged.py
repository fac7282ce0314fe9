"""textmine topics intrusion, saturation and sweep: how good topics are, and how many."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import OddOneOut
from textmine.cli import topics_shared
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, CorpusOption
from textmine.cli.shared import comma_list, progress_bar, say
from textmine.errors import UsageError
from textmine.present import Section


@shown("where", "seed")
def intrusion(
    run: Run,
    model: topics_shared.ModelArgument,
    out: Annotated[Path | None, "Write the tasks: a .xlsx or .csv."] = None,
    score: Annotated[
        list[Path] | None, "Score a sheet that came back; give it again for more."
    ] = None,
    kind: Annotated[OddOneOut, "What is out of place."] = "words",
    n: Annotated[int, typer.Option("--n", help="Tasks on texts.", min=1)] = 40,
    corpus: CorpusOption = None,
) -> Section | None:
    """Make tasks in which one of six does not belong, and score them against chance.

    People find the stranger among a topic's words, or among a text's topics, only where the topics
    make sense to them. The same model and seed make the same tasks.

    Example: textmine topics intrusion forum-topics --out strangers.xlsx
    """
    from textmine.report.topic_quality import intrusion_section
    from textmine.topics.evaluating.intrusion import CHANCE, read_answers, tasks_of, write_tasks
    from textmine.topics.evaluating.intrusion import score as score_tasks

    if (out is None) == (not score):
        raise UsageError(
            "Say either where to write the tasks or what to score.",
            hint="--out strangers.xlsx, or --score strangers.xlsx.",
        )
    tasks = tasks_of(topics_shared.placed_by(run, model, corpus), kind, n, run.seed)
    if out is not None:
        write_tasks(tasks, out)
        say(
            f"{len(tasks)} tasks written to {out}: give it to people who have not seen the topics. "
            f"By chance one in {round(1 / CHANCE)} is found."
        )
        return None
    scored = [
        (sheet.name, score_task)
        for sheet in score or ()
        for score_task in score_tasks(tasks, read_answers(tasks, sheet))
    ]
    return intrusion_section(model, kind, scored)


@shown("where", "report")
def saturation(
    run: Run,
    model: topics_shared.ModelArgument,
    corpus: CorpusOption = None,
    share: Annotated[
        float, typer.Option(help="Share of a document that makes a theme present.", min=0.01, max=1)
    ] = 0.3,
    clusters: topics_shared.ClustersOption = None,
) -> Section:
    """Show how many themes have been seen after so many threads, in random order.

    Example: textmine topics saturation forum-topics
    """
    from textmine.report.saturation import saturation_section
    from textmine.topics.groups.clusters import clusters_of
    from textmine.topics.judging.theme_saturation import theme_saturation

    placed = topics_shared.placed_by(run, model, corpus)
    drawn = clusters_of(placed.corpus, clusters)
    curve = theme_saturation(placed.unit_topic, drawn.numbers, share, run.seed)
    section = saturation_section(model, curve, drawn.kind)
    return run.paged(section, [placed.corpus], settings={"model": model})


@shown("where", "profile", "processes", "scheduler", "report", "seed")
def sweep(
    run: Run,
    corpus: CorpusArgument,
    topics: Annotated[
        str, typer.Option("--topics", "-k", help="Numbers of topics, with commas between them.")
    ] = "5,10,15,20,30",
    engines: Annotated[str | None, "Engines, with commas between them."] = None,
    set_aside: topics_shared.SetAsideOption = None,
    phrases: topics_shared.PhrasesOption = None,
    sample_units: topics_shared.SampleUnitsOption = None,
) -> Section:
    """Compare numbers of topics and engines, and say which to take by a stated rule.

    Words are counted as 'topics fit' counts them: give both commands the same options.

    Example: textmine topics sweep forum --topics 4,6,8 --engines smoothed,lda
    """
    from textmine.report.topic_quality import sweep_section
    from textmine.topics.evaluating.sweep import sweep_topics
    from textmine.topics.guiding import words_in

    chosen = run.chosen(run.corpus(corpus))
    given = {"phrases": phrases, "sample_units": sample_units}
    settings = run.settings.override("topics", **given, stop_words=words_in(set_aside))
    options = settings.topics
    names = comma_list(engines) or (options.engine,)
    with progress_bar() as progress:
        comparison = sweep_topics(
            run.workspace, chosen, _numbers(topics), names, settings, progress, run.spread
        )
    section = sweep_section(comparison)
    title = f"{corpus}: how many topics"
    run.paged(section, [chosen], title=title, settings=options.model_dump())
    if comparison.recommended is not None:
        run.named["then"] = (
            f"textmine topics fit {{corpus}} --topics {comparison.recommended.n_topics}"
        )
    return section


def _numbers(typed: str) -> list[int]:
    try:
        numbers = sorted({int(number) for number in comma_list(typed)})
    except ValueError:
        numbers = []
    if not numbers or numbers[0] < 2:
        raise UsageError(
            f"--topics '{typed}' is no list of numbers from 2 on.", hint="Write --topics 5,10,20."
        )
    return numbers
