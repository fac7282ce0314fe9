"""textmine topics: fit, update, show, and how good topics are; the others have their own files."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import OddOneOut
from textmine.cli import topics_shared
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, CorpusOption
from textmine.cli.shared import comma_list, progress_bar, replaces, say
from textmine.cli.topics_compared import align, by, crosswalk, effects
from textmine.cli.topics_themes import apply, lineage, merge, name, themes
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

    chosen = run.answers(run.corpus(corpus))
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


app = typer.Typer(help="Themes: fit, judge, name, compare.", no_args_is_help=True)
for command in (
    *(by, crosswalk, effects, intrusion, saturation, sweep),
    *(align, apply, name, merge, themes, lineage),
):
    app.command(command.__name__)(command)


@app.command("fit")
@shown(
    *("where", "profile", "processes", "scheduler", "report", "seed", "no_quotations"),
    then="textmine topics show {name}",
)
def fit(
    run: Run,
    corpus: CorpusArgument,
    name: Annotated[str | None, "Name of the model; default: CORPUS-topics."] = None,
    topics: Annotated[int | None, typer.Option("--topics", "-k", help="Number of topics.")] = None,
    engine: topics_shared.EngineOption = None,
    seeds: Annotated[
        list[str] | None,
        "Words for a theme, which names it: 'fares: bus, ticket'; give it again for more. "
        "Or a file of such lines.",
    ] = None,
    seeds_from: Annotated[str | None, "CODEBOOK:DIMENSION whose codes are themes."] = None,
    set_aside: topics_shared.SetAsideOption = None,
    phrases: topics_shared.PhrasesOption = None,
    covariate: Annotated[str | None, "Column of groups, for dmr and stm."] = None,
    words: Annotated[int | None, "Top words shown and scored."] = None,
    consensus: Annotated[int | None, "Average the topics of so many fits to 80 %."] = None,
    sample_units: topics_shared.SampleUnitsOption = None,
    fresh: Annotated[bool, "Give ids anew, whatever a former model of this name had."] = False,
) -> Section:
    """Fit topics to a corpus and keep them as a model.

    Words for a theme (--seeds, --seeds-from) guide a topic. It gets that theme's name if it has
    these words; textmine says so if it does not.

    Example: textmine topics fit forum --topics 8
    """
    from textmine.report.themes import topics_section
    from textmine.topics import fit_topics
    from textmine.topics.guiding import given_seeds, words_in

    settings = run.settings.override(
        "topics",
        n_topics=topics,
        engine=engine,
        n_words=words,
        phrases=phrases,
        consensus=consensus,
        sample_units=sample_units,
        covariate=covariate,
        seeds=given_seeds(run.workspace, seeds or (), seeds_from, run.settings),
        stop_words=words_in(set_aside),
    )
    chosen = run.answers(run.corpus(corpus))
    name = name or f"{corpus}-topics"
    run.named["name"] = name
    former = replaces(run.workspace, "models", name)
    with progress_bar() as progress:
        view = fit_topics(
            run.workspace, chosen, name, settings, progress, fresh=fresh, spread=run.spread
        )
    section = topics_section(view).saying(f"Saved as model '{name}'.{former}", *view.changes)
    return run.paged(section, [chosen], settings=settings.topics.model_dump())


@app.command("show")
@shown("report", "no_quotations", then="textmine topics name {model} TOPIC NAME")
def show(
    run: Run,
    model: topics_shared.ModelArgument,
    corpus: CorpusOption = None,
    reference: Annotated[str | None, "Corpus to measure coherence on as well."] = None,
) -> Section:
    """Show the topics of a model with their words, shares, coherence and quotations.

    Example: textmine topics show forum-topics
    """
    from textmine.report.themes import coherence_sentence, topics_section
    from textmine.topics import view_placed
    from textmine.topics.evaluating.reference import coherence_on

    placed = topics_shared.placed_by(run, model, corpus)
    view = view_placed(placed)
    section = topics_section(view).saying(*topics_shared.lost_topics(run, model))
    if reference is not None:
        other = run.corpus(reference)
        with progress_bar() as progress:
            coherence = coherence_on(run.workspace, view, other, run.settings, progress)
        section = section.saying(coherence_sentence(coherence))
    return run.paged(section, [placed.corpus], settings={"model": model})


@app.command("update")
@shown("processes", "scheduler", "report", "no_quotations")
def update(
    run: Run,
    model: topics_shared.ModelArgument,
    corpus: Annotated[
        str | None, typer.Argument(help="The corpus as it is now; default: the model's.")
    ] = None,
) -> Section:
    """Fit a model again to a corpus that has grown, with its own settings.

    Topics that come back keep their ids and names; what became of the others is said.

    Example: textmine topics update forum-topics forum
    """
    from textmine.report.themes import topics_section
    from textmine.topics.updating import update_topics

    with progress_bar() as progress:
        view = update_topics(run.workspace, model, corpus, progress, run.spread)
    section = topics_section(view).saying(*view.changes)
    fitted_to = run.corpus(view.corpus)
    return run.paged(section, [fitted_to], settings={"model": model})
