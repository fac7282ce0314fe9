"""textmine topics crosswalk."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CorpusOption, RollUpOption
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list, standing
from textmine.cli.topics_shared import ClustersOption, ModelArgument, placed_by
from textmine.present import Section


@shown("where", "report")
def crosswalk(
    run: Run,
    model: ModelArgument,
    dimension: Annotated[
        str | None, typer.Option(help="Dimension(s), with commas; default: all that were coded.")
    ] = None,
    coders: Annotated[
        str | None, typer.Option(help="Whose codes, with commas; default: the final ones.")
    ] = None,
    codebook: CodebookOption = None,
    main: Annotated[
        bool, typer.Option("--main", help="Count a document for its main theme alone.")
    ] = False,
    permutations: Annotated[int, typer.Option(min=99, help="Permutations of the test.")] = 4999,
    clusters: ClustersOption = None,
    roll_up: RollUpOption = None,
    corpus: CorpusOption = None,
) -> list[Section]:
    """Cross themes with the codes of people: do the themes follow the codes?

    Example: textmine topics crosswalk forum-topics --dimension knowledge_domain
    """
    from textmine.coding import rolled_up
    from textmine.report.crosswalk import crosswalk_section
    from textmine.topics.groups.crosswalk import crosswalk_topics, human_dimensions

    placed = placed_by(run, model, corpus)
    stands = standing(run.workspace, placed.corpus, codebook, run.tell)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    sections = [
        crosswalk_section(
            model,
            crosswalk_topics(
                placed,
                stands,
                stands.codebook,
                one,
                comma_list(coders),
                clusters,
                main=main,
                n_permutations=permutations,
            ),
            placed.titles,
        )
        for one in comma_list(dimension) or human_dimensions(stands, stands.codebook)
    ]
    title = f"Do the themes follow the codes? {model}"
    write_page(run, sections, [placed.corpus], title, "", {"model": model})
    return sections
