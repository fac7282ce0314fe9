"""textmine topics: fit, update, show; the other commands have files of their own."""

from typing import Annotated

import typer

from textmine.cli import topics_shared
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, CorpusOption
from textmine.cli.shared import progress_bar, replaces
from textmine.cli.topics_compared import align, by, crosswalk, effects
from textmine.cli.topics_judged import intrusion, saturation, sweep
from textmine.cli.topics_themes import apply, lineage, merge, name, themes
from textmine.present import Section

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
    chosen = run.chosen(run.corpus(corpus))
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
