"""textmine topics: fit, update, show, apply; the other commands have files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli import (
    topics_align,
    topics_apply,
    topics_by,
    topics_crosswalk,
    topics_effects,
    topics_intrusion,
    topics_saturation,
    topics_sweep,
    topics_themes,
)
from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    ProfileOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, replaces, say
from textmine.cli.topics_portrait import in_few_columns, print_portrait
from textmine.cli.topics_seeds import given_seeds, words_in
from textmine.cli.topics_shared import EngineOption, say_lost_topics

if TYPE_CHECKING:
    from textmine.topics import TopicsView


app = typer.Typer(help="Themes: fit, judge, name, compare.", no_args_is_help=True)
app.command("by")(topics_by.by)
app.command("crosswalk")(topics_crosswalk.crosswalk)
app.command("effects")(topics_effects.effects)
app.command("intrusion")(topics_intrusion.intrusion)
app.command("saturation")(topics_saturation.saturation)
app.command("sweep")(topics_sweep.sweep)
app.command("align")(topics_align.align)
app.command("apply")(topics_apply.apply)
app.command("name")(topics_themes.name)
app.command("merge")(topics_themes.merge)
app.command("themes")(topics_themes.themes)


@app.command("fit")
def fit(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the model; default: CORPUS-topics.")
    ] = None,
    topics: Annotated[
        int | None, typer.Option("--topics", "-k", help="Number of topics.", show_default=False)
    ] = None,
    engine: EngineOption = None,
    seeds: Annotated[
        list[str] | None,
        typer.Option(
            help="Words for a theme, which names it: 'fares: bus, ticket'; may be repeated. Or a "
            "file of such lines.",
            show_default=False,
        ),
    ] = None,
    seeds_from: Annotated[
        str | None,
        typer.Option(help="CODEBOOK:DIMENSION whose codes are themes.", show_default=False),
    ] = None,
    set_aside: Annotated[
        Path | None,
        typer.Option(help="File of words that do not count, one a line.", show_default=False),
    ] = None,
    phrases: Annotated[
        bool | None,
        typer.Option(
            "--phrases", help="Count words that keep together as one.", show_default=False
        ),
    ] = None,
    covariate: Annotated[
        str | None,
        typer.Option(help="Column of groups, for dmr and stm.", show_default=False),
    ] = None,
    words: Annotated[
        int | None, typer.Option(help="Top words shown and scored.", show_default=False)
    ] = None,
    consensus: Annotated[
        int | None,
        typer.Option(help="Average the topics of so many fits to 80 %.", show_default=False),
    ] = None,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Give ids anew, whatever a former model of this name had."),
    ] = False,
    where: WhereOption = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Fit topics to a corpus and keep them as a model.

    A topic that was guided by words given for a theme (--seeds, --seeds-from) has that theme's
    name, if its words came through; if not, it is said.

    Example: textmine topics fit forum --topics 8
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.topics import fit_topics

    space = open_workspace(workspace)
    settings = space.settings.override("nlp", profile=profile, n_process=processes).override(
        "", seed=seed
    )
    settings = settings.override(
        "topics",
        n_topics=topics,
        engine=engine,
        n_words=words,
        phrases=phrases,
        consensus=consensus,
        covariate=covariate,
        seeds=given_seeds(space, seeds, seeds_from, settings),
        stop_words=words_in(set_aside),
    )
    chosen = select_documents(load_corpus(space, corpus), where or [])
    name = name or f"{corpus}-topics"
    former = replaces(space, "models", name)
    with progress_bar() as progress:
        view = fit_topics(space, chosen, name, settings, progress, fresh=fresh)
    _print(view, format)
    say(f"Saved as model '{name}'.{former}")
    for sentence in view.changes:
        say(sentence)


@app.command("show")
def show(
    model: Annotated[str, typer.Argument(help="The topic model.")],
    corpus: Annotated[
        str | None, typer.Option(help="Quote this corpus; default: the one it was fitted to.")
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(help="Corpus to measure coherence on as well.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show the topics of a model with their words, shares, coherence and quotations.

    Example: textmine topics show forum-topics
    """
    view = _view(model, corpus, None, workspace)
    _print(view, format)
    say_lost_topics(open_workspace(workspace), model)
    if reference is not None:
        _say_coherence_on(reference, view, workspace)


def _say_coherence_on(reference: str, view: TopicsView, workspace: Path | None) -> None:
    """Say how coherent the topics' words are in the documents of another corpus."""
    import math

    from textmine.corpus import load_corpus
    from textmine.topics import document_npmi
    from textmine.topics.placing import units_of

    space = open_workspace(workspace)
    with progress_bar() as progress:
        _, _, units = units_of(space, load_corpus(space, reference), space.settings, progress)
    scores = document_npmi([topic.words for topic in view.topics], units)
    known = [score for score in scores if not math.isnan(score)]
    each = ", ".join(
        f"{topic.id} {score:.3f}" for topic, score in zip(view.topics, scores, strict=True)
    )
    mean = f"{sum(known) / len(known):.3f}" if known else "nan"
    say(f"NPMI on the {len(units):,} documents of '{reference}': mean {mean}; {each}.")


@app.command("update")
def update(
    model: Annotated[str, typer.Argument(help="The topic model.")],
    corpus: Annotated[
        str | None, typer.Argument(help="The corpus as it is now; default: the model's.")
    ] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Fit a model again to a corpus that has grown, with its own settings.

    Topics that come back keep their ids and names; what became of the others is said.

    Example: textmine topics update forum-topics forum
    """
    from textmine.config import Settings, TopicSettings
    from textmine.corpus import load_corpus, select_documents
    from textmine.topics import fit_topics, load_topic_model

    space = open_workspace(workspace)
    former, manifest = load_topic_model(space, model)
    kept = {
        key: manifest.settings[key]
        for key in TopicSettings.model_fields
        if key in manifest.settings
    }
    settings = Settings.model_validate(
        {
            **space.settings.model_dump(),
            "seed": manifest.seed,
            "topics": kept,
            "nlp": {**manifest.settings["nlp"], "n_process": space.settings.nlp.n_process},
        }
    )
    name = corpus or str(manifest.details["corpus"])
    chosen = select_documents(load_corpus(space, name), manifest.settings["where"])
    with progress_bar() as progress:
        view = fit_topics(space, chosen, model, settings, progress)
    _print(view, format)
    grown = len(chosen) - int(manifest.details["documents"])
    say(f"Model '{model}' was fitted again, to {len(chosen):,} documents ({grown:+,}).")
    if set(former.topic_ids) <= set(load_topic_model(space, model)[0].topic_ids):
        say("Every topic came back.")
    for sentence in view.changes:
        say(sentence)


def _view(
    model: str, corpus: str | None, where: list[str] | None, workspace: Path | None
) -> TopicsView:
    from textmine.corpus import load_corpus, select_documents
    from textmine.topics import load_topic_model, view_topics

    space = open_workspace(workspace)
    _, manifest = load_topic_model(space, model)
    name = corpus or str(manifest.details["corpus"])
    fitted_on = [] if corpus else manifest.settings["where"]
    chosen = select_documents(load_corpus(space, name), where or fitted_on)
    with progress_bar() as progress:
        return view_topics(space, model, chosen, space.settings, progress)


def _print(view: TopicsView, format: Format) -> None:
    from textmine.report.themes import how_shares_vary, topic_rows

    rows = topic_rows(view)
    title = f"{view.model}: {view.extent}, {view.engine}, {len(view.ids)} units of '{view.corpus}'"
    if format is Format.table:
        print_rows(in_few_columns(rows), format, title=title)
        for topic in view.topics:
            print_portrait(topic)
    else:
        print_rows(rows, format)
    if view.remark:
        say(f"Note: {view.remark}.")
    say(
        f"Share: mean share of a unit. {how_shares_vary(view)} "
        f"{view.coherence} {view.how_stable} Units in no topic: {len(view.unplaced)}."
    )
