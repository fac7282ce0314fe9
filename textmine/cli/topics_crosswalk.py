"""textmine topics crosswalk."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import FormatOption, RollUpOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, print_rows, say, standing
from textmine.cli.topics_shared import (
    ClustersOption,
    CorpusOption,
    ModelArgument,
    placed_documents,
)


def crosswalk(
    model: ModelArgument,
    dimension: Annotated[
        str | None, typer.Option(help="Dimension(s), with commas; default: all that were coded.")
    ] = None,
    coders: Annotated[
        str | None,
        typer.Option(help="Whose codes, with commas; default: the final ones."),
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    main: Annotated[
        bool, typer.Option("--main", help="Count a document for its main theme alone.")
    ] = False,
    permutations: Annotated[int, typer.Option(min=99, help="Permutations of the test.")] = 4999,
    clusters: ClustersOption = None,
    roll_up: RollUpOption = None,
    corpus: CorpusOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Cross themes with the codes of people: do the themes follow the codes?

    Example: textmine topics crosswalk forum-topics --dimension knowledge_domain
    """
    from textmine.coding import rolled_up
    from textmine.report.crosswalk import (
        crossed_crosswalk,
        crosswalk_rows,
        reading_of_crosswalk,
    )
    from textmine.topics.groups.crosswalk import crosswalk_topics, human_dimensions

    space, placed = placed_documents(model, corpus, where, workspace)
    stands = standing(space, placed.corpus, codebook)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    labels = placed.titles
    rows = []
    wanted = comma_list(dimension) or human_dimensions(stands.codings, stands.codebook)
    for one in wanted:
        found = crosswalk_topics(
            placed,
            stands.codings,
            stands.codebook,
            one,
            comma_list(coders),
            clusters.value if clusters else None,
            main=main,
            n_permutations=permutations,
        )
        rows += crosswalk_rows(found, labels)
        if format is Format.table:
            title = f"{model} by {found.dimension}: documents (residual, * stands out)"
            print_rows(crossed_crosswalk(found, labels), format, title=title)
        for sentence in reading_of_crosswalk(found, labels):
            say(sentence)
    if format is not Format.table:
        print_rows(rows, format)
