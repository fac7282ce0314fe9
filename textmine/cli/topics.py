"""textmine topics: fit, update, show; the other commands have files of their own."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, CorpusOption
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar, replaces
from textmine.cli.topics_compared import align, by, crosswalk, effects
from textmine.cli.topics_judged import intrusion, saturation, sweep
from textmine.cli.topics_shared import (
    EngineOption,
    ModelArgument,
    PhrasesOption,
    SampleUnitsOption,
    SetAsideOption,
    lost_topics,
    placed_by,
)
from textmine.cli.topics_themes import apply, lineage, merge, name, themes
from textmine.present import Section

app = typer.Typer(help="Themes: fit, judge, name, compare.", no_args_is_help=True)
app.command("by")(by)
app.command("crosswalk")(crosswalk)
app.command("effects")(effects)
app.command("intrusion")(intrusion)
app.command("saturation")(saturation)
app.command("sweep")(sweep)
app.command("align")(align)
app.command("apply")(apply)
app.command("name")(name)
app.command("merge")(merge)
app.command("themes")(themes)
app.command("lineage")(lineage)


@app.command("fit")
@shown(
    *("where", "profile", "processes", "scheduler", "report", "seed", "no_quotations"),
    then="textmine topics show {name}",
)
def fit(
    run: Run,
    corpus: CorpusArgument,
    name: Annotated[
        str | None, typer.Option(help="Name of the model; default: CORPUS-topics.")
    ] = None,
    topics: Annotated[int | None, typer.Option("--topics", "-k", help="Number of topics.")] = None,
    engine: EngineOption = None,
    seeds: Annotated[
        list[str] | None,
        typer.Option(
            help="Words for a theme, which names it: 'fares: bus, ticket'; give it again for more. "
            "Or a file of such lines."
        ),
    ] = None,
    seeds_from: Annotated[
        str | None, typer.Option(help="CODEBOOK:DIMENSION whose codes are themes.")
    ] = None,
    set_aside: SetAsideOption = None,
    phrases: PhrasesOption = None,
    covariate: Annotated[
        str | None, typer.Option(help="Column of groups, for dmr and stm.")
    ] = None,
    words: Annotated[int | None, typer.Option(help="Top words shown and scored.")] = None,
    consensus: Annotated[
        int | None, typer.Option(help="Average the topics of so many fits to 80 %.")
    ] = None,
    sample_units: SampleUnitsOption = None,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Give ids anew, whatever a former model of this name had."),
    ] = False,
) -> Section:
    """Fit topics to a corpus and keep them as a model.

    Words for a theme (--seeds, --seeds-from) guide a topic. It gets that theme's name if it has
    these words; textmine says so if it does not.

    Example: textmine topics fit forum --topics 8
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.report.themes import topics_section
    from textmine.topics import fit_topics
    from textmine.topics.given_words import given_seeds, words_in

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
    chosen = select_documents(load_corpus(run.workspace, corpus), run.where)
    name = name or f"{corpus}-topics"
    run.named["name"] = name
    former = replaces(run.workspace, "models", name)
    with progress_bar() as progress:
        view = fit_topics(
            run.workspace, chosen, name, settings, progress, fresh=fresh, spread=run.spread
        )
    section = topics_section(view).saying(f"Saved as model '{name}'.{former}", *view.changes)
    write_page(run, [section], [chosen], section.title, "", settings.topics.model_dump())
    return section


@app.command("show")
@shown("report", "no_quotations", then="textmine topics name {model} TOPIC NAME")
def show(
    run: Run,
    model: ModelArgument,
    corpus: CorpusOption = None,
    reference: Annotated[
        str | None, typer.Option(help="Corpus to measure coherence on as well.")
    ] = None,
) -> Section:
    """Show the topics of a model with their words, shares, coherence and quotations.

    Example: textmine topics show forum-topics
    """
    from textmine.corpus import load_corpus
    from textmine.report.themes import coherence_sentence, topics_section
    from textmine.topics import view_placed
    from textmine.topics.evaluating.reference import coherence_on

    placed = placed_by(run, model, corpus)
    view = view_placed(placed)
    section = topics_section(view).saying(*lost_topics(run, model))
    if reference is not None:
        other = load_corpus(run.workspace, reference)
        with progress_bar() as progress:
            coherence = coherence_on(run.workspace, view, other, run.settings, progress)
        section = section.saying(coherence_sentence(coherence))
    write_page(run, [section], [placed.corpus], section.title, "", {"model": model})
    return section


@app.command("update")
@shown("processes", "scheduler", "report", "no_quotations")
def update(
    run: Run,
    model: ModelArgument,
    corpus: Annotated[
        str | None, typer.Argument(help="The corpus as it is now; default: the model's.")
    ] = None,
) -> Section:
    """Fit a model again to a corpus that has grown, with its own settings.

    Topics that come back keep their ids and names; what became of the others is said.

    Example: textmine topics update forum-topics forum
    """
    from textmine.corpus import load_corpus
    from textmine.report.themes import topics_section
    from textmine.topics.updating import update_topics

    with progress_bar() as progress:
        view = update_topics(run.workspace, model, corpus, progress, run.spread)
    section = topics_section(view).saying(*view.changes)
    fitted_to = load_corpus(run.workspace, view.corpus)
    write_page(run, [section], [fitted_to], section.title, "", {"model": model})
    return section
